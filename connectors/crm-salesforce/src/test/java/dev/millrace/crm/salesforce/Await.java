package dev.millrace.crm.salesforce;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what no event tells of. */
final class Await {

  private static final long DEADLINE_NANOS = Duration.ofSeconds(60).toNanos();

  private Await() {}

  static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + DEADLINE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within a minute");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
