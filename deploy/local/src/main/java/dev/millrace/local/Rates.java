package dev.millrace.local;

import java.util.HashMap;
import java.util.Map;

/** How fast counters grow, from one look to the next. */
final class Rates {

  private static final double SHORTEST_SECONDS = 1e-3;

  private final Map<String, Long> last = new HashMap<>();
  private long lastNanos;
  private double seconds;

  Rates(long nowNanos) {
    lastNanos = nowNanos;
  }

  /** Begins a look; each counter may be asked for once in it. */
  void look(long nowNanos) {
    seconds = Math.max(SHORTEST_SECONDS, (nowNanos - lastNanos) / 1e9);
    lastNanos = nowNanos;
  }

  /** By how much a counter has grown since the last look; 0 when it began anew. */
  long growth(String counter, long now) {
    Long before = last.put(counter, now);
    return Math.max(0, now - (before == null ? 0 : before));
  }

  /** The same a second. */
  double perSecond(String counter, long now) {
    return perSecond(growth(counter, now));
  }

  double perSecond(long growth) {
    return growth / seconds;
  }
}
