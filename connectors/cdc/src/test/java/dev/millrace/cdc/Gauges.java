package dev.millrace.cdc;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** The gauges of jobs in this JVM, by the group and name that they are registered with. */
public final class Gauges implements MetricReporter {

  private static final Map<String, Gauge<?>> ALL = new ConcurrentHashMap<>();

  /** Flink makes the reporter by this. */
  public static final class Factory implements MetricReporterFactory {
    @Override
    public MetricReporter createMetricReporter(Properties properties) {
      return new Gauges();
    }
  }

  static void keep(Configuration flink) {
    flink.setString("metrics.reporters", "test");
    flink.setString("metrics.reporter.test.factory.class", Factory.class.getName());
  }

  /** Null when there is none of that name. */
  static Long value(String name) {
    Gauge<?> gauge = ALL.get(name);
    return gauge == null ? null : ((Number) gauge.getValue()).longValue();
  }

  @Override
  public void open(MetricConfig config) {}

  @Override
  public void close() {}

  @Override
  public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
    if (metric instanceof Gauge<?> gauge) {
      ALL.put(group.getMetricIdentifier(name).replaceAll(".*\\.(\\w+\\.\\w+)$", "$1"), gauge);
    }
  }

  @Override
  public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
    ALL.values().remove(metric);
  }
}
