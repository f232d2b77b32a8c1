package dev.millrace.local;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;

/**
 * Ctrl-C, {@code kill} and a terminal that goes away: the first ends the program in good order, the
 * second at once. The exit code is 128 and the signal's number, as shells have it.
 *
 * <p>The JVM's own way, shutdown hooks, can do neither: hooks run beside each other and the
 * program, so that the database would go before the job that reads it, and a second signal waits
 * for them.
 */
public final class EndSignals {

  private static final List<String> NAMES = List.of("INT", "TERM", "HUP");
  private static final AtomicBoolean ENDING = new AtomicBoolean();

  private EndSignals() {}

  /**
   * Has the program end by them from now on.
   *
   * @param end closes what there is to close; called once, on a thread of its own
   */
  public static void endWith(Runnable end) {
    for (String name : NAMES) {
      Signal.handle(
          new Signal(name),
          signal -> {
            int exitCode = 128 + signal.getNumber();
            if (ENDING.compareAndSet(false, true)) {
              endInOrder(end, exitCode);
            } else {
              TemporaryDirectory.closeAll();
              Runtime.getRuntime().halt(exitCode);
            }
          });
    }
  }

  private static void endInOrder(Runnable end, int exitCode) {
    try {
      end.run();
    } finally {
      System.exit(exitCode);
    }
  }

  /** Ends the program, unless a signal is doing so already. */
  public static void exit(int exitCode) {
    if (!ENDING.compareAndSet(false, true)) {
      waitForTheEnd();
    }
    System.exit(exitCode);
  }

  private static void waitForTheEnd() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
