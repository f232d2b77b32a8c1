package dev.millrace.job.it;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for what sends no event. */
final class Await {

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private Await() {}

  /**
   * Waits until the difference is empty.
   *
   * @param difference what is still missing, for the message; empty when all is well
   */
  static void until(String what, Supplier<String> difference) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String left = difference.get();
    while (!left.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + PATIENCE + ": " + what + "; " + left);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      left = difference.get();
    }
  }
}
