package dev.millrace.crm;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** How long an answer asks to wait. */
public final class RetryAfter {

  /** HubSpot asks a migrating account for up to 24 hours; more is no sensible answer. */
  private static final long LONGEST = Duration.ofDays(1).toMillis();

  private RetryAfter() {}

  /**
   * Milliseconds from the Retry-After header, in seconds or as a date; -1 when it is absent or
   * makes no sense. A date is taken against the answer's own Date header, so that clocks do not
   * matter.
   */
  public static long millis(CrmResponse response) {
    return millis(response, response.header("retry-after"));
  }

  /**
   * The same of another header that tells it in seconds.
   *
   * @param text the header's value, null where it is absent
   */
  public static long millis(CrmResponse response, String text) {
    if (text == null) {
      return -1;
    }
    try {
      return limit(Math.round(Double.parseDouble(text.trim()) * 1000));
    } catch (NumberFormatException notSeconds) {
      Instant until = date(text);
      Instant now = date(response.header("date"));
      return until == null || now == null ? -1 : limit(Duration.between(now, until).toMillis());
    }
  }

  private static long limit(long millis) {
    return Math.max(0, Math.min(millis, LONGEST));
  }

  private static Instant date(String text) {
    try {
      return text == null
          ? null
          : Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.trim()));
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
