package dev.millrace.local;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** The running job's own numbers, by metric name, read from Flink in this process. */
public final class JobGauges implements MetricReporter {

  static final String REPORTER = "demo";

  private static final Map<Metric, String> NAMES = new ConcurrentHashMap<>();

  /** Flink makes the reporter by this. */
  public static final class Factory implements MetricReporterFactory {
    @Override
    public MetricReporter createMetricReporter(Properties properties) {
      return new JobGauges();
    }
  }

  /** Sum of all gauges and counters of that name; 0 when there is none. */
  static long sum(String name) {
    long sum = 0;
    for (Map.Entry<Metric, String> entry : NAMES.entrySet()) {
      if (entry.getValue().equals(name)) {
        sum += value(entry.getKey());
      }
    }
    return sum;
  }

  private static long value(Metric metric) {
    if (metric instanceof Counter counter) {
      return counter.getCount();
    }
    return metric instanceof Gauge<?> gauge && gauge.getValue() instanceof Number number
        ? number.longValue()
        : 0;
  }

  @Override
  public void open(MetricConfig config) {}

  @Override
  public void close() {}

  @Override
  public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
    NAMES.put(metric, name);
  }

  @Override
  public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
    NAMES.remove(metric);
  }
}
