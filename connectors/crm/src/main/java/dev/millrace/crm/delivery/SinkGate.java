package dev.millrace.crm.delivery;

/**
 * Whether the CRM may be called at all. Its limits and its outages concern every record alike, so
 * they hold up the sink and not the records: a throttled sink pauses; while the CRM is down one
 * call at a time goes through, to see whether it is back.
 */
final class SinkGate {

  private final Backoff backoff;
  private final long maxPauseNanos;

  private long throttledUntil;
  private long lastThrottle;
  private int throttles;

  private boolean down;
  private long nextProbe;
  private int failures;
  private CallInFlight probe;

  SinkGate(Backoff backoff, long maxPauseNanos) {
    this.backoff = backoff;
    this.maxPauseNanos = maxPauseNanos;
  }

  boolean isOpen(long now) {
    return now >= opensAt() && (!down || probe == null);
  }

  /** When the present pause ends; in the past when there is none. */
  long opensAt() {
    return down ? Math.max(throttledUntil, nextProbe) : throttledUntil;
  }

  void sent(CallInFlight call) {
    if (down) {
      probe = call;
    }
  }

  /**
   * The CRM's limit was reached. What calls tell that were under way then is the same event.
   *
   * @param retryAfterMillis what the CRM asked for, -1 if nothing
   * @return how much longer the sink pauses for it, in nanoseconds
   */
  long throttled(CallInFlight call, long now, long retryAfterMillis) {
    if (throttles == 0 || call.sentNanos() > lastThrottle) {
      throttles++;
      lastThrottle = now;
    } else if (retryAfterMillis <= 0) {
      return 0;
    }
    long before = Math.max(now, throttledUntil);
    throttledUntil = Math.max(before, now + pause(retryAfterMillis, throttles));
    return throttledUntil - before;
  }

  /** Whether this call is to show whether the CRM is back. */
  boolean isProbe(CallInFlight call) {
    return probe == call;
  }

  /** The CRM worked on a call: if it was sent after the last throttle, that is over. */
  void worked(CallInFlight call) {
    if (call.sentNanos() > lastThrottle) {
      throttles = 0;
    }
  }

  /** No answer came, or the CRM could not work on the call. */
  void failed(CallInFlight call, long now, long retryAfterMillis) {
    boolean tellsMore = !down || call == probe;
    forget(call);
    down = true;
    if (tellsMore) {
      failures++;
      nextProbe = Math.max(nextProbe, now + pause(retryAfterMillis, failures));
    }
  }

  /**
   * The CRM answered, so it is not down.
   *
   * @return whether that ends an outage: more than one call in a row failed, so it was not for what
   *     was in them
   */
  boolean answered(CallInFlight call) {
    forget(call);
    boolean outage = failures > 1;
    down = false;
    failures = 0;
    nextProbe = 0;
    return outage;
  }

  private void forget(CallInFlight call) {
    if (probe == call) {
      probe = null;
    }
  }

  private long pause(long retryAfterMillis, int attempt) {
    if (retryAfterMillis <= 0) {
      // Asked to wait for nothing, the sink would call again and again without a pause.
      return backoff.delayNanos(attempt);
    }
    return Math.min(
        maxPauseNanos, Math.multiplyExact(Math.min(retryAfterMillis, 1L << 40), 1_000_000L));
  }
}
