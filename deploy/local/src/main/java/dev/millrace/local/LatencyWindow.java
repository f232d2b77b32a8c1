package dev.millrace.local;

import java.util.ArrayDeque;
import java.util.Deque;
import org.HdrHistogram.Histogram;

/** Latencies of the last ticks and of the whole run, in microseconds. */
final class LatencyWindow {

  private static final int DIGITS = 3;

  private final Deque<Histogram> ticks = new ArrayDeque<>();
  private final int length;
  private Histogram whole = new Histogram(DIGITS);

  LatencyWindow(int ticks) {
    this.length = ticks;
  }

  void add(Histogram tick) {
    ticks.addLast(tick);
    if (ticks.size() > length) {
      ticks.removeFirst();
    }
    whole.add(tick);
  }

  /** Forgets everything. */
  void reset() {
    ticks.clear();
    whole = new Histogram(DIGITS);
  }

  LiveState.Percentiles last() {
    Histogram sum = new Histogram(DIGITS);
    ticks.forEach(sum::add);
    return percentiles(sum);
  }

  LiveState.Percentiles whole() {
    return percentiles(whole);
  }

  private static LiveState.Percentiles percentiles(Histogram histogram) {
    return new LiveState.Percentiles(
        histogram.getTotalCount(),
        millis(histogram.getValueAtPercentile(50)),
        millis(histogram.getValueAtPercentile(95)),
        millis(histogram.getValueAtPercentile(99)),
        millis(histogram.getMaxValue()));
  }

  private static double millis(long micros) {
    return Math.round(micros / 10.0) / 100.0;
  }
}
