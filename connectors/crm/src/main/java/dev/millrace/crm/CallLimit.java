package dev.millrace.crm;

import java.time.Duration;

/** So many calls in any span of this length: what a CRM allows, as data. */
public final class CallLimit {

  private static final Duration DAY = Duration.ofDays(1);

  private final long calls;
  private final Duration window;

  private CallLimit(long calls, Duration window) {
    if (calls < 1 || window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException(
          calls + " calls in " + window + "; expected at least one, in a positive time");
    }
    this.calls = calls;
    this.window = window;
  }

  /** A limit on bursts: HubSpot's 190 calls in 10 seconds. */
  public static CallLimit burst(long calls, Duration window) {
    return new CallLimit(calls, window);
  }

  /** A day's limit, which the pipeline shares with other applications of the account. */
  public static CallLimit daily(long calls) {
    return new CallLimit(calls, DAY);
  }

  public long calls() {
    return calls;
  }

  public Duration window() {
    return window;
  }

  public boolean isDaily() {
    return window.equals(DAY);
  }

  @Override
  public String toString() {
    return calls + " calls in " + window;
  }
}
