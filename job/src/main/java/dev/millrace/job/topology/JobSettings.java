package dev.millrace.job.topology;

import dev.millrace.job.config.PipelineOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Settings of Flink that the chain relies on, and defaults where neither the cluster nor the user
 * has decided.
 */
final class JobSettings {

  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

  private JobSettings() {}

  static void apply(StreamExecutionEnvironment env, ReadableConfig pipeline) {
    ReadableConfig given = env.getConfiguration();
    Configuration settings = new Configuration();

    // Handing on needs these, whatever the cluster says.
    settings.set(org.apache.flink.configuration.PipelineOptions.OBJECT_REUSE, true);
    settings.set(org.apache.flink.configuration.PipelineOptions.OPERATOR_CHAINING, true);
    // Nothing of these is used: no timer may wake an idle task.
    settings.set(
        org.apache.flink.configuration.PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ZERO);
    settings.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ZERO);
    // A dead letter on its way to its sink must not become part of a checkpoint.
    settings.set(CheckpointingOptions.ENABLE_UNALIGNED, false);

    pipeline
        .getOptional(PipelineOptions.CHECKPOINT_INTERVAL)
        .ifPresent(interval -> settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, interval));
    orElse(given, settings, CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
    // Those that were missed while a CRM was away would else come one right behind the other.
    Duration interval =
        settings
            .getOptional(CheckpointingOptions.CHECKPOINTING_INTERVAL)
            .orElseGet(() -> given.get(CheckpointingOptions.CHECKPOINTING_INTERVAL));
    orElse(
        given, settings, CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS, interval.dividedBy(2));
    // While a CRM is down checkpoints time out; the job waits for it all the same.
    orElse(given, settings, CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
    orElse(
        given,
        settings,
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    // A database that is away fails the task; the restarts are the retries, for as long as it
    // takes, and never far apart, so that the job is soon back after a long outage.
    if (given.getOptional(RestartStrategyOptions.RESTART_STRATEGY).isEmpty()) {
      settings.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
      settings.set(
          RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
          Duration.ofSeconds(1));
      settings.set(
          RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
          Duration.ofSeconds(5));
    }
    nameVersion(given, settings);
    env.configure(settings, Thread.currentThread().getContextClassLoader());
  }

  /** Flink's web UI and REST API show it in the job's configuration, so that one sees what runs. */
  private static void nameVersion(ReadableConfig given, Configuration settings) {
    String version = JobSettings.class.getPackage().getImplementationVersion();
    if (version == null) {
      return;
    }
    ConfigOption<Map<String, String>> option =
        org.apache.flink.configuration.PipelineOptions.GLOBAL_JOB_PARAMETERS;
    Map<String, String> parameters = new HashMap<>(given.getOptional(option).orElse(Map.of()));
    parameters.put("millrace.version", version);
    settings.set(option, parameters);
  }

  private static <T> void orElse(
      ReadableConfig given, Configuration settings, ConfigOption<T> option, T value) {
    if (given.getOptional(option).isEmpty() && settings.getOptional(option).isEmpty()) {
      settings.set(option, value);
    }
  }
}
