package dev.millrace.simulator.pipedrive;

import dev.millrace.simulator.Limits;
import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.CallWindow;
import dev.millrace.simulator.server.Tenant;

/**
 * The burst window, the search's own, and the day's tokens, of which each endpoint costs its own
 * number. A client that goes on after a 429 meets the gateway.
 */
final class PipedriveLimits {

  private static final long DAY_MILLIS = 86_400_000;

  /** Calls ignoring a 429 before the gateway steps in, and for how long it then does. */
  private static final int PATIENCE = 3;

  private static final long BAN_MILLIS = 60_000;

  private final Tenant tenant;
  private final Limits limits;
  private final CallWindow burst;
  private final CallWindow search;
  private long day;
  private long tokensUsed;
  private long refusedUntil;
  private int ignored;
  private long bannedUntil;

  PipedriveLimits(Tenant tenant, Limits limits) {
    this.tenant = tenant;
    this.limits = limits;
    this.burst = new CallWindow(limits.burst(), limits.windowMillis());
    this.search = new CallWindow(limits.searchPerSecond(), limits.windowMillis());
  }

  /** The refusal of a call that costs so many tokens; null when it may pass. */
  Answer refusal(int cost, boolean isSearch) {
    long now = tenant.nowMillis();
    if (now < bannedUntil || now < refusedUntil && ++ignored >= PATIENCE) {
      bannedUntil = Math.max(bannedUntil, now + BAN_MILLIS);
      tenant.counters().throttled();
      return Answer.html(
          403,
          "<!DOCTYPE html><html><head><title>Access denied | Cloudflare</title></head></html>");
    }
    CallWindow window = isSearch && search.limited() ? search : burst;
    boolean dayOver = limits.daily() > 0 && remaining(now) < cost;
    if (dayOver || !window.take(now)) {
      tenant.counters().throttled();
      if (now >= refusedUntil) {
        ignored = 0;
      }
      refusedUntil = dayOver ? (day + 1) * DAY_MILLIS : now + window.waitMillis(now);
      // The body is not known; this one has the form of every other.
      return PipedriveApi.error(429, "request over limit");
    }
    tokensUsed += cost;
    return null;
  }

  private long remaining(long now) {
    if (now / DAY_MILLIS != day) {
      day = now / DAY_MILLIS;
      tokensUsed = 0;
    }
    return Math.max(0, limits.daily() - tokensUsed);
  }

  void addHeaders(Answer answer) {
    long now = tenant.nowMillis();
    if (burst.limited()) {
      answer
          .header("x-ratelimit-limit", Integer.toString(burst.most()))
          .header("x-ratelimit-remaining", Integer.toString(burst.remaining(now)))
          .header("x-ratelimit-reset", Long.toString((burst.waitMillis(now) + 999) / 1000));
    }
    if (limits.daily() > 0) {
      answer
          .header("x-daily-requests-left", Long.toString(remaining(now)))
          .header("x-daily-ratelimit-token-limit", Long.toString(limits.daily()))
          .header("x-daily-ratelimit-token-remaining", Long.toString(remaining(now)));
    }
  }
}
