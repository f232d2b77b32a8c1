package dev.millrace.crm.operator;

import dev.millrace.crm.delivery.Clock;
import dev.millrace.crm.delivery.DeliveryMetrics;
import dev.millrace.crm.delivery.DeliveryState;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** The engine's metrics as Flink's, so that every reporter of Flink sees them. */
final class FlinkDeliveryMetrics implements DeliveryMetrics {

  private final MetricGroup group;
  private final Counter calls;
  private final Counter accepted;
  private final Counter coalesced;
  private final Counter retried;
  private final Counter refused;
  private final MillisCounter throttled;
  private final MillisCounter waitedForBudget;
  private final RecentHistogram recordsPerCall = new RecentHistogram(Clock.SYSTEM);
  private final RecentHistogram commitToSendMillis = new RecentHistogram(Clock.SYSTEM);
  private final RecentHistogram sendToAckMillis = new RecentHistogram(Clock.SYSTEM);
  private final Counter recoveriesGivenUp;
  private volatile boolean recovering;

  FlinkDeliveryMetrics(MetricGroup operator) {
    group = operator.addGroup("delivery");
    calls = group.counter("calls");
    accepted = group.counter("acceptedRecords");
    coalesced = group.counter("coalescedRecords");
    retried = group.counter("retriedRecords");
    refused = group.counter("refusedRecords");
    throttled = new MillisCounter(group.counter("throttledMillis"));
    waitedForBudget = new MillisCounter(group.counter("waitedForBudgetMillis"));
    recoveriesGivenUp = group.counter("recoveriesGivenUp");
    group.gauge("recovering", (Gauge<Integer>) () -> recovering ? 1 : 0);
    group.histogram("recordsPerCall", recordsPerCall);
    group.histogram("commitToSendMillis", commitToSendMillis);
    group.histogram("sendToAckMillis", sendToAckMillis);
  }

  /** Shows what the engine itself knows. Read by reporters' threads. */
  void show(DeliveryState state) {
    group.gauge("waitingRecords", (Gauge<Integer>) state::waitingRecords);
    group.gauge("waitingBytes", (Gauge<Long>) state::waitingBytes);
    group.gauge("deferredRecords", (Gauge<Integer>) state::deferredRecords);
    group.gauge("recordsInFlight", (Gauge<Integer>) state::recordsInFlight);
    group.gauge("callsInFlight", (Gauge<Integer>) state::callsInFlight);
    group.gauge("concurrency", (Gauge<Integer>) state::concurrency);
    group.gauge("burstBudget", (Gauge<Long>) () -> known(state.burstBudget()));
    group.gauge("dailyBudget", (Gauge<Long>) () -> known(state.dailyBudget()));
    group.gauge(
        "budgetLingerMillis",
        (Gauge<Long>) () -> TimeUnit.NANOSECONDS.toMillis(state.budgetLingerNanos()));
  }

  /** No limit is shown as -1. */
  private static long known(long calls) {
    return calls == DeliveryState.NO_LIMIT ? -1 : calls;
  }

  /** See {@link Recovery}. */
  void recovering(boolean recovering) {
    this.recovering = recovering;
  }

  void recoveryGivenUp() {
    recoveriesGivenUp.inc();
  }

  @Override
  public void called(int records) {
    calls.inc();
    recordsPerCall.update(records);
  }

  @Override
  public void sent(long millisSinceCommit) {
    commitToSendMillis.update(millisSinceCommit);
  }

  @Override
  public void accepted(int records, long nanosSinceSent) {
    accepted.inc(records);
    sendToAckMillis.update(TimeUnit.NANOSECONDS.toMillis(nanosSinceSent));
  }

  @Override
  public void coalesced(int changes) {
    coalesced.inc(changes);
  }

  @Override
  public void retried(int records) {
    retried.inc(records);
  }

  @Override
  public void refused() {
    refused.inc();
  }

  @Override
  public void throttled(long nanos) {
    throttled.add(nanos);
  }

  @Override
  public void waitedForBudget(long nanos) {
    waitedForBudget.add(nanos);
  }

  /** Milliseconds of many spans, of which each may be shorter than one. */
  private static final class MillisCounter {

    private final Counter counter;
    private long nanos;

    MillisCounter(Counter counter) {
      this.counter = counter;
    }

    void add(long more) {
      nanos += more;
      counter.inc(TimeUnit.NANOSECONDS.toMillis(nanos) - counter.getCount());
    }
  }
}
