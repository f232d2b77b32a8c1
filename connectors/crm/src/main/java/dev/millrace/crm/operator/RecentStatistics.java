package dev.millrace.crm.operator;

import dev.millrace.crm.operator.RecentHistogram.Buckets;
import org.apache.flink.metrics.HistogramStatistics;

/** What a {@link RecentHistogram} held at a moment. All zero where it held nothing. */
final class RecentStatistics extends HistogramStatistics {

  private final long[] buckets;
  private final long size;

  RecentStatistics(long[] buckets) {
    this.buckets = buckets;
    long sum = 0;
    for (long count : buckets) {
      sum += count;
    }
    this.size = sum;
  }

  @Override
  public double getQuantile(double quantile) {
    long rank = Math.max(1, (long) Math.ceil(quantile * size));
    long seen = 0;
    for (int i = 0; i < buckets.length; i++) {
      seen += buckets[i];
      if (seen >= rank) {
        return Buckets.value(i);
      }
    }
    return 0;
  }

  /** The buckets' values that occur, each once: all of them would be a large array. */
  @Override
  public long[] getValues() {
    long[] values = new long[buckets.length];
    int found = 0;
    for (int i = 0; i < buckets.length; i++) {
      if (buckets[i] > 0) {
        values[found++] = Buckets.value(i);
      }
    }
    return java.util.Arrays.copyOf(values, found);
  }

  @Override
  public int size() {
    return (int) Math.min(Integer.MAX_VALUE, size);
  }

  @Override
  public double getMean() {
    double sum = 0;
    for (int i = 0; i < buckets.length; i++) {
      sum += (double) buckets[i] * Buckets.value(i);
    }
    return size == 0 ? 0 : sum / size;
  }

  @Override
  public double getStdDev() {
    double mean = getMean();
    double squares = 0;
    for (int i = 0; i < buckets.length; i++) {
      double distance = Buckets.value(i) - mean;
      squares += buckets[i] * distance * distance;
    }
    return size == 0 ? 0 : Math.sqrt(squares / size);
  }

  @Override
  public long getMax() {
    for (int i = buckets.length - 1; i >= 0; i--) {
      if (buckets[i] > 0) {
        return Buckets.value(i);
      }
    }
    return 0;
  }

  @Override
  public long getMin() {
    return size == 0 ? 0 : (long) getQuantile(0);
  }
}
