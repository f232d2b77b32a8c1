package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DemoIT {

  @BeforeAll
  static void examples() {
    System.setProperty("millrace.examples", "examples");
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres", "mysql"})
  void theCrmEqualsTheDatabaseAndNothingIsLeft(String source, @TempDir Path directory)
      throws Exception {
    Path file = directory.resolve("report.json");

    int exitCode =
        new CommandLine(new Demo())
            .execute(
                ("--source " + source + " --rate 500 --for 5s --warm-up 1s --rows 2000")
                    .concat(" --service-time 5 --report " + file)
                    .split(" "));

    JsonNode report = new ObjectMapper().readTree(file.toFile());
    assertThat(exitCode).as(report.toPrettyString()).isZero();
    assertThat(report.get("source").asText()).isEqualTo(source);
    assertThat(report.get("rate").asDouble()).isEqualTo(500);
    assertThat(report.get("converged").asBoolean()).isTrue();
    assertThat(report.get("differences").asInt()).isZero();
    assertThat(report.get("violations").asLong()).isZero();
    assertThat(report.get("recordsCompared").asInt()).isPositive();
    assertThat(report.get("measuredChanges").asLong())
        .isBetween(1L, report.get("changes").asLong());
    assertThat(report.get("changes").asLong())
        .isEqualTo(
            report.get("inserts").asLong()
                + report.get("updates").asLong()
                + report.get("deletes").asLong());
    assertThat(new TreeSet<>(names(report.get("latency"))))
        .containsExactly("maxMs", "p50Ms", "p95Ms", "p99Ms", "samples");
    assertThat(report.get("latency").get("samples").asLong()).isPositive();
    assertThat(temporary()).isEmpty();
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  /** Of this process: other builds on the machine have their own. */
  private static List<Path> temporary() throws Exception {
    String ours =
        "millrace-(mysql|postgres|flink|secrets)-" + ProcessHandle.current().pid() + "-.*";
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.filter(path -> path.getFileName().toString().matches(ours)).toList();
    }
  }
}
