package dev.millrace.crm.delivery;

/** How many calls may be in flight at a time. */
public interface Concurrency {

  int maxInFlight();

  /** Told of a call that the CRM worked on: how long that took. */
  void worked(long roundTripNanos);

  /** Told that the CRM held the sink up: its limit was reached, or it could not work on a call. */
  void heldUp(long nanoTime);

  static Concurrency fixed(int maxInFlight) {
    return new Concurrency() {
      @Override
      public int maxInFlight() {
        return maxInFlight;
      }

      @Override
      public void worked(long roundTripNanos) {}

      @Override
      public void heldUp(long nanoTime) {}
    };
  }
}
