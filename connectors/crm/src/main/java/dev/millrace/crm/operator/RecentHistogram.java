package dev.millrace.crm.operator;

import dev.millrace.crm.delivery.Clock;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;

/**
 * Distribution of the values of the last 30 to 60 seconds. Flink's own keeps the last so many
 * values however old they are, so that a pipeline that went idle after a slow minute shows that
 * minute for ever. Values are kept to about 3 percent.
 */
final class RecentHistogram implements Histogram {

  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Clock clock;
  private long[] present = Buckets.empty();
  private long[] past = Buckets.empty();
  private long presentSince;
  private long count;

  RecentHistogram(Clock clock) {
    this.clock = clock;
    this.presentSince = clock.nanoTime();
  }

  @Override
  public synchronized void update(long value) {
    turn();
    present[Buckets.of(value)]++;
    count++;
  }

  /** Of all values ever. */
  @Override
  public synchronized long getCount() {
    return count;
  }

  @Override
  public synchronized HistogramStatistics getStatistics() {
    turn();
    long[] sum = present.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += past[i];
    }
    return new RecentStatistics(sum);
  }

  private void turn() {
    long now = clock.nanoTime();
    long age = now - presentSince;
    if (age >= WINDOW_NANOS) {
      past = age >= 2 * WINDOW_NANOS ? Buckets.empty() : present;
      present = Buckets.empty();
      presentSince = now;
    }
  }

  /** Which bucket a value falls in: each value below 64 its own, then 32 for each doubling. */
  static final class Buckets {

    private static final int EXACT = 64;
    private static final int PER_DOUBLING = 32;
    private static final int DOUBLINGS = 40;

    private Buckets() {}

    static long[] empty() {
      return new long[EXACT + DOUBLINGS * PER_DOUBLING];
    }

    static int of(long value) {
      if (value < EXACT) {
        return (int) Math.max(0, value);
      }
      int exponent = 63 - Long.numberOfLeadingZeros(value);
      int step = (int) (value >>> (exponent - 5)) & (PER_DOUBLING - 1);
      return Math.min(
          EXACT + (exponent - 6) * PER_DOUBLING + step, EXACT + DOUBLINGS * PER_DOUBLING - 1);
    }

    /** The smallest value of the bucket. */
    static long value(int bucket) {
      if (bucket < EXACT) {
        return bucket;
      }
      int exponent = (bucket - EXACT) / PER_DOUBLING + 6;
      long step = (bucket - EXACT) % PER_DOUBLING;
      return (PER_DOUBLING + step) << (exponent - 5);
    }
  }
}
