package dev.millrace.bench;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;

/**
 * Lets changes through at a steady rate, counted from the first; what was held back is let through
 * at once, as a log that was read no further for a while would be.
 */
final class Schedule implements RateLimiter {

  private final double nanosPerChange;
  private long start;
  private long changes;

  private Schedule(double perSecond) {
    this.nanosPerChange = 1e9 / perSecond;
  }

  static RateLimiterStrategy perSecond(double changes) {
    return parallelism -> new Schedule(changes);
  }

  @Override
  public CompletionStage<Void> acquire() {
    long now = System.nanoTime();
    if (changes == 0) {
      start = now;
    }
    long wait = start + (long) (changes++ * nanosPerChange) - now;
    return wait <= 0
        ? CompletableFuture.completedFuture(null)
        : new CompletableFuture<Void>().completeOnTimeout(null, wait, TimeUnit.NANOSECONDS);
  }
}
