package dev.millrace.crm;

/** Takes what an answer's headers tell of the CRM's limits. */
public interface ToldLimits {

  /** Where a header is missing. */
  long UNKNOWN = -1;

  /**
   * @param calls most calls in a window, or {@link #UNKNOWN}
   * @param left calls that this answer leaves of them, or {@link #UNKNOWN}
   */
  void burst(long calls, long left);

  /**
   * The same for the day's calls, of all applications together.
   *
   * @param calls most calls in a day, or {@link #UNKNOWN}
   * @param left calls that this answer leaves of them, or {@link #UNKNOWN}
   */
  void daily(long calls, long left);
}
