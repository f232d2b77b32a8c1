package dev.millrace.job.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.job.config.ConfigLoader;
import dev.millrace.job.config.JobConfig;
import dev.millrace.job.config.Layers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobGraphTest {

  private static final String SECRET = "top-secret-of-the-test";

  private static final String TWO_SOURCES =
      """
      source:
        - {type: postgres, hostname: db1.example, username: u, password: "${file:%1$s}", database: shop, slot.name: millrace}
        - {type: mysql, name: orders, hostname: db2.example, username: u, password: "${file:%1$s}", tables: [shop.orders]}
      sink: {type: hubspot, token: "${file:%1$s}"}
      mappings:
        - {source: postgres, table: public.customers, object: contacts, id: a, fields: {a: id}}
        - {source: orders, table: shop.orders, object: deals, id: b, fields: {b: id}}
      """;

  private static final String ONE_SOURCE =
      """
      source: {type: mysql, hostname: db1.example, username: u, password: "${file:%1$s}"}
      sink: {type: hubspot, token: "${file:%1$s}"}
      mappings:
        - {table: shop.customers, object: contacts, id: a, fields: {a: id}}
      """;

  @TempDir Path directory;

  @Test
  void eachSourceIsOneVertexWithAllItsOperatorsInTheChain() throws Exception {
    JobGraph graph = graph(TWO_SOURCES, new Configuration(), "--pipeline.parallelism", "2");
    assertThat(graph.getVertices())
        .extracting(JobVertex::getName)
        .containsExactlyInAnyOrder(
            "Source: source postgres -> map postgres -> deliver postgres",
            "Source: source orders -> map orders -> deliver orders");
    assertThat(graph.getVertices()).extracting(JobVertex::getParallelism).containsOnly(2);
    assertThat(graph.getVertices()).extracting(JobVertex::getNumberOfInputs).containsOnly(0);
    assertThat(graph.getSlotSharingGroups()).hasSize(2);
  }

  @Test
  void deadLettersLeaveTheChainsAsTheyAre() throws Exception {
    for (String section :
        List.of("{type: file, directory: /letters}", "{type: http, url: \"http://ops.example\"}")) {
      JobGraph graph = graph(TWO_SOURCES + "dead-letters: " + section + "\n", new Configuration());
      assertThat(graph.getVertices())
          .extracting(JobVertex::getName)
          .contains(
              "Source: source postgres -> map postgres -> deliver postgres",
              "Source: source orders -> map orders -> deliver orders")
          .hasSize(3);
      assertThat(graph.getSlotSharingGroups()).hasSize(2);
    }
  }

  @Test
  void filesOfTheTimeBeforeHttpAreFinishedWhereTheDirectoryIsNamed() throws Exception {
    String section =
        "dead-letters: {type: http, url: \"http://ops.example\", directory: /letters}\n";
    JobGraph graph = graph(ONE_SOURCE + section, new Configuration());
    assertThat(graph.getVertices())
        .extracting(JobVertex::getName)
        .contains("Source: source mysql -> map mysql -> deliver mysql");
    assertThat(
            environment(ONE_SOURCE + section, new Configuration())
                .getStreamGraph()
                .getStreamNodes())
        .extracting(node -> node.getTransformationUID())
        .contains("dead-letters-http", "dead-letters-none")
        .anyMatch(uid -> uid != null && uid.matches(".*dead-letters"));
  }

  @Test
  void whatTheClusterSaysDoesNotBreakTheChain() throws Exception {
    Configuration cluster = new Configuration();
    cluster.set(PipelineOptions.OPERATOR_CHAINING, false);
    cluster.set(PipelineOptions.OBJECT_REUSE, false);
    StreamExecutionEnvironment env = environment(ONE_SOURCE, cluster);
    assertThat(env.getConfig().isObjectReuseEnabled()).isTrue();
    assertThat(env.getConfig().getAutoWatermarkInterval()).isZero();
    assertThat(env.getStreamGraph().getJobGraph().getVertices())
        .extracting(JobVertex::getName)
        .containsExactly("Source: source mysql -> map mysql -> deliver mysql");
  }

  @Test
  void operatorsHaveFixedUids() throws Exception {
    StreamGraph graph = environment(TWO_SOURCES, new Configuration()).getStreamGraph();
    assertThat(graph.getStreamNodes())
        .extracting(node -> node.getTransformationUID())
        .containsExactlyInAnyOrder(
            "source-postgres",
            "map-postgres",
            "deliver-postgres",
            "source-orders",
            "map-orders",
            "deliver-orders");
  }

  @Test
  void theSavepointsPageListsThem() throws Exception {
    Set<String> uids = new TreeSet<>();
    for (String section :
        List.of(
            "{type: file, directory: /letters}",
            "{type: http, url: \"http://ops.example\", directory: /letters}")) {
      environment(ONE_SOURCE + "dead-letters: " + section + "\n", new Configuration())
          .getStreamGraph()
          .getStreamNodes()
          .forEach(node -> uids.add(String.valueOf(node.getTransformationUID())));
    }
    String page = Files.readString(Path.of("../savepoints-README.md"));
    String table =
        page.substring(page.indexOf("| uid | state |"), page.indexOf("Renaming a source"));
    Set<String> listed = new TreeSet<>();
    for (String row : table.lines().skip(2).filter(line -> !line.isBlank()).toList()) {
      Matcher uid = Pattern.compile("`([^`]+)`").matcher(row.split("\\|")[1]);
      while (uid.find()) {
        listed.add(uid.group(1).replace("<source>", "mysql"));
      }
    }
    assertThat(listed).isEqualTo(uids);
  }

  @Test
  void theJobGraphHoldsWhereASecretIsAndNotTheSecret() throws Exception {
    JobGraph graph = graph(TWO_SOURCES, new Configuration());
    String bytes =
        new String(InstantiationUtil.serializeObject(graph), StandardCharsets.ISO_8859_1);
    assertThat(bytes).contains("secret.txt").doesNotContain(SECRET);
  }

  @Test
  void defaultsHoldWhereNobodyHasDecided() throws Exception {
    ReadableConfig settings = environment(ONE_SOURCE, new Configuration()).getConfiguration();
    assertThat(settings.get(CheckpointingOptions.CHECKPOINTING_INTERVAL))
        .isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.get(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER))
        .isEqualTo(Integer.MAX_VALUE);
    assertThat(settings.get(RestartStrategyOptions.RESTART_STRATEGY))
        .isEqualTo("exponential-delay");
  }

  @Test
  void whatClusterAndUserHaveDecidedStays() throws Exception {
    Configuration cluster = new Configuration();
    cluster.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(60));
    cluster.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 3);
    cluster.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    ReadableConfig settings = environment(ONE_SOURCE, cluster).getConfiguration();
    assertThat(settings.get(CheckpointingOptions.CHECKPOINTING_INTERVAL))
        .isEqualTo(Duration.ofSeconds(60));
    assertThat(settings.get(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER)).isEqualTo(3);
    assertThat(settings.get(RestartStrategyOptions.RESTART_STRATEGY)).isEqualTo("fixed-delay");

    ReadableConfig own =
        environment(ONE_SOURCE, cluster, "--pipeline.checkpoint-interval", "2 s")
            .getConfiguration();
    assertThat(own.get(CheckpointingOptions.CHECKPOINTING_INTERVAL))
        .isEqualTo(Duration.ofSeconds(2));
  }

  private JobGraph graph(String yaml, Configuration cluster, String... arguments) throws Exception {
    return environment(yaml, cluster, arguments).getStreamGraph().getJobGraph();
  }

  private StreamExecutionEnvironment environment(
      String yaml, Configuration cluster, String... arguments) throws Exception {
    Path secret = Files.writeString(directory.resolve("secret.txt"), SECRET);
    JobConfig config =
        ConfigLoader.parse(
            "it.yaml", yaml.formatted(secret), new Layers(Map.of(), Map.of(), List.of(arguments)));
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(cluster);
    JobTopology.build(env, config);
    return env;
  }
}
