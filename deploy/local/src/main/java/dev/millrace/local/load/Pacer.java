package dev.millrace.local.load;

/**
 * Spreads work evenly over time. After a stall it catches up at one and a half times the rate, so
 * that the pause of one side does not become the other side's burst.
 */
final class Pacer {

  private static final double CATCH_UP = 1.5;

  private final double nanosPerUnit;
  private double due;
  private double earliest;

  /**
   * @param perSecond units of work a second
   * @param now the first unit's time, in nanoseconds of any clock
   */
  Pacer(double perSecond, long now) {
    this.nanosPerUnit = 1e9 / perSecond;
    this.due = now;
    this.earliest = now;
  }

  /** When the next piece of work is to start; it may be in the past. */
  long next() {
    return (long) Math.max(due, earliest);
  }

  /** Takes note that a piece of so many units started then. */
  void started(int units, long now) {
    due += units * nanosPerUnit;
    earliest = now + units * nanosPerUnit / CATCH_UP;
  }
}
