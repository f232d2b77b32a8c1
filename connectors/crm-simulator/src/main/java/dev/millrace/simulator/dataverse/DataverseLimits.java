package dev.millrace.simulator.dataverse;

import dev.millrace.simulator.Limits;
import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.CallWindow;
import dev.millrace.simulator.server.RollingCount;
import dev.millrace.simulator.server.RunningCalls;
import dev.millrace.simulator.server.Tenant;
import dev.millrace.simulator.server.Work;

/**
 * The service protection limits: calls and time of execution within 300 s, calls at once. A client
 * that does not wait as long as it is told has to wait longer.
 */
final class DataverseLimits {

  private static final long MOST_EXECUTION_MILLIS = 1_200_000;
  private static final long PENALTY_MILLIS = 1000;

  private final Tenant tenant;
  private final Limits limits;
  private final CallWindow calls;
  private final RollingCount execution;
  private final RunningCalls running = new RunningCalls();
  private long blockedUntil;
  private ODataError blockedFor;

  DataverseLimits(Tenant tenant, Limits limits) {
    this.tenant = tenant;
    this.limits = limits;
    this.calls = new CallWindow(limits.burst(), limits.windowMillis());
    this.execution = new RollingCount(limits.windowMillis());
  }

  /** The refusal of a call; null when it may pass. */
  Answer refusal() {
    long now = tenant.nowMillis();
    if (now < blockedUntil) {
      blockedUntil += PENALTY_MILLIS;
      return refuse(now);
    }
    if (limits.concurrent() > 0 && running.count() >= limits.concurrent()) {
      return block(
          now,
          PENALTY_MILLIS,
          "0x80072326",
          "Number of concurrent requests exceeded the limit of " + limits.concurrent() + ".");
    }
    if (limits.concurrent() > 0 && execution.total(now) >= MOST_EXECUTION_MILLIS) {
      return block(
          now,
          limits.windowMillis() / 10,
          "0x80072321",
          "Combined execution time of incoming requests exceeded limit of 1,200,000 milliseconds"
              + " over time window of 300 seconds. Decrease number of concurrent requests or reduce"
              + " the duration of requests and try again later.");
    }
    if (!calls.take(now)) {
      return block(
          now,
          calls.waitMillis(now),
          "0x80072322",
          "Number of requests exceeded the limit of "
              + limits.burst()
              + " over time window of "
              + limits.windowMillis() / 1000
              + " seconds.");
    }
    return null;
  }

  private Answer block(long now, long millis, String code, String message) {
    blockedUntil = now + millis;
    blockedFor = new ODataError(429, code, message);
    return refuse(now);
  }

  private Answer refuse(long now) {
    tenant.counters().throttled();
    long seconds = (blockedUntil - now + 999) / 1000;
    return blockedFor.answer().header("Retry-After", Long.toString(seconds));
  }

  /** The call's work, counted among those at once and by its time. */
  Work watch(Work work) {
    long start = tenant.nowMillis();
    return running.watch(
        new Work() {
          @Override
          public int records() {
            return work.records();
          }

          @Override
          public Answer commit() {
            long now = tenant.nowMillis();
            execution.add(now - start, now);
            return work.commit();
          }

          @Override
          public void leave() {
            work.leave();
          }
        },
        start);
  }

  void addHeaders(Answer answer) {
    if (calls.limited()) {
      long now = tenant.nowMillis();
      answer
          .header(
              "x-ms-ratelimit-burst-remaining-xrm-requests", Integer.toString(calls.remaining(now)))
          .header(
              "x-ms-ratelimit-time-remaining-xrm-requests",
              Long.toString(Math.max(0, MOST_EXECUTION_MILLIS - execution.total(now)) / 1000));
    }
  }
}
