package dev.millrace.job.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cdc.SourceOptions;
import dev.millrace.change.TableId;
import dev.millrace.crm.SinkOptions;
import dev.millrace.crm.operator.DeliveryOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayersTest {

  @Test
  void aLaterLayerWins() throws ConfigException {
    Map<String, String> properties = Map.of("source.hostname", "p", "source.port", "1");
    Map<String, String> environment = Map.of("MILLRACE_SOURCE_HOSTNAME", "e", "HOSTNAME", "x");
    List<String> arguments = List.of("--source.hostname", "a");

    assertThat(hostname(new Layers(properties, Map.of(), List.of()))).isEqualTo("p:1");
    assertThat(hostname(new Layers(properties, environment, List.of()))).isEqualTo("e:1");
    assertThat(hostname(new Layers(properties, environment, arguments))).isEqualTo("a:1");
    assertThat(hostname(new Layers(Map.of(), Map.of(), arguments))).isEqualTo("a:5433");
  }

  @Test
  void propertiesCanBeTheWholeConfiguration() throws ConfigException {
    Map<String, String> properties = new HashMap<>();
    properties.put("source.type", "postgres");
    properties.put("source.hostname", "db");
    properties.put("source.username", "u");
    properties.put("source.password", "${env:PASSWORD}");
    properties.put("source.database", "shop");
    properties.put("source.slot.name", "millrace");
    properties.put("sink.type", "hubspot");
    properties.put("sink.token", "${env:TOKEN}");
    for (int mapping = 0; mapping < 11; mapping++) {
      String key = "mappings." + mapping;
      properties.put(key + ".table", "public.t" + mapping);
      properties.put(key + ".object", "contacts");
      properties.put(key + ".id", "ext_id");
      properties.put(key + ".fields.ext_id", "id");
    }

    assertThat(ConfigLoader.of(new Layers(properties, Map.of(), List.of())).mappings())
        .extracting(mapping -> mapping.table().table())
        .containsExactly("t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "t9", "t10");
  }

  @Test
  void aPropertyThatIsWrongIsNamed() {
    assertThatThrownBy(
            () -> ConfigLoader.of(new Layers(Map.of("sink.type", "hubspott"), Map.of(), List.of())))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.faults())
                    .extracting(Object::toString)
                    .contains("properties source: missing; expected the section source")
                    .anyMatch(fault -> fault.startsWith("property sink.type: unknown CRM")));
  }

  private static String hostname(Layers layers) throws ConfigException {
    SourceConfig source = ConfigLoader.parse("shop.yaml", Texts.GOOD, layers).sources().get(0);
    return source.options().get(SourceOptions.HOSTNAME)
        + ':'
        + source.options().get(SourceOptions.PORT);
  }

  @Test
  void argumentsReachEveryKey() throws ConfigException {
    JobConfig config =
        Texts.load(
            Texts.GOOD,
            "--delivery.max-in-flight=32",
            "--source.tables",
            "public.customers, public.orders",
            "--source.0.debezium.snapshot.locking.mode",
            "none",
            "--mappings[0].fields.name",
            "CONCAT(first, ' ', last)",
            "--mappings.0.on-delete.set.active",
            "false",
            "--mappings.0.on-delete.set.code",
            "'007'",
            "--mappings.1.table",
            "public.orders",
            "--mappings.1.object",
            "deals",
            "--mappings.1.id",
            "id",
            "--mappings.1.fields.id",
            "id");

    assertThat(config.delivery().get(DeliveryOptions.MAX_IN_FLIGHT)).isEqualTo(32);
    assertThat(config.sources().get(0).tables())
        .containsExactly(new TableId("public", "customers"), new TableId("public", "orders"));
    assertThat(config.sources().get(0).options().get(SourceOptions.DEBEZIUM))
        .containsExactly(Map.entry("snapshot.locking.mode", "none"));
    assertThat(config.mappings().get(0).fields())
        .containsEntry("name", "CONCAT(first, ' ', last)")
        .hasSize(3);
    assertThat(config.mappings().get(0).onDelete())
        .isEqualTo(OnDelete.set(Map.of("active", false, "code", "007")));
    assertThat(config.mappings().get(1)).hasToString("public.orders -> deals by id");
  }

  @Test
  void aFaultOfAnArgumentNamesTheArgument() {
    assertThat(
            Texts.faults(
                Texts.GOOD,
                "--source.port",
                "many",
                "word",
                "--delivery.lingre",
                "1 s",
                "--sinc.token",
                "x",
                "--mappings.object",
                "x",
                "--mappings.7.object",
                "x",
                "--pipeline",
                "x",
                "--pipeline.name"))
        .containsExactlyInAnyOrder(
            "argument --source.port: 'many'; expected a whole number of 1 or more",
            "argument 3: a word that follows no key; expected --key value",
            "argument --delivery.lingre: unknown key 'lingre'; expected 'linger'",
            "argument --sinc.token: unknown section 'sinc'; expected 'sink'",
            "argument --mappings.object: no mapping's number; expected --mappings.0.object for the"
                + " first mapping",
            "argument --mappings.7.object: number 7; expected at most 1, since there are 1 before"
                + " it",
            "argument --pipeline: a section; expected a key of it, such as --pipeline.key",
            "argument --pipeline.name: no value; expected --key value");
    assertThat(Texts.faults(Texts.TWO_SOURCES, "--source.hostname", "x"))
        .containsExactly(
            "argument --source.hostname: one of 2 sources is meant; expected which:"
                + " --source.0.hostname");
  }

  @Test
  void aMissingKeyOfASectionFromArgumentsNamesTheArgument() {
    assertThat(Texts.faults(Texts.GOOD, "--mappings.1.object", "deals"))
        .containsExactlyInAnyOrder(
            "argument --mappings.1.object mappings[1].table: missing; expected a text",
            "argument --mappings.1.object mappings[1].id: missing; expected a text",
            "argument --mappings.1.object mappings[1].fields: missing; expected keys and values"
                + " below it");
  }

  @Test
  void aVariableOfASecretIsTheSecretItself() throws ConfigException {
    Layers layers =
        Texts.environment(
            Map.of(
                "MILLRACE_SOURCE_PASSWORD", "geheim", "MILLRACE_SINK_TOKEN", "${file:/run/token}"));
    JobConfig config = ConfigLoader.parse("shop.yaml", Texts.GOOD, layers);

    assertThat(config.sources().get(0).options().get(SourceOptions.PASSWORD))
        .isEqualTo("${env:MILLRACE_SOURCE_PASSWORD}");
    assertThat(config.sink().get(SinkOptions.TOKEN)).isEqualTo("${file:/run/token}");
  }

  @Test
  void variablesReachSourcesAndMappingsByTheirNumber() throws ConfigException {
    Layers layers =
        Texts.environment(
            Map.of(
                "MILLRACE_SOURCE_1_HOSTNAME",
                "db3.example",
                "MILLRACE_MAPPINGS_0_OBJECT",
                "leads"));
    JobConfig config = ConfigLoader.parse("shop.yaml", Texts.TWO_SOURCES, layers);

    assertThat(config.sources().get(1).options().get(SourceOptions.HOSTNAME))
        .isEqualTo("db3.example");
    assertThat(config.mappings().get(0).object()).isEqualTo("leads");
  }

  @Test
  void aVariableOfNoKnownKeyIsRefusedUnlessTheFileRefersToIt() {
    Layers layers =
        Texts.environment(
            Map.of(
                "MILLRACE_SOURCE_HOSTNAM", "x",
                "MILLRACE_SOURCE_SECRET", "x",
                "MILLRACE_HOME", "x",
                "MILLRACE_PORT_8081_TCP", "x"));
    assertThat(
            Texts.faults(Texts.good("${env:DB_PASSWORD}", "${env:MILLRACE_SOURCE_SECRET}"), layers))
        .containsExactly(
            "environment variable MILLRACE_SOURCE_HOSTNAM: a variable of no known key; expected"
                + " 'MILLRACE_SOURCE_HOSTNAME'; mend: unset it");
  }
}
