package dev.millrace.simulator.salesforce;

import dev.millrace.simulator.Limits;
import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.RollingCount;
import dev.millrace.simulator.server.RunningCalls;
import dev.millrace.simulator.server.Tenant;
import dev.millrace.simulator.server.Work;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The org's calls in any 24 hours, and those that run for long at the same time. */
final class SalesforceLimits {

  private static final long LONG_MILLIS = Duration.ofSeconds(20).toMillis();

  /** What is told as the limit when there is none. */
  private static final long UNLIMITED = 5_000_000;

  private final Tenant tenant;
  private final Limits limits;
  private final RollingCount calls = new RollingCount(Duration.ofDays(1).toMillis());
  private final RunningCalls running = new RunningCalls();

  SalesforceLimits(Tenant tenant, Limits limits) {
    this.tenant = tenant;
    this.limits = limits;
  }

  /**
   * Counts a call in.
   *
   * @throws RefusedCall when there have been too many, or too many run for too long
   */
  void take() {
    long now = tenant.nowMillis();
    if (limits.daily() > 0 && calls.total(now) >= limits.daily()) {
      tenant.counters().throttled();
      throw Errors.totalRequests().refusing(403);
    }
    calls.add(1, now);
    if (limits.concurrent() > 0 && running.startedBy(now - LONG_MILLIS) >= limits.concurrent()) {
      tenant.counters().throttled();
      throw Errors.concurrentRequests().refusing(403);
    }
  }

  /** The call's work, known to run until it ends. */
  Work watch(Work work) {
    if (limits.concurrent() == 0 || work.records() < 0) {
      return work;
    }
    return running.watch(work, tenant.nowMillis());
  }

  private long most() {
    return limits.daily() > 0 ? limits.daily() : UNLIMITED;
  }

  void addHeader(Answer answer) {
    answer.header(
        "Sforce-Limit-Info", "api-usage=" + calls.total(tenant.nowMillis()) + '/' + most());
  }

  Answer answer() {
    Map<String, Object> requests = new LinkedHashMap<>();
    requests.put("Max", most());
    requests.put("Remaining", Math.max(0, most() - calls.total(tenant.nowMillis())));
    return Answer.json(200, Map.of("DailyApiRequests", requests));
  }
}
