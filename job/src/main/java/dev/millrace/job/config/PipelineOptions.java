package dev.millrace.job.config;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of {@code pipeline}. */
public final class PipelineOptions {

  public static final ConfigOption<String> NAME =
      ConfigOptions.key("name")
          .stringType()
          .defaultValue("Millrace")
          .withDescription("The job's name in Flink.");

  public static final ConfigOption<Integer> PARALLELISM =
      ConfigOptions.key("parallelism")
          .intType()
          .defaultValue(1)
          .withDescription(
              "Readers of the snapshot, each with its own delivery; the log has one reader by nature. Above 1 the log is read only after the first checkpoint behind the snapshot.");

  public static final ConfigOption<Duration> CHECKPOINT_INTERVAL =
      ConfigOptions.key("checkpoint-interval")
          .durationType()
          .noDefaultValue()
          .withDescription(
              "How often the position in the log is stored; what was read since is read again after a failure. Default: the cluster's execution.checkpointing.interval, or 10 s where it has none. Half of it passes between two of them (execution.checkpointing.min-pause, where the cluster has none).");

  private PipelineOptions() {}
}
