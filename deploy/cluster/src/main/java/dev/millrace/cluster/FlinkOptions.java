package dev.millrace.cluster;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.metrics.reporter.MetricReporterFactory;
import org.apache.flink.util.NetUtils;

/**
 * Flink's own options, as its classes declare them, for the settings that stand in a deployment.
 */
public final class FlinkOptions {

  private static final Pattern REPORTER = Pattern.compile("metrics\\.reporter\\.([^.]+)\\.(.+)");

  /**
   * What the Prometheus reporter reads, which declares no options: {@code
   * PrometheusReporterFactory} and {@code AbstractPrometheusReporter} of Flink 1.20.
   */
  private static final Set<String> OF_PROMETHEUS = Set.of("port", "filterLabelValueCharacters");

  private FlinkOptions() {}

  /**
   * What is wrong with settings of a cluster: keys that neither Flink, nor one of the metric
   * reporters on the class path, nor the others know, and values that cannot be read.
   *
   * @param others declare further options, as Flink's own classes do
   */
  public static List<String> faults(Map<String, String> settings, Class<?>... others)
      throws IllegalAccessException {
    Map<String, ConfigOption<?>> known =
        of(
            CheckpointingOptions.class,
            HighAvailabilityOptions.class,
            JobManagerOptions.class,
            MetricOptions.class,
            TaskManagerOptions.class);
    known.putAll(of(others));
    Configuration flink = Configuration.fromMap(settings);
    List<String> faults = new ArrayList<>();
    for (String key : settings.keySet()) {
      Matcher ofReporter = REPORTER.matcher(key);
      ConfigOption<?> option = known.get(key);
      if (ofReporter.matches()) {
        reporter(flink, ofReporter.group(1), ofReporter.group(2), settings.get(key), faults);
      } else if (option == null) {
        faults.add(key + ": no option of Flink");
      } else {
        try {
          flink.getOptional(option);
        } catch (IllegalArgumentException e) {
          faults.add(key + ": " + e.getMessage());
        }
      }
    }
    return faults;
  }

  private static void reporter(
      Configuration flink, String name, String key, String value, List<String> faults) {
    String chosen = flink.getOptional(MetricOptions.REPORTERS_LIST).orElse(name);
    if (!List.of(chosen.split("\\s*,\\s*")).contains(name)) {
      faults.add(name + ": no reporter that metrics.reporters names");
    }
    if (key.equals(MetricOptions.REPORTER_FACTORY_CLASS.key())) {
      if (ServiceLoader.load(MetricReporterFactory.class).stream()
          .noneMatch(factory -> factory.type().getName().equals(value))) {
        faults.add(value + ": no factory of a reporter that Flink would find");
      }
    } else if (!OF_PROMETHEUS.contains(key)) {
      faults.add(key + ": no option of the reporter " + name);
    } else if (key.equals("port")) {
      try {
        NetUtils.getPortRangeFromString(value);
      } catch (RuntimeException e) {
        faults.add(value + ": no port or range of ports");
      }
    }
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
