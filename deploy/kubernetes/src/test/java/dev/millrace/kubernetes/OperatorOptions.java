package dev.millrace.kubernetes;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * Options of the operator that the manifests set: a key that is not here is none that somebody has
 * looked up. By {@code KubernetesOperatorConfigOptions} of its release 1.10, which is in no
 * artifact that can be had.
 */
public final class OperatorOptions {

  public static final ConfigOption<Boolean> ROLLBACK =
      ConfigOptions.key("kubernetes.operator.deployment.rollback.enabled")
          .booleanType()
          .noDefaultValue();

  public static final ConfigOption<Duration> SAVEPOINT_AGE =
      ConfigOptions.key("kubernetes.operator.savepoint.history.max.age")
          .durationType()
          .noDefaultValue();

  /** The operator takes a Quartz expression as well. */
  public static final ConfigOption<Duration> SAVEPOINT_INTERVAL =
      ConfigOptions.key("kubernetes.operator.periodic.savepoint.interval")
          .durationType()
          .noDefaultValue();

  private OperatorOptions() {}
}
