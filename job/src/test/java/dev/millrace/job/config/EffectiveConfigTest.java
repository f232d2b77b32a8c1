package dev.millrace.job.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EffectiveConfigTest {

  @Test
  void saysOfEveryValueWhereItComesFrom() throws ConfigException {
    Layers layers =
        new Layers(
            Map.of("source.port", "5434", "delivery.linger", "5 ms", "sink.request-timeout", "9 s"),
            Map.of("MILLRACE_DELIVERY_LINGER", "7 ms", "MILLRACE_SOURCE_PASSWORD", "geheim"),
            List.of("--pipeline.parallelism", "3", "--mappings.0.fields.phone", "phone"));

    String yaml =
        EffectiveConfig.yaml(ConfigLoader.parse("/etc/millrace/shop.yaml", Texts.GOOD, layers));

    assertThat(yaml)
        .isEqualTo(
            """
            source:
              - type: postgres                               # shop.yaml:2
                hostname: db.example                         # shop.yaml:3
                port: 5434                                   # property source.port
                username: millrace                           # shop.yaml:5
                password: '${env:MILLRACE_SOURCE_PASSWORD}'  # environment variable MILLRACE_SOURCE_PASSWORD
                database: shop                               # shop.yaml:7
                tables: [public.customers]                   # default
                scan.startup.mode: initial                   # default
                scan.snapshot.chunk-size: 8096               # default
                scan.snapshot.fetch-size: 1024               # default
                heartbeat.interval: 10 s                     # default
                poll-interval: 2 ms                          # default
                connect.timeout: 30 s                        # default
                read.timeout: 5 min                          # default
                slot.name: millrace                          # shop.yaml:8
                publication.name: millrace                   # default
                name: postgres                               # default
            sink:
              type: hubspot                                  # shop.yaml:10
              base-url: http://localhost:8080                # shop.yaml:11
              token: '${file:/run/secrets/hubspot}'          # shop.yaml:12
              request-timeout: 9 s                           # property sink.request-timeout
              auth.type: token                               # default
              auth.header: Authorization                     # default
              auth.scheme: Bearer                            # default
              api-path: '/crm/v3/objects'                    # default
            mappings:
              - source: postgres                             # default
                table: public.customers                      # shop.yaml:14
                object: contacts                             # shop.yaml:15
                id: ext_id                                   # shop.yaml:16
                filter: 'status <> ''draft'''                # shop.yaml:17
                fields:
                  ext_id: 'CAST(id AS VARCHAR)'              # shop.yaml:19
                  email: 'LOWER(email)'                      # shop.yaml:20
                  phone: phone                               # argument --mappings.0.fields.phone
                on-delete: ignore                            # shop.yaml:21
            delivery:
              paused: false                                  # default
              max-in-flight: 4                               # shop.yaml:23
              linger: 7 ms                                   # environment variable MILLRACE_DELIVERY_LINGER
              max-waiting-records: 100000                    # default
              max-waiting-bytes: 64 mb                       # default
              retry.initial-backoff: 200 ms                  # default
              retry.max-backoff: 30 s                        # default
              retry.max-pause: 5 min                         # default
              recovery.max-records: 100000                   # default
              recovery.max-wait: 1 min                       # default
              record-retry-timeout: 10 min                   # default
              burst-window: 10 s                             # default
              daily-budget-share: 0.8                        # default
            pipeline:
              name: Millrace                                 # default
              parallelism: 3                                 # argument --pipeline.parallelism
            """);
  }

  @Test
  void isAConfigurationAgain() throws ConfigException {
    JobConfig config =
        Texts.load(
            Texts.good(
                "on-delete: ignore", "on-delete: {set: {stage: 'it''s gone', code: '007', n: 3}}"),
            "--source.tables",
            "public.customers,public.orders",
            "--source.jdbc.sslmode",
            "require",
            "--delivery.linger",
            "1500 ms");

    String yaml = EffectiveConfig.yaml(config);

    assertThat(yaml).contains("        stage: 'it''s gone'", "        code: '007'", "        n: 3");
    JobConfig again = Texts.load(yaml);
    assertThat(values(EffectiveConfig.yaml(again))).isEqualTo(values(yaml));
    assertThat(again.mappings().get(0).fields()).isEqualTo(config.mappings().get(0).fields());
    assertThat(again.mappings().get(0).onDelete()).isEqualTo(config.mappings().get(0).onDelete());
  }

  @Test
  void whatDeadLettersArePostedToIsShownByItsHostAlone() throws ConfigException {
    String letters =
        "\ndead-letters: {type: http, url: 'https://hooks.example:8443/T0/geheim?sig=geheim'}\n";

    String yaml = EffectiveConfig.yaml(Texts.load(Texts.GOOD + letters));

    assertThat(yaml)
        .contains("  url: 'https://hooks.example:8443/******'")
        .doesNotContain("geheim");
  }

  @Test
  void ofAssociationsToo() throws ConfigException {
    JobConfig config = Texts.load(AssociateTest.ASSOCIATED);
    String yaml = EffectiveConfig.yaml(config);
    JobConfig again = Texts.load(yaml);
    assertThat(values(EffectiveConfig.yaml(again))).isEqualTo(values(yaml));
    assertThat(again.mappings().get(0).recordType())
        .isEqualTo(config.mappings().get(0).recordType());
  }

  @Test
  void ofSeveralSourcesToo() throws ConfigException {
    String yaml = EffectiveConfig.yaml(Texts.load(Texts.TWO_SOURCES));
    assertThat(values(EffectiveConfig.yaml(Texts.load(yaml)))).isEqualTo(values(yaml));
  }

  /** Without the comments. */
  private static List<String> values(String yaml) {
    return yaml.lines().map(line -> line.replaceAll("  # .*", "").stripTrailing()).toList();
  }
}
