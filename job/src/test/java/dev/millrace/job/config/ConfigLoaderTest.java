package dev.millrace.job.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cdc.SourceOptions;
import dev.millrace.cdc.SourceType;
import dev.millrace.change.TableId;
import dev.millrace.crm.SinkOptions;
import dev.millrace.crm.operator.DeliveryOptions;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {

  @Test
  void readsEverySection() throws ConfigException {
    JobConfig config = Texts.load(Texts.GOOD);

    assertThat(config.sources()).hasSize(1);
    SourceConfig source = config.sources().get(0);
    assertThat(source.name()).isEqualTo("postgres");
    assertThat(source.tables()).containsExactly(new TableId("public", "customers"));
    assertThat(source.options().get(SourceOptions.TYPE)).isEqualTo(SourceType.POSTGRES);
    assertThat(source.options().get(SourceOptions.PORT)).isEqualTo(5433);
    assertThat(source.options().get(SourceOptions.PASSWORD)).isEqualTo("${env:DB_PASSWORD}");
    assertThat(source.options().get(SourceOptions.SLOT_NAME)).isEqualTo("millrace");

    assertThat(config.sink().get(SinkOptions.TYPE)).isEqualTo("hubspot");
    assertThat(config.sink().get(SinkOptions.TOKEN)).isEqualTo("${file:/run/secrets/hubspot}");
    assertThat(config.delivery().get(DeliveryOptions.MAX_IN_FLIGHT)).isEqualTo(4);
    assertThat(config.delivery().get(DeliveryOptions.LINGER)).isEqualTo(Duration.ZERO);
    assertThat(config.pipeline().get(PipelineOptions.PARALLELISM)).isEqualTo(2);
    assertThat(config.pipeline().get(PipelineOptions.NAME)).isEqualTo("Millrace");

    assertThat(config.mappings(source)).isEqualTo(config.mappings()).hasSize(1);
    MappingConfig mapping = config.mappings().get(0);
    assertThat(mapping.table()).isEqualTo(new TableId("public", "customers"));
    assertThat(mapping.object()).isEqualTo("contacts");
    assertThat(mapping.id()).isEqualTo("ext_id");
    assertThat(mapping.filter()).isEqualTo("status <> 'draft'");
    assertThat(mapping.onDelete()).isEqualTo(OnDelete.IGNORE);
    assertThat(List.copyOf(mapping.fields().entrySet()))
        .containsExactly(
            Map.entry("ext_id", "CAST(id AS VARCHAR)"), Map.entry("email", "LOWER(email)"));
  }

  @Test
  void knowsWhereEachPartOfAMappingWasWritten() throws ConfigException {
    MappingConfig mapping =
        Texts.load(Texts.GOOD, "--mappings.0.fields.company", "company").mappings().get(0);

    assertThat(mapping.where("table")).isEqualTo("shop.yaml:14 mappings[0].table");
    assertThat(mapping.where("fields")).isEqualTo("shop.yaml:18 mappings[0].fields");
    assertThat(mapping.where("fields.email")).isEqualTo("shop.yaml:20 mappings[0].fields.email");
    assertThat(mapping.where("fields.company")).isEqualTo("argument --mappings.0.fields.company");
    assertThat(mapping.where("on-delete.set.x")).isEqualTo("shop.yaml:14 mappings[0]");
  }

  @Test
  void takesNestedKeysForDottedOnes() throws ConfigException {
    JobConfig config =
        Texts.load(
            Texts.good(
                "  slot.name: millrace\n",
                "  slot: {name: other}\n  scan:\n    startup.mode: latest-offset\n  jdbc: {sslmode: require}\n"));

    assertThat(config.sources().get(0).options().get(SourceOptions.SLOT_NAME)).isEqualTo("other");
    assertThat(config.sources().get(0).options().get(SourceOptions.SCAN_STARTUP_MODE))
        .hasToString("latest-offset");
    assertThat(config.sources().get(0).options().get(SourceOptions.JDBC))
        .containsExactly(Map.entry("sslmode", "require"));
  }

  @Test
  void readsSeveralSources() throws ConfigException {
    JobConfig config = Texts.load(Texts.TWO_SOURCES);

    assertThat(config.sources())
        .extracting(SourceConfig::name)
        .containsExactly("postgres", "orders");
    assertThat(config.sources().get(1).tables())
        .containsExactly(new TableId("shop", "orders"), new TableId("shop", "items"));
    assertThat(config.mappings(config.sources().get(1)))
        .extracting(MappingConfig::object)
        .containsExactly("deals");
  }

  @Test
  void keepsTheTypesOfValuesThatADeleteSets() throws ConfigException {
    JobConfig config =
        Texts.load(
            Texts.good(
                "on-delete: ignore",
                "on-delete: {set: {stage: gone, active: false, n: 3, share: 1.50, note: null, code: '007', empty: ''}}"));

    Map<String, Object> expected = new HashMap<>();
    expected.put("stage", "gone");
    expected.put("active", false);
    expected.put("n", 3L);
    expected.put("share", new BigDecimal("1.50"));
    expected.put("note", null);
    expected.put("code", "007");
    expected.put("empty", "");
    assertThat(config.mappings().get(0).onDelete()).isEqualTo(OnDelete.set(expected));
  }

  @Test
  void tellsAllFaultsOfAFileAtOnceInItsOrder() {
    String yaml =
        """
        source:
          type: postgres
          hostnam: db.example
          port: many
          username: millrace
          password: geheim
          database: shop
          slot.name: millrace
        sink:
          type: hubspot
          token: ${env:TOKEN}
          request-timeout: 30
        mappings:
          - table: customers
            object: contacts
            id: ext_id
            fields:
              external_id: id
        """;

    assertThat(Texts.faults(yaml))
        .containsExactly(
            "shop.yaml:1 source.hostname: missing; expected a text",
            "shop.yaml:3 source.hostnam: unknown key 'hostnam'; expected 'hostname'",
            "shop.yaml:4 source.port: 'many'; expected a whole number of 1 or more",
            "shop.yaml:6 source.password: a secret as its own text, not repeated here; expected a"
                + " secret's reference, ${env:NAME} or ${file:PATH}",
            "shop.yaml:12 sink.request-timeout: '30'; expected a duration above 0 with its unit, such as"
                + " 500 ms, 10 s or 1 min",
            "shop.yaml:14 mappings[0].table: 'customers'; expected <schema>.<table>",
            "shop.yaml:16 mappings[0].id: 'ext_id', which is not among the fields; expected one of"
                + " external_id");
  }

  @Test
  void tellsThatThereIsNoFile(@TempDir Path folder) throws Exception {
    Path missing = folder.resolve("shop.yaml");
    assertThat(load(missing))
        .containsExactly(missing + ": no such file; expected a readable YAML file in UTF-8");

    Path latin1 = Files.write(folder.resolve("latin1.yaml"), new byte[] {(byte) 0xe4, 'a'});
    assertThat(load(latin1))
        .containsExactly(latin1 + ": not UTF-8; expected a readable YAML file in UTF-8");
  }

  private static List<String> load(Path file) {
    try {
      ConfigLoader.load(file, Layers.NONE);
      return List.of();
    } catch (ConfigException e) {
      return e.faults().stream().map(Object::toString).toList();
    }
  }
}
