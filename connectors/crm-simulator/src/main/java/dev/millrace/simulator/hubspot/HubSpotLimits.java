package dev.millrace.simulator.hubspot;

import dev.millrace.simulator.Limits;
import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.CallWindow;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The account's burst, daily and search limits, the headers that tell of them and their 429s. */
final class HubSpotLimits {

  private static final long DAY_MILLIS = 86_400_000;

  private final Clock clock;
  private final Limits limits;
  private final CallWindow burst;
  private final CallWindow search;
  private final CallWindow associations;
  private long day;
  private long callsOfDay;

  HubSpotLimits(Clock clock, Limits limits) {
    this.clock = clock;
    this.limits = limits;
    this.burst = new CallWindow(limits.burst(), limits.windowMillis());
    this.associations = new CallWindow(limits.associations(), limits.windowMillis());
    this.search = new CallWindow(limits.searchPerSecond(), 1000);
  }

  /** Counts a call; the name of the policy it breaks, null when it may pass. */
  String take(Route route) {
    long now = clock.millis();
    if (limits.daily() > 0 && dailyRemaining(now) == 0) {
      return "DAILY";
    }
    if (!window(route).take(now)) {
      return route.isSearch() ? "SECONDLY" : "TEN_SECONDLY_ROLLING";
    }
    callsOfDay++;
    return null;
  }

  /** Search and associations have limits of their own; associations only where one is set. */
  private CallWindow window(Route route) {
    if (route.isSearch()) {
      return search;
    }
    return route.isAssociations() && associations.limited() ? associations : burst;
  }

  private long dailyRemaining(long now) {
    if (now / DAY_MILLIS != day) {
      day = now / DAY_MILLIS;
      callsOfDay = 0;
    }
    return Math.max(0, limits.daily() - callsOfDay);
  }

  /** Search tells of the day only. */
  void addHeaders(Answer answer, boolean isSearch) {
    long now = clock.millis();
    if (burst.limited() && !isSearch) {
      answer
          .header(Headers.MAX, Integer.toString(burst.most()))
          .header(Headers.REMAINING, Integer.toString(burst.remaining(now)))
          .header(Headers.INTERVAL, Long.toString(limits.windowMillis()))
          .header(Headers.SECONDLY, Integer.toString(burst.most() / 10))
          .header(Headers.SECONDLY_REMAINING, Integer.toString(burst.most() / 10));
    }
    if (limits.daily() > 0) {
      answer
          .header(Headers.DAILY, Long.toString(limits.daily()))
          .header(Headers.DAILY_REMAINING, Long.toString(dailyRemaining(now)));
    }
  }

  /**
   * @param policy TEN_SECONDLY_ROLLING, DAILY, SECONDLY
   */
  static Answer refusal(String policy, String correlationId) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", "error");
    body.put("message", "You have reached your " + policy.toLowerCase(Locale.ROOT) + " limit.");
    if (policy.equals("SECONDLY")) {
      body.put("category", "RATE_LIMITS");
    } else {
      body.put("errorType", "RATE_LIMIT");
    }
    body.put("correlationId", correlationId);
    body.put("policyName", policy);
    return Answer.json(429, body).header(Headers.CORRELATION_ID, correlationId);
  }
}
