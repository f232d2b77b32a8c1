package dev.millrace.crm.delivery;

import dev.millrace.crm.CallLimit;
import dev.millrace.crm.ToldLimits;

/**
 * A limit on the calls of every span of some seconds. The CRM counts a call somewhere between its
 * sending and its answer, so here it counts from its sending until the span after its answer is
 * over: then no span of the CRM's has more calls than the limit, wherever it starts.
 *
 * <p>Bursts go out at once. Once half of the limit is used, calls keep the distance that the limit
 * allows for ever: a steady flow of fuller calls, instead of a rush and then a standstill.
 */
final class BurstBudget {

  /** The limit is not to be raised above this, whatever the CRM tells. */
  private long most;

  private final long spanNanos;
  private final RecentCount over;
  private long calls;
  private long lastSent;

  BurstBudget(CallLimit limit, boolean raisable) {
    this.calls = limit.calls();
    this.most = raisable ? Long.MAX_VALUE : calls;
    this.spanNanos = limit.window().toNanos();
    this.over = new RecentCount(spanNanos);
  }

  /** Another limit, with what was used of the span; not to be raised either. */
  void limit(long calls) {
    this.calls = calls;
    this.most = calls;
  }

  boolean isOf(long windowMillis) {
    return spanNanos == windowMillis * 1_000_000;
  }

  /** Nanoseconds until one more call may be sent; {@link Long#MAX_VALUE}: not before an answer. */
  long untilFree(int inFlight, long now) {
    long used = over.sum(now) + inFlight;
    if (used >= calls) {
      long free = over.nextFree(now);
      return free == Long.MAX_VALUE ? free : free - now;
    }
    return used * 2 > calls ? Math.max(0, lastSent + spanNanos / calls - now) : 0;
  }

  void sent(long now) {
    lastSent = now;
  }

  void over(long now) {
    over.add(now, 1);
  }

  /** See {@link ToldLimits#burst}. Calls that are not ours count as if they had been made now. */
  void told(long toldCalls, long left, int inFlight, long now) {
    if (toldCalls > 0) {
      calls = Math.min(most, toldCalls);
    }
    if (left >= 0) {
      long used = (toldCalls > 0 ? toldCalls : calls) - left;
      long others = used - over.sum(now) - inFlight;
      if (others > 0) {
        over.add(now, (int) Math.min(others, calls));
      }
    }
  }

  /** For other threads, which may see it a moment old. */
  long leftSeenFromOutside(int inFlight, long now) {
    return Math.max(0, calls - over.sumSeenFromOutside(now) - inFlight);
  }
}
