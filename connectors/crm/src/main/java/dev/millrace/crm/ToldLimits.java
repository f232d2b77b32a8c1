package dev.millrace.crm;

/** Takes what an answer's headers tell of the CRM's limits. */
public interface ToldLimits {

  /** Where a header is missing. */
  long UNKNOWN = -1;

  /**
   * @param calls most calls in a window, or {@link #UNKNOWN}
   * @param left calls that this answer leaves of them, or {@link #UNKNOWN}
   * @param windowMillis the window, or {@link #UNKNOWN}: the first of {@link CrmConnector#limits}
   */
  void burst(long calls, long left, long windowMillis);

  /**
   * The same for the day's calls, of all applications together.
   *
   * @param calls most calls in a day, or {@link #UNKNOWN}
   * @param left calls that this answer leaves of them, or {@link #UNKNOWN}
   */
  void daily(long calls, long left);

  /** The number in a header; {@link #UNKNOWN} where it is absent or none. */
  static long number(CrmResponse response, String lowerCaseHeader) {
    String text = response.header(lowerCaseHeader);
    if (text == null) {
      return UNKNOWN;
    }
    try {
      return Long.parseLong(text.trim());
    } catch (NumberFormatException e) {
      return UNKNOWN;
    }
  }
}
