package dev.millrace.crm.delivery;

/**
 * What can be seen of an engine, from any thread: from others than its own possibly a moment old.
 */
public final class DeliveryState {

  /** Where there is no limit. */
  public static final long NO_LIMIT = Long.MAX_VALUE;

  private final WaitingRecords waiting;
  private final CallsInFlight calls;
  private final Concurrency concurrency;
  private final RequestBudget budget;
  private final Clock clock;
  private volatile boolean paused;

  DeliveryState(
      WaitingRecords waiting,
      CallsInFlight calls,
      Concurrency concurrency,
      RequestBudget budget,
      Clock clock) {
    this.waiting = waiting;
    this.calls = calls;
    this.concurrency = concurrency;
    this.budget = budget;
    this.clock = clock;
  }

  void paused(boolean paused) {
    this.paused = paused;
  }

  /** Records that wait to be sent; those in flight do not count. */
  public int waitingRecords() {
    return waiting.backlog().records();
  }

  /** Size of the records that wait to be sent, by an estimate. */
  public long waitingBytes() {
    return waiting.backlog().bytes();
  }

  /** Records of the CRM whose change backs off for its own sake. */
  public int deferredRecords() {
    return waiting.deferredLanes();
  }

  public int recordsInFlight() {
    return calls.records();
  }

  /** Calls in flight, without those that wait before they ask once more for a job's state. */
  public int callsInFlight() {
    return calls.calls();
  }

  /** Whether no call is begun, since that is set so. */
  public boolean isPaused() {
    return paused;
  }

  /** Calls that may be in flight by what is set. */
  public int maxInFlight() {
    return concurrency.most();
  }

  /** Calls that may be in flight, as far as the CRM bears it at present. */
  public int concurrency() {
    return concurrency.limit();
  }

  /** Calls that the CRM's limit on bursts leaves at this moment, or {@link #NO_LIMIT}. */
  public long burstBudget() {
    return budget.burstLeftSeenFromOutside(clock.nanoTime());
  }

  /** Calls that are left of the pipeline's share of the day's, or {@link #NO_LIMIT}. */
  public long dailyBudget() {
    return budget.dayLeftSeenFromOutside(clock.nanoTime());
  }

  /** How long calls that are not full wait because the day's calls run short, in nanoseconds. */
  public long budgetLingerNanos() {
    return budget.lingerSeenFromOutside(clock.nanoTime());
  }
}
