package dev.millrace.change.flink;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * Where the {@link Metric}s of an operator are registered: in a group of the operator's, and once
 * more for each {@link MetricExport} of the class path. Those are gauges all, since what a platform
 * makes of other kinds differs: a counter is its count, a histogram its 99th percentile under the
 * name with {@code P99} behind it.
 */
public final class MetricScope {

  private final MetricGroup group;
  private final List<MetricGroup> exported = new ArrayList<>();

  private MetricScope(MetricGroup group) {
    this.group = group;
  }

  /** The group of that name, beneath the operator's. */
  public static MetricScope of(MetricGroup operator, String group) {
    return of(
        operator,
        group,
        ServiceLoader.load(MetricExport.class, MetricExport.class.getClassLoader()));
  }

  static MetricScope of(MetricGroup operator, String group, Iterable<MetricExport> exports) {
    MetricScope scope = new MetricScope(operator.addGroup(group));
    exports.forEach(export -> scope.exported.add(operator.addGroup(export.group())));
    return scope;
  }

  MetricGroup group() {
    return group;
  }

  /** Reporters tell metrics apart by identity, so each group needs a gauge of its own. */
  void export(String name, Gauge<?> value) {
    for (MetricGroup platform : exported) {
      platform.gauge(name, (Gauge<Object>) value::getValue);
    }
  }
}
