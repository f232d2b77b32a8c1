package dev.millrace.simulator.server;

/**
 * How much there was within a long rolling window, counted in its 1,440th parts: what has left the
 * window may count for one part longer.
 */
public final class RollingCount {

  private static final int PARTS = 1440;

  private final long[] parts = new long[PARTS];
  private final long partMillis;
  private long lastPart;
  private long total;

  public RollingCount(long windowMillis) {
    this.partMillis = windowMillis / PARTS;
  }

  public void add(long amount, long nowMillis) {
    roll(nowMillis);
    parts[(int) (lastPart % PARTS)] += amount;
    total += amount;
  }

  public long total(long nowMillis) {
    roll(nowMillis);
    return total;
  }

  private void roll(long nowMillis) {
    long part = nowMillis / partMillis;
    for (long p = Math.max(lastPart + 1, part - PARTS + 1); p <= part; p++) {
      total -= parts[(int) (p % PARTS)];
      parts[(int) (p % PARTS)] = 0;
    }
    lastPart = Math.max(lastPart, part);
  }
}
