package dev.millrace.crm.delivery;

import java.util.Arrays;

/**
 * How much happened in the span that ends now. Kept in parts of it, so each thing counts up to a
 * 256th of the span too long, never too short.
 */
final class RecentCount {

  private static final int PARTS = 256;

  private final long partNanos;
  private final int[] parts = new int[PARTS + 1];

  /** Number of the newest part, since time 0; its place in the ring is the remainder. */
  private long newest;

  private long sum;

  RecentCount(long spanNanos) {
    this.partNanos = Math.max(1, (spanNanos + PARTS - 1) / PARTS);
  }

  void add(long now, int count) {
    turn(now);
    parts[place(newest)] += count;
    sum += count;
  }

  long sum(long now) {
    turn(now);
    return sum;
  }

  /** The same without turning the ring; for other threads, which may see it a moment old. */
  long sumSeenFromOutside(long now) {
    long seen = 0;
    long last = newest;
    for (long part = Math.max(0, now / partNanos - PARTS); part <= last; part++) {
      seen += parts[place(part)];
    }
    return seen;
  }

  /** When the oldest that counts no longer will; {@link Long#MAX_VALUE} when nothing counts. */
  long nextFree(long now) {
    turn(now);
    for (long part = Math.max(0, newest - PARTS); sum > 0 && part <= newest; part++) {
      if (parts[place(part)] > 0) {
        return (part + PARTS + 1) * partNanos;
      }
    }
    return Long.MAX_VALUE;
  }

  private void turn(long now) {
    long part = now / partNanos;
    if (part - newest > PARTS) {
      Arrays.fill(parts, 0);
      sum = 0;
      newest = part;
    }
    while (newest < part) {
      int next = place(++newest);
      sum -= parts[next];
      parts[next] = 0;
    }
  }

  private static int place(long part) {
    return (int) (part % (PARTS + 1));
  }
}
