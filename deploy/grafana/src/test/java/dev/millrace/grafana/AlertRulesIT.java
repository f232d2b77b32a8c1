package dev.millrace.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alerts are what Prometheus takes, fire when they should, and each has a runbook. */
class AlertRulesIT {

  private static final Path HERE = Path.of("").toAbsolutePath();
  private static final Path RULES = HERE.resolve("alerts.yaml");

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
    PrometheusTools.Output output =
        tools.promtool(HERE, "test", "rules", "src/test/resources/alerts-test.yaml");
    assertThat(output.exitCode()).as(output.text()).isZero();
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
