package dev.millrace.simulator.zoho;

import dev.millrace.simulator.Limits;
import dev.millrace.simulator.server.RollingCount;
import dev.millrace.simulator.server.RunningCalls;
import dev.millrace.simulator.server.Tenant;
import dev.millrace.simulator.server.Work;
import java.time.Duration;

/** Credits in any 24 hours, one for each ten records, and calls at once. */
final class ZohoLimits {

  /** Most calls at once that write more than {@link #FEW} records. */
  private static final int MOST_LARGE = 10;

  private static final int FEW = 10;

  private final Tenant tenant;
  private final Limits limits;
  private final RollingCount credits = new RollingCount(Duration.ofDays(1).toMillis());
  private final RunningCalls running = new RunningCalls();
  private final RunningCalls large = new RunningCalls();

  ZohoLimits(Tenant tenant, Limits limits) {
    this.tenant = tenant;
    this.limits = limits;
  }

  /**
   * The work, counted with its credits.
   *
   * @throws ZohoError when it would be too much
   */
  Work take(Work work) {
    long now = tenant.nowMillis();
    boolean isLarge = work.records() > FEW;
    long cost = Math.max(1, (work.records() + FEW - 1) / FEW);
    boolean tooMuch = limits.daily() > 0 && credits.total(now) + cost > limits.daily();
    boolean tooMany =
        limits.concurrent() > 0
            && (running.count() >= limits.concurrent() || isLarge && large.count() >= MOST_LARGE);
    if (tooMuch || tooMany) {
      work.leave();
      tenant.counters().throttled();
      // The body is not known; this one has the form of every other.
      throw new ZohoError(429, "TOO_MANY_REQUESTS", "too many requests fired in the given time");
    }
    credits.add(cost, now);
    Work watched = running.watch(work, now);
    return isLarge ? large.watch(watched, now) : watched;
  }
}
