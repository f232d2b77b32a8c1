package dev.millrace.cdc.postgres;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what no event tells of. */
public final class Await {

  public static void until(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + RunningJob.DEADLINE.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not so after " + RunningJob.DEADLINE);
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  private Await() {}
}
