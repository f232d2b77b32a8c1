package dev.millrace.change.flink;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;

/**
 * A metric's name, unit and meaning, from which it is registered and docs/metrics.md is written.
 * Immutable.
 */
public final class Metric {

  /** What Flink calls the kinds of metrics. */
  public enum Kind {
    COUNTER,
    GAUGE,
    HISTOGRAM
  }

  private final String name;
  private final Kind kind;
  private final String unit;
  private final String description;

  private Metric(String name, Kind kind, String unit, String description) {
    this.name = name;
    this.kind = kind;
    this.unit = unit;
    this.description = description;
  }

  /** Counts up from 0 at the task's start. */
  public static Metric counter(String name, String unit, String description) {
    return new Metric(name, Kind.COUNTER, unit, description);
  }

  /** A value as it is now. */
  public static Metric gauge(String name, String unit, String description) {
    return new Metric(name, Kind.GAUGE, unit, description);
  }

  /** The distribution of the last 30 to 60 seconds. */
  public static Metric histogram(String name, String unit, String description) {
    return new Metric(name, Kind.HISTOGRAM, unit, description);
  }

  /** Registers it; it must be a counter. */
  public Counter counter(MetricScope scope) {
    demand(Kind.COUNTER);
    Counter counter = scope.group().counter(name);
    scope.export(name, counter::getCount);
    return counter;
  }

  /** Registers it; it must be a gauge. */
  public <T> void gauge(MetricScope scope, Gauge<T> value) {
    demand(Kind.GAUGE);
    scope.group().gauge(name, value);
    scope.export(name, value);
  }

  /** Registers it; it must be a histogram. */
  public void histogram(MetricScope scope, Histogram values) {
    demand(Kind.HISTOGRAM);
    scope.group().histogram(name, values);
    scope.export(name + "P99", () -> values.getStatistics().getQuantile(0.99));
  }

  private void demand(Kind asked) {
    if (kind != asked) {
      throw new IllegalStateException(name + " is a " + kind + ", not a " + asked);
    }
  }

  public String name() {
    return name;
  }

  public Kind kind() {
    return kind;
  }

  /** A plural, such as {@code records} or {@code ms}; {@code 0 or 1} for a state. */
  public String unit() {
    return unit;
  }

  public String description() {
    return description;
  }
}
