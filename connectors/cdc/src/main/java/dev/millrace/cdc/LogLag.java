package dev.millrace.cdc;

import dev.millrace.change.SourcePosition;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * For how long a reader has been behind: where the log ended was noted now and then, and the oldest
 * of the noted ends that the reader has not come to tells. Unlike the age of the last change it is
 * right while nothing is committed. Safe for use by several threads.
 */
final class LogLag {

  /** A reader that stands still for weeks fills no memory. */
  private static final int MOST_NOTED = 1024;

  private final long toleranceNanos;
  private final Deque<Noted> ahead = new ArrayDeque<>();

  /**
   * @param toleranceNanos a lag up to this is none: so long it may take until a reader that has
   *     come to the end tells it
   */
  LogLag(long toleranceNanos) {
    this.toleranceNanos = toleranceNanos;
  }

  /** Notes where the log ends. */
  synchronized void note(SourcePosition end, long nanoTime) {
    if (!ahead.isEmpty() && end.compareTo(ahead.getLast().end) <= 0) {
      return;
    }
    if (ahead.size() == MOST_NOTED) {
      thinOut();
    }
    ahead.add(new Noted(end, nanoTime));
  }

  /** Every second goes; the oldest stays. */
  private void thinOut() {
    boolean[] goes = {true};
    ahead.removeIf(noted -> goes[0] = !goes[0]);
  }

  /** In milliseconds, of a reader that has come to a position. */
  synchronized long millis(SourcePosition read, long nanoTime) {
    while (!ahead.isEmpty() && ahead.getFirst().end.compareTo(read) <= 0) {
      ahead.removeFirst();
    }
    long nanos = ahead.isEmpty() ? 0 : nanoTime - ahead.getFirst().nanoTime;
    return nanos <= toleranceNanos ? 0 : nanos / 1_000_000;
  }

  private static final class Noted {

    final SourcePosition end;
    final long nanoTime;

    Noted(SourcePosition end, long nanoTime) {
      this.end = end;
      this.nanoTime = nanoTime;
    }
  }
}
