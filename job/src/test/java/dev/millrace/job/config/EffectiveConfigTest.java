package dev.millrace.job.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EffectiveConfigTest {

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

    assertThat(yaml)
        .contains("  - type: postgres\n    hostname: db.example\n    port: 5433\n")
        .contains("    password: '${env:DB_PASSWORD}'\n")
        .contains("    jdbc.sslmode: require\n")
        .contains("    scan.startup.mode: initial\n")
        .contains("  max-in-flight: 4\n  linger: 1500 ms\n")
        .contains("        stage: 'it''s gone'\n        code: '007'\n        n: 3\n");
    JobConfig again = Texts.load(yaml);
    assertThat(EffectiveConfig.yaml(again)).isEqualTo(yaml);
    assertThat(again.mappings().get(0).fields()).isEqualTo(config.mappings().get(0).fields());
    assertThat(again.mappings().get(0).onDelete()).isEqualTo(config.mappings().get(0).onDelete());
  }

  @Test
  void ofAssociationsToo() throws ConfigException {
    JobConfig config = Texts.load(AssociateTest.ASSOCIATED);
    String yaml = EffectiveConfig.yaml(config);
    JobConfig again = Texts.load(yaml);
    assertThat(EffectiveConfig.yaml(again)).isEqualTo(yaml);
    assertThat(again.mappings().get(0).recordType())
        .isEqualTo(config.mappings().get(0).recordType());
  }

  @Test
  void ofSeveralSourcesToo() throws ConfigException {
    String yaml = EffectiveConfig.yaml(Texts.load(Texts.TWO_SOURCES));
    assertThat(EffectiveConfig.yaml(Texts.load(yaml))).isEqualTo(yaml);
  }
}
