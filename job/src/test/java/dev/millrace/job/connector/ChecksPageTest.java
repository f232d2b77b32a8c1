package dev.millrace.job.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/checks.md names tests that there are, and every check. */
class ChecksPageTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+\\.[a-z]\\w+)`");
  private static final Pattern METHOD = Pattern.compile("\n  void (\\w+)\\(");

  @Test
  void everyTestThatItNamesIsThere() throws IOException {
    assertThat(tests()).containsAll(named()).hasSizeGreaterThan(500);
  }

  @Test
  void everyCheckIsOnIt() throws IOException {
    assertThat(named())
        .containsAll(
            Stream.of(ConnectorChecks.class, HubSpotChecksTest.class, SalesforceChecksTest.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(method -> method.getDeclaringClass().getSimpleName() + '.' + method.getName())
                .toList());
  }

  private static Set<String> named() throws IOException {
    return TEST.matcher(Files.readString(ROOT.resolve("docs/checks.md")))
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> tests() throws IOException {
    Set<String> tests = new TreeSet<>();
    for (Path sources :
        new Path[] {
          Path.of("src/test/java"),
          ROOT.resolve("connectors/crm/src/test/java"),
          ROOT.resolve("connectors/crm-hubspot/src/test/java"),
          ROOT.resolve("connectors/crm-salesforce/src/test/java"),
          ROOT.resolve("connectors/crm-simulator/src/test/java")
        }) {
      try (Stream<Path> files = Files.walk(sources)) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(file -> add(file, tests));
      }
    }
    return tests;
  }

  private static void add(Path file, Set<String> tests) {
    String type = file.getFileName().toString().replace(".java", "");
    try {
      METHOD
          .matcher(Files.readString(file))
          .results()
          .map(MatchResult::group)
          .forEach(method -> tests.add(type + '.' + method.replaceAll(".* |\\(", "").trim()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
