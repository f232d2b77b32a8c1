package dev.millrace.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.millrace.job.command.Millrace;
import dev.millrace.job.config.ConfigLoader;
import dev.millrace.job.config.JobConfig;
import dev.millrace.job.config.Layers;
import dev.millrace.simulator.Main;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The compose file fits its specification, this repository, the job and the simulator. */
class ComposeIT {

  private static final Pattern IN_A_FILE = Pattern.compile("\\$\\{file:([^}]+)}");

  private Compose compose;

  @BeforeEach
  void read() throws Exception {
    compose = Compose.read(Path.of("docker/compose.yaml"));
  }

  @Test
  void theSpecificationTakesIt() throws Exception {
    assertThat(schema().validate(compose.root())).isEmpty();
  }

  @Test
  void theSpecificationRefusesAFieldThatItDoesNotKnow() throws Exception {
    ((ObjectNode) compose.service("mysql")).put("healthchek", "x");

    assertThat(schema().validate(compose.root())).isNotEmpty();
  }

  @Test
  void everyFileThatItNamesIsThere() {
    compose
        .services()
        .forEach(
            (name, service) -> {
              assertThat(compose.files(name).values()).as(name).allMatch(Files::isRegularFile);
              if (service.has("build")) {
                Path context = compose.folder().resolve(service.at("/build/context").asText());
                assertThat(context).isDirectory();
                assertThat(context.resolve(service.at("/build/dockerfile").asText()).normalize())
                    .isRegularFile();
              }
            });
  }

  @Test
  void everyImageHasAFixedVersionThatWasTriedWhereOneIs() {
    compose
        .services()
        .forEach(
            (name, service) ->
                assertThat(service.get("image").asText()).as(name).matches(".+:v?\\d+\\.\\d+.*"));
    assertThat(image("jobmanager")).isEqualTo("millrace:" + System.getProperty("millrace.version"));
    assertThat(image("taskmanager")).isEqualTo(image("jobmanager"));
    assertThat(System.getProperty("postgres.version"))
        .startsWith(image("postgres").replace("postgres:", "") + ".");
    assertThat(System.getProperty("mysql.version"))
        .startsWith(image("mysql").replace("mysql:", "") + ".");
  }

  @Test
  void kubernetesRunsTheSameImage() throws Exception {
    JsonNode deployment =
        Compose.yaml(Path.of("../kubernetes/base/flink-deployment.yaml")).get("spec");

    assertThat(deployment.get("image").asText()).isEqualTo(image("jobmanager"));
    assertThat(deployment.at("/job/jarURI").asText())
        .isEqualTo("local:///opt/flink/usrlib/millrace.jar");
  }

  @Test
  void noSecretStandsInItAndNoPortIsOpenToOthers() {
    compose
        .services()
        .forEach(
            (name, service) -> {
              service
                  .path("environment")
                  .fieldNames()
                  .forEachRemaining(
                      variable ->
                          assertThat(variable).doesNotMatch(".*(PASSWORD|TOKEN|SECRET|KEY)"));
              assertThat(Compose.texts(service.path("ports")))
                  .allMatch(port -> port.startsWith("127.0.0.1:"));
            });
  }

  @Test
  void flinkKnowsEverySettingAndBothKindsOfProcessHaveTheSame() throws Exception {
    JsonNode environment = compose.service("jobmanager").get("environment");
    Map<String, String> settings = new LinkedHashMap<>();
    environment
        .get("FLINK_PROPERTIES")
        .asText()
        .lines()
        .map(line -> line.split(": ", 2))
        .forEach(line -> settings.put(line[0], line[1]));

    assertThat(FlinkOptions.faults(settings)).isEmpty();
    assertThat(settings).containsKey("execution.checkpointing.dir");
    assertThat(compose.service("taskmanager").get("environment")).isEqualTo(environment);
    assertThat(compose.service("taskmanager").get("volumes"))
        .isEqualTo(compose.service("jobmanager").get("volumes"));
    assertThat(compose.service("taskmanager").get("secrets"))
        .isEqualTo(compose.service("jobmanager").get("secrets"));
  }

  @Test
  void theJobTakesItsArgumentsAndItsConfiguration() throws Exception {
    List<String> command = Compose.texts(compose.service("jobmanager").get("command"));
    Map<String, Path> files = compose.files("jobmanager");

    assertThat(command.subList(0, 5))
        .containsExactly(
            "standalone-job", "--job-classname", Millrace.class.getName(), "run", "--config");
    Path file = files.get(command.get(5));
    JobConfig config = ConfigLoader.load(file, Layers.of(command.subList(6, command.size())));
    assertThat(config.mappings()).hasSize(2);

    assertThat(IN_A_FILE.matcher(Files.readString(file)).results().map(found -> found.group(1)))
        .isNotEmpty()
        .allMatch(files::containsKey);
    JsonNode yaml = Compose.yaml(file);
    assertThat(compose.services())
        .containsKeys(
            yaml.at("/source/0/hostname").asText(), yaml.at("/source/1/hostname").asText());
    URI crm = URI.create(yaml.at("/sink/base-url").asText());
    assertThat(compose.services()).containsKey(crm.getHost());
    assertThat(Compose.texts(compose.service(crm.getHost()).get("ports")))
        .containsExactly("127.0.0.1:" + crm.getPort() + ":" + crm.getPort());
  }

  @Test
  void theSimulatorTakesItsArguments() throws Exception {
    List<String> arguments = Compose.texts(compose.service("crm-simulator").get("command"));

    CommandLine.ParseResult parsed =
        new CommandLine(Main.class)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .parseArgs(arguments.toArray(String[]::new));
    assertThat(parsed.matchedOptionValue("--define", List.of()))
        .isEqualTo(List.of("contacts.ext_id!", "companies.ext_id!"));
  }

  @Test
  void prometheusAndGrafanaFindWhatTheyRead() throws Exception {
    Map<String, Path> prometheus = compose.files("prometheus");
    JsonNode config = Compose.yaml(prometheus.get("/etc/prometheus/prometheus.yml"));
    assertThat(prometheus).containsKey("/etc/prometheus/" + config.at("/rule_files/0").asText());
    assertThat(Compose.texts(config.at("/scrape_configs/0/static_configs/0/targets")))
        .containsExactly("jobmanager:9249", "taskmanager:9249");
    assertThat(compose.service("jobmanager").get("environment").get("FLINK_PROPERTIES").asText())
        .contains("metrics.reporter.prometheus.port: 9249\n");

    Map<String, Path> grafana = compose.files("grafana");
    JsonNode source =
        Compose.yaml(grafana.get("/etc/grafana/provisioning/datasources/millrace.yaml"));
    assertThat(source.at("/datasources/0/url").asText()).isEqualTo("http://prometheus:9090");
    JsonNode boards =
        Compose.yaml(grafana.get("/etc/grafana/provisioning/dashboards/millrace.yaml"));
    assertThat(grafana)
        .containsKey(boards.at("/providers/0/options/path").asText() + "/millrace.json");
  }

  private String image(String service) {
    return compose.service(service).get("image").asText();
  }

  private static JsonSchema schema() throws Exception {
    try (InputStream in = ComposeIT.class.getResourceAsStream("/compose-spec/compose-spec.json")) {
      // Its own id is no absolute address, which the validator asks for.
      ObjectNode schema = (ObjectNode) new ObjectMapper().readTree(in);
      schema.put("$id", "urn:compose-spec");
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema);
    }
  }
}
