package dev.millrace.cluster;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.TaskManagerOptions;

/**
 * Flink's own options, as its classes declare them, for the settings that stand in a deployment.
 */
public final class FlinkOptions {

  private FlinkOptions() {}

  /**
   * What is wrong with settings of a cluster: keys that Flink does not know, and values that it
   * cannot read. Settings of the operator and of metric reporters, which are nobody's options, are
   * not looked at.
   */
  public static List<String> faults(Map<String, String> settings) throws IllegalAccessException {
    Map<String, ConfigOption<?>> known =
        of(
            CheckpointingOptions.class,
            HighAvailabilityOptions.class,
            JobManagerOptions.class,
            MetricOptions.class,
            TaskManagerOptions.class);
    Configuration flink = Configuration.fromMap(settings);
    List<String> faults = new ArrayList<>();
    for (String key : settings.keySet()) {
      if (key.startsWith("kubernetes.operator.") || key.startsWith("metrics.reporter.")) {
        continue;
      }
      if (!known.containsKey(key)) {
        faults.add(key + ": no option of Flink");
        continue;
      }
      try {
        flink.getOptional(known.get(key));
      } catch (IllegalArgumentException e) {
        faults.add(key + ": " + e.getMessage());
      }
    }
    return faults;
  }

  private static Map<String, ConfigOption<?>> of(Class<?>... declaring)
      throws IllegalAccessException {
    Map<String, ConfigOption<?>> options = new LinkedHashMap<>();
    for (Class<?> type : declaring) {
      for (Field field : type.getFields()) {
        if (field.getType() == ConfigOption.class) {
          ConfigOption<?> option = (ConfigOption<?>) field.get(null);
          options.put(option.key(), option);
        }
      }
    }
    return options;
  }
}
