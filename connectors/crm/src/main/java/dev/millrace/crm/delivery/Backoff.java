package dev.millrace.crm.delivery;

import java.util.Random;

/**
 * How long to wait before a repetition: exponential with full jitter, capped, so that what failed
 * together does not come back together.
 */
final class Backoff {

  private final long initialNanos;
  private final long maxNanos;
  private final Random random;

  Backoff(long initialNanos, long maxNanos, Random random) {
    this.initialNanos = Math.max(1, initialNanos);
    this.maxNanos = Math.max(this.initialNanos, maxNanos);
    this.random = random;
  }

  /**
   * Nanoseconds to wait, between 1 and the bound of this attempt.
   *
   * @param attempt from 1
   */
  long delayNanos(int attempt) {
    int doublings = Math.min(attempt - 1, Long.numberOfLeadingZeros(initialNanos) - 1);
    long bound = Math.min(maxNanos, initialNanos << doublings);
    return 1 + (long) (random.nextDouble() * bound);
  }
}
