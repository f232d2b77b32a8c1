package dev.millrace.change.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class MetricScopeTest {

  private final Map<String, org.apache.flink.metrics.Metric> registered = new TreeMap<>();

  @Test
  void aPlatformHasEveryMetricAsAGaugeInItsGroup() {
    MetricScope scope =
        MetricScope.of(new Group("operator"), "delivery", List.of(() -> "platform"));

    Counter calls = Metric.counter("calls", "calls", "").counter(scope);
    Metric.gauge("paused", "0 or 1", "").gauge(scope, () -> 1);
    Metric.histogram("latency", "ms", "").histogram(scope, new Always(7));
    calls.inc(3);

    assertThat(registered)
        .containsOnlyKeys(
            "operator.delivery.calls",
            "operator.delivery.paused",
            "operator.delivery.latency",
            "operator.platform.calls",
            "operator.platform.paused",
            "operator.platform.latencyP99");
    assertThat(value("operator.platform.calls")).isEqualTo(3L);
    assertThat(value("operator.platform.paused")).isEqualTo(1);
    assertThat(value("operator.platform.latencyP99")).isEqualTo(7.0);
    // Flink's reporters keep metrics by identity, and would lose one of two that are the same.
    assertThat(registered.get("operator.platform.paused"))
        .isNotSameAs(registered.get("operator.delivery.paused"));
  }

  @Test
  void withoutAPlatformTheyAreInTheOperatorsGroupAlone() {
    Metric.counter("calls", "calls", "").counter(MetricScope.of(new Group("operator"), "delivery"));

    assertThat(registered).containsOnlyKeys("operator.delivery.calls");
  }

  private Object value(String gauge) {
    return ((Gauge<?>) registered.get(gauge)).getValue();
  }

  private final class Group extends UnregisteredMetricsGroup {

    private final String path;

    Group(String path) {
      this.path = path;
    }

    @Override
    public MetricGroup addGroup(String name) {
      return new Group(path + '.' + name);
    }

    @Override
    public Counter counter(String name) {
      Counter counter = super.counter(name);
      registered.put(path + '.' + name, counter);
      return counter;
    }

    @Override
    public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
      registered.put(path + '.' + name, gauge);
      return gauge;
    }

    @Override
    public <H extends Histogram> H histogram(String name, H histogram) {
      registered.put(path + '.' + name, histogram);
      return histogram;
    }
  }

  /** Every quantile of it is one value. */
  private static final class Always extends HistogramStatistics implements Histogram {

    private final long value;

    Always(long value) {
      this.value = value;
    }

    @Override
    public void update(long more) {}

    @Override
    public long getCount() {
      return 1;
    }

    @Override
    public HistogramStatistics getStatistics() {
      return this;
    }

    @Override
    public double getQuantile(double quantile) {
      return value;
    }

    @Override
    public long[] getValues() {
      return new long[] {value};
    }

    @Override
    public int size() {
      return 1;
    }

    @Override
    public double getMean() {
      return value;
    }

    @Override
    public double getStdDev() {
      return 0;
    }

    @Override
    public long getMax() {
      return value;
    }

    @Override
    public long getMin() {
      return value;
    }
  }
}
