package dev.millrace.crm.delivery;

import dev.millrace.crm.ToldLimits;
import java.time.Duration;

/**
 * A day's calls, of which a share is the pipeline's. What the CRM's answers tell is left of them,
 * by whomever the others were used, counts; where they tell nothing, the pipeline's own calls of
 * the last 24 hours do.
 */
final class DailyBudget {

  static final long NO_LIMIT = Long.MAX_VALUE;

  private static final long DAY = Duration.ofDays(1).toNanos();

  /** How often the CRM is called to see whether there are calls again: only an answer tells. */
  private static final long ASK_AGAIN = Duration.ofMinutes(10).toNanos();

  private static final long LONGEST_LINGER = Duration.ofMinutes(5).toNanos();

  private final double share;

  /** The limit is not to be raised above this, whatever the CRM tells. */
  private final long most;

  private final RecentCount over = new RecentCount(DAY);
  private long calls;
  private long toldLeft = NO_LIMIT;
  private long forOthers;
  private long toldAt;

  /**
   * @param calls {@link #NO_LIMIT} when none is known yet
   * @param raisable whether the CRM may tell a higher limit
   * @param share of the calls that the pipeline may use, above 0 up to 1
   */
  DailyBudget(long calls, boolean raisable, double share) {
    this.calls = calls;
    this.most = raisable ? NO_LIMIT : calls;
    this.share = share;
    this.forOthers = calls == NO_LIMIT ? 0 : calls - ours(calls);
  }

  /** Nanoseconds until one more call may be sent; {@link Long#MAX_VALUE}: not before an answer. */
  long untilFree(int inFlight, long now) {
    long used = over.sum(now) + inFlight;
    if (ownLeft(used) <= 0) {
      long free = over.nextFree(now);
      return free == Long.MAX_VALUE ? free : free - now;
    }
    if (toldLeft <= forOthers) {
      return inFlight > 0 ? Long.MAX_VALUE : Math.max(0, toldAt + ASK_AGAIN - now);
    }
    return 0;
  }

  void sent(long now) {
    if (toldLeft != NO_LIMIT) {
      toldLeft--;
      toldAt = now;
    }
  }

  void over(long now) {
    over.add(now, 1);
  }

  /** See {@link ToldLimits#daily}. Whether calls in flight are in it is not known: taken as not. */
  void told(long toldCalls, long left, int inFlight, long now) {
    if (toldCalls > 0) {
      calls = Math.min(most, toldCalls);
      forOthers = toldCalls - ours(toldCalls);
    }
    if (left >= 0) {
      toldLeft = left - inFlight;
      toldAt = now;
    }
  }

  /**
   * How long a call that is not full is to wait for more records, in nanoseconds: nothing while
   * half of the pipeline's calls are left; the average distance of its calls over a day when a
   * third is; and so on, so that they last.
   */
  long linger(int inFlight, long now) {
    return linger(over.sum(now) + inFlight);
  }

  /** The same for other threads, which may see it a moment old. */
  long lingerSeenFromOutside(int inFlight, long now) {
    return linger(over.sumSeenFromOutside(now) + inFlight);
  }

  /** Calls that are left to the pipeline; for other threads, which may see it a moment old. */
  long leftSeenFromOutside(int inFlight, long now) {
    return Math.max(0, left(over.sumSeenFromOutside(now) + inFlight));
  }

  private long linger(long used) {
    if (calls == NO_LIMIT) {
      return 0;
    }
    long ours = ours(calls);
    double left = Math.max(0, left(used));
    if (left * 2 >= ours) {
      return 0;
    }
    return (long) Math.min(LONGEST_LINGER, DAY / ours * (ours / left - 2));
  }

  private long left(long used) {
    return Math.min(ownLeft(used), toldLeft == NO_LIMIT ? NO_LIMIT : toldLeft - forOthers);
  }

  private long ownLeft(long used) {
    // The CRM's day may begin at midnight: where it tells, our count of 24 hours is too strict.
    long limit = toldLeft == NO_LIMIT ? calls : most;
    return limit == NO_LIMIT ? NO_LIMIT : ours(limit) - used;
  }

  private long ours(long limit) {
    return Math.max(1, (long) (limit * share));
  }
}
