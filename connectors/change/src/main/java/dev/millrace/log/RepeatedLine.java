package dev.millrace.log;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A line of the log that would be written each time something is tried in vain: let through when it
 * says something new, and once a minute while it does not. For any thread.
 */
public final class RepeatedLine {

  private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

  private final LongSupplier nanoTime;
  private String words;
  private long writtenAt;

  public RepeatedLine() {
    this(System::nanoTime);
  }

  RepeatedLine(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Whether the line is to be written; it is taken as written then.
   *
   * @param now what it says, without what differs from one time to the next
   */
  public synchronized boolean isDue(String now) {
    long time = nanoTime.getAsLong();
    if (now.equals(words) && time - writtenAt < INTERVAL_NANOS) {
      return false;
    }
    words = now;
    writtenAt = time;
    return true;
  }

  /** What the line told of is over: the next one is written, whatever it says. */
  public synchronized void over() {
    words = null;
  }
}
