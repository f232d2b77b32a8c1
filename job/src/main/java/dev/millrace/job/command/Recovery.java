package dev.millrace.job.command;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.runtime.jobmanager.HighAvailabilityMode;

/** Whether a JobManager that took over may be running {@code main} again. */
final class Recovery {

  private static final String APPLICATION = "embedded";

  private Recovery() {}

  /**
   * True in application mode with high availability, where the first start and the start by a
   * JobManager that takes over look the same: Flink recovers the job itself, runs {@code main}
   * beside it, and ends the application when {@code main} fails. Elsewhere {@code main} runs once.
   */
  static boolean mayBe(ReadableConfig flink) {
    return APPLICATION.equals(flink.get(DeploymentOptions.TARGET))
        && flink.getOptional(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID).isPresent()
        && HighAvailabilityMode.isHighAvailabilityModeActivated(
            Configuration.fromMap(flink.toMap()));
  }
}
