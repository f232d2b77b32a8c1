package dev.millrace.crm.hubspot;

import dev.millrace.crm.CallLimit;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** HubSpot's published limits of calls, by what the account has subscribed to. */
public enum HubSpotPlan {
  FREE(100, 250_000),
  STARTER(100, 250_000),
  PROFESSIONAL(190, 625_000),
  ENTERPRISE(190, 1_000_000),
  /** A public app, whose calls do not count by day. */
  OAUTH(110, 0);

  private final List<CallLimit> limits;

  HubSpotPlan(int burst, int daily) {
    CallLimit ofBursts = CallLimit.burst(burst, Duration.ofSeconds(10));
    limits = daily == 0 ? List.of(ofBursts) : List.of(ofBursts, CallLimit.daily(daily));
  }

  List<CallLimit> limits() {
    return limits;
  }

  /** As it is written in the configuration. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
