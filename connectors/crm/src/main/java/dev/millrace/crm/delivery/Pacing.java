package dev.millrace.crm.delivery;

/**
 * When a queue whose call is not full is sent nevertheless: once the burst of records that is being
 * taken in is over, or when its oldest record has lingered as long as it may.
 */
final class Pacing {

  private final long lingerNanos;

  /** As configured, or longer when the day's calls run short. */
  private long linger;

  private boolean takingIn;
  private boolean draining;
  private boolean inSnapshot;

  Pacing(long lingerNanos) {
    this.lingerNanos = lingerNanos;
    this.linger = lingerNanos;
  }

  /** Whether the time at which a record came counts. */
  boolean lingers() {
    return linger > 0;
  }

  /**
   * @param nanos how long calls that are not full are to wait for the day's limit; 0 while that is
   *     far
   */
  void lingerAtLeast(long nanos) {
    linger = Math.max(lingerNanos, nanos);
  }

  /** A burst of records has begun. */
  void takesIn() {
    takingIn = true;
  }

  /** A record of a snapshot came, or one of the log. */
  void inSnapshot(boolean snapshot) {
    inSnapshot = snapshot;
  }

  /** The burst of records is over. */
  void tookIn() {
    takingIn = false;
  }

  /** Nothing is waited for from now on, or it is again. */
  void drain(boolean drain) {
    draining = drain;
  }

  boolean isBulk(LaneQueue queue) {
    return inSnapshot && queue.isBulk();
  }

  /**
   * @param full whether as much waits as may wait
   */
  boolean maySend(LaneQueue queue, boolean full, long now) {
    if (inSnapshot && queue.isBulkInFlight()) {
      return false;
    }
    if (draining || queue.isFull()) {
      return true;
    }
    return !takingIn && (full || now >= lingersUntil(queue));
  }

  /** Sets the alarm to when the next queue has lingered. */
  void setAlarm(WakeUp wakeUp, LaneQueues queues, long now) {
    if (linger == 0 || takingIn) {
      return;
    }
    for (LaneQueue queue : queues.all()) {
      if (!queue.isEmpty() && now < lingersUntil(queue)) {
        wakeUp.at(lingersUntil(queue));
      }
    }
  }

  private long lingersUntil(LaneQueue queue) {
    return linger == 0 ? 0 : queue.oldest().head().arrivalNanos() + linger;
  }
}
