package dev.millrace.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every question of the dashboard and of the alerts has an answer in a real run. */
class DashboardIT {

  private static final Path HERE = Path.of("").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir static Path directory;

  private static DemoProcess demo;
  private static Prometheus prometheus;

  @BeforeAll
  static void run() throws Exception {
    assumeTrue(
        PrometheusTools.canBeHad(),
        "not run: there is no prometheus on the PATH, and no apt-get to fetch it");
    PrometheusTools tools = PrometheusTools.get();
    demo =
        DemoProcess.start(
            HERE.resolveSibling("local"),
            directory,
            List.of("--rate=100", "--rows=1000", "--limits=professional"));
    prometheus =
        Prometheus.start(tools, Files.createDirectory(directory.resolve("p")), demo.metricsPort());
  }

  @AfterAll
  static void stop() {
    if (prometheus != null) {
      prometheus.close();
    }
    if (demo != null) {
      demo.close();
    }
  }

  @Test
  void everyPanelAndEveryChoiceHasData() throws Exception {
    Dashboard dashboard = Dashboard.read(HERE.resolve("dashboard.json"));
    assertThat(withoutData(asked(dashboard), PATIENCE)).isEmpty();
    for (Dashboard.Variable variable : dashboard.variables()) {
      for (JsonNode series : prometheus.query(variable.metric())) {
        assertThat(series.path("metric").path(variable.label()).asText())
            .as("label of $" + variable.name())
            .isNotEmpty();
      }
    }
  }

  /** That the test above can fail. */
  @Test
  void aPanelWithAnUnknownMetricIsFound() throws Exception {
    Path file = HERE.resolve("dashboard.json");
    assertThat(withoutData(asked(Dashboard.read(file)), PATIENCE)).isEmpty();
    Path broken =
        Files.writeString(
            directory.resolve("broken.json"),
            Files.readString(file).replace("delivery_callsInFlight", "delivery_callInFlight"));
    assertThat(withoutData(asked(Dashboard.read(broken)), Duration.ZERO))
        .singleElement()
        .asString()
        .startsWith("Concurrency: in flight");
  }

  private static Map<String, String> asked(Dashboard dashboard) {
    Map<String, String> asked = new LinkedHashMap<>();
    for (Dashboard.Panel panel : dashboard.panels()) {
      for (Dashboard.Query query : panel.queries()) {
        asked.put(panel.title() + ": " + query.legend(), query.expression());
      }
    }
    for (Dashboard.Variable variable : dashboard.variables()) {
      asked.put("$" + variable.name(), variable.metric());
    }
    return asked;
  }

  @Test
  void everyAlertIsOfWhatThereIs() throws Exception {
    Map<String, String> asked = new LinkedHashMap<>();
    for (AlertRules.Alert alert : AlertRules.read(HERE.resolve("alerts.yaml")).alerts()) {
      alert.asked().forEach(query -> asked.put(alert.name() + ": " + query, query));
    }
    assertThat(withoutData(asked, PATIENCE)).isEmpty();
  }

  /** The demo has nothing to complain of, and what is asked of the database has an answer. */
  @Test
  void theLogIsSeenFromTheDatabasesSide() throws Exception {
    String log = "flink_taskmanager_job_task_operator_log_";
    assertThat(
            withoutData(
                Map.of(
                    "retained", log + "retainedBytes > 0",
                    "unconfirmed", log + "unconfirmedBytes > 0",
                    "unread", log + "unreadBytes >= 0",
                    "lag", log + "lagMillis == 0"),
                PATIENCE))
        .isEmpty();
  }

  /** What still has no data when all the others have had theirs, or the patience is at its end. */
  private static List<String> withoutData(Map<String, String> asked, Duration patience)
      throws Exception {
    long deadline = System.nanoTime() + patience.toNanos();
    Map<String, String> left = new LinkedHashMap<>(asked);
    while (true) {
      for (Map.Entry<String, String> query : List.copyOf(left.entrySet())) {
        if (!prometheus.query(query.getValue()).isEmpty()) {
          left.remove(query.getKey());
        }
      }
      if (left.isEmpty() || System.nanoTime() > deadline) {
        List<String> without = new ArrayList<>();
        left.forEach((name, query) -> without.add(name + ": " + query));
        return without;
      }
      demo.demandRunning();
      LockSupport.parkNanos(200_000_000);
    }
  }
}
