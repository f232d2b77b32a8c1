package dev.millrace.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alerts are what Prometheus takes, fire when they should, and each has a runbook. */
class AlertRulesIT {

  private static final Path HERE = Path.of("").toAbsolutePath();
  private static final Path RULES = HERE.resolve("alerts.yaml");

  private static final Path CASES = HERE.resolve("src/test/resources/alerts-test.yaml");

  private static PrometheusTools tools;

  @TempDir Path directory;

  @BeforeAll
  static void get() {
    assumeTrue(
        PrometheusTools.canBeHad(),
        "not run: there is no promtool on the PATH, and no apt-get to fetch it");
    tools = PrometheusTools.get();
  }

  @Test
  void promtoolFindsNothingWrong() throws Exception {
    PrometheusTools.Output output = tools.promtool(HERE, "check", "rules", "alerts.yaml");
    assertThat(output.exitCode()).as(output.text()).isZero();
    assertThat(output.text())
        .contains("SUCCESS: " + AlertRules.read(RULES).alerts().size() + " rules");
    Path broken =
        Files.writeString(
            directory.resolve("broken.yaml"),
            Files.readString(RULES).replace("max by (job_name)", "max by (job_name"));
    assertThat(tools.promtool(HERE, "check", "rules", broken.toString()).exitCode()).isNotZero();
  }

  @Test
  void theyFireWhenTheyShould() throws Exception {
    PrometheusTools.Output output = tools.promtool(HERE, "test", "rules", CASES.toString());
    assertThat(output.exitCode()).as(output.text()).isZero();
  }

  /** A rule that no case has fire could be of a metric that is not, or fire always. */
  @Test
  void eachHasATimeAtWhichItFiresAndOneAtWhichItDoesNot() throws Exception {
    Set<String> firing = new TreeSet<>();
    Set<String> silent = new TreeSet<>();
    for (JsonNode test : new YAMLMapper().readTree(CASES.toFile()).path("tests")) {
      for (JsonNode when : test.path("alert_rule_test")) {
        (when.path("exp_alerts").isEmpty() ? silent : firing).add(when.path("alertname").asText());
      }
    }
    List<String> names = names(AlertRules.read(RULES).alerts());
    assertThat(firing).containsExactlyInAnyOrderElementsOf(names);
    assertThat(silent).containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void eachHasARunbookAndEachRunbookAnAlert() throws Exception {
    List<AlertRules.Alert> alerts = AlertRules.read(RULES).alerts();
    List<String> headings =
        Files.readAllLines(HERE.resolve("../../docs/runbooks.md")).stream()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3))
            .toList();
    assertThat(headings).containsExactlyElementsOf(names(alerts));
    for (AlertRules.Alert alert : alerts) {
      assertThat(alert.severity()).as(alert.name()).isIn("warning", "critical");
      assertThat(alert.annotations().get("summary")).as(alert.name()).contains("job_name");
      assertThat(alert.annotations().get("runbook_url"))
          .isEqualTo("docs/runbooks.md#" + alert.name().toLowerCase(Locale.ROOT));
    }
  }

  private static List<String> names(List<AlertRules.Alert> alerts) {
    return alerts.stream().map(AlertRules.Alert::name).toList();
  }
}
