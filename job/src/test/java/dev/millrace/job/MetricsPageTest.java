package dev.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cdc.LogMetricNames;
import dev.millrace.change.flink.Metric;
import dev.millrace.crm.operator.DeliveryMetricNames;
import dev.millrace.job.mapping.MappingMetricNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class MetricsPageTest {

  private static final Path PAGE = Path.of("..", "docs", "metrics.md");
  private static final String RENEW =
      "mvn -pl job -am test -Dtest=MetricsPageTest -Dmillrace.renew-docs"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  private static final String HEAD =
      """
      # Metrics

      <!-- Generated from the metrics in the code. Do not edit: the test MetricsPageTest says how to renew it. -->

      They are Flink metrics: every reporter of Flink has them, and Flink's web UI shows them by operator. A metric that
      Flink calls `deliver_postgres.delivery.waitingRecords` is `flink_taskmanager_job_task_operator_delivery_waitingRecords`
      in Prometheus, with the labels `job_name`, `operator_name` (`deliver_postgres`, `map_postgres`,
      `Source:_source_postgres`: the source's name stands in it, and what is no letter, digit or colon has become `_`) and
      `subtask_index`. Histograms are of the last 30 to 60 seconds, and empty when nothing came; in Prometheus they have the
      label `quantile` (0.5, 0.75, 0.95, 0.98, 0.99, 0.999) and a `_count`. [deploy/grafana](../deploy/grafana/README.md) has
      a dashboard and alerts of them, [runbooks.md](runbooks.md) says what to do.
      """;

  private static final String FLINKS =
      """

      ## Of Flink and Flink CDC

      Worth a look beside them:

      | metric | |
      |---|---|
      | `flink_jobmanager_job_lastCheckpointDuration`, `..._numberOfCompletedCheckpoints`, `..._numberOfFailedCheckpoints` | while a CRM is away checkpoints fail; they come again by themselves |
      | `flink_jobmanager_job_numRestarts` | a database that is away restarts the job every few seconds until it is back |
      | `flink_taskmanager_job_task_operator_currentEmitEventTimeLag` | ms from the commit to the source's emission of the latest change; stands still while nothing changes: for how far behind the source is, see `lagMillis` |
      | `flink_taskmanager_job_task_busyTimeMsPerSecond`, `..._backPressuredTimeMsPerSecond` | how much of a core the chain takes |
      """;

  @Test
  void thePageIsThatOfTheMetrics() throws Exception {
    String page =
        HEAD
            + section("source", LogMetricNames.GROUP, LogMetricNames.all())
            + section("map", MappingMetricNames.GROUP, MappingMetricNames.all())
            + section("deliver", DeliveryMetricNames.GROUP, DeliveryMetricNames.all())
            + FLINKS;
    if (System.getProperty("millrace.renew-docs") != null) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
        .as("docs/metrics.md is stale; renew it by: " + RENEW)
        .isEqualTo(page);
  }

  private static String section(String operator, String group, List<Metric> metrics) {
    StringBuilder section =
        new StringBuilder("\n## Operator `" + operator + "`, group `" + group + "`\n\n");
    section.append("| metric | kind | unit | |\n|---|---|---|---|\n");
    for (Metric metric : metrics) {
      section.append(
          String.format(
              "| `%s` | %s | %s | %s |%n",
              metric.name(),
              metric.kind().name().toLowerCase(Locale.ROOT),
              metric.unit(),
              metric.description()));
    }
    return section.toString();
  }
}
