package dev.millrace.crm.delivery;

/**
 * How many calls may be in flight at a time, as far as the CRM bears it: one more with each round
 * trip that goes well, half when it holds the sink up.
 */
final class Concurrency {

  private int most;
  private double limit;
  private long halvedAt = -1;

  Concurrency(int most) {
    this.most = most;
    this.limit = most;
  }

  int most() {
    return most;
  }

  /** As many may be in flight at most from now on; those that are go on. */
  void most(int calls) {
    // Where the CRM bore all that was allowed, it may get all that is; else it is felt for.
    limit = limit >= most ? calls : Math.min(limit, calls);
    most = calls;
  }

  int limit() {
    return (int) limit;
  }

  /** The CRM worked on a call. What was hardly made use of is not raised. */
  void worked(int callsInFlight) {
    if (limit < most && callsInFlight * 2 >= (int) limit) {
      limit = Math.min(most, limit + 1 / limit);
    }
  }

  /**
   * The CRM held the sink up: its limit was reached, no answer came, or it could not work on a
   * call. What calls tell that were under way at the last halving is the same event.
   */
  void heldUp(CallInFlight call, long now) {
    if (call.sentNanos() > halvedAt) {
      limit = Math.max(1, limit / 2);
      halvedAt = now;
    }
  }
}
