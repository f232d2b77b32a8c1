package dev.millrace.simulator.hubspot;

/** Header names of HubSpot's answers. */
final class Headers {

  static final String CORRELATION_ID = "X-HubSpot-Correlation-Id";
  static final String NOT_FOUND = "X-HubSpot-NotFound";
  static final String MAX = "X-HubSpot-RateLimit-Max";
  static final String REMAINING = "X-HubSpot-RateLimit-Remaining";
  static final String INTERVAL = "X-HubSpot-RateLimit-Interval-Milliseconds";
  static final String DAILY = "X-HubSpot-RateLimit-Daily";
  static final String DAILY_REMAINING = "X-HubSpot-RateLimit-Daily-Remaining";
  static final String SECONDLY = "X-HubSpot-RateLimit-Secondly";
  static final String SECONDLY_REMAINING = "X-HubSpot-RateLimit-Secondly-Remaining";

  private Headers() {}
}
