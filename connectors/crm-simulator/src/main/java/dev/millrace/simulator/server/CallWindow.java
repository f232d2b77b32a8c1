package dev.millrace.simulator.server;

/** Counts calls within a rolling window of time. */
public final class CallWindow {

  private final long windowMillis;
  private final long[] times;
  private int oldest;
  private int size;

  /**
   * @param most calls the window takes; 0 for any number
   */
  public CallWindow(int most, long windowMillis) {
    this.windowMillis = windowMillis;
    this.times = new long[most];
  }

  public boolean limited() {
    return times.length > 0;
  }

  public int most() {
    return times.length;
  }

  /** Takes a call in, unless the window is full. */
  public boolean take(long nowMillis) {
    if (!limited()) {
      return true;
    }
    if (remaining(nowMillis) == 0) {
      return false;
    }
    times[(oldest + size++) % times.length] = nowMillis;
    return true;
  }

  /** Milliseconds until the window takes a call again; 0 when it does now. */
  public long waitMillis(long nowMillis) {
    return remaining(nowMillis) > 0 ? 0 : times[oldest] + windowMillis - nowMillis;
  }

  /** Calls the window would still take. */
  public int remaining(long nowMillis) {
    while (size > 0 && times[oldest] <= nowMillis - windowMillis) {
      oldest = (oldest + 1) % times.length;
      size--;
    }
    return times.length - size;
  }
}
