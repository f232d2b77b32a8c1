package dev.millrace.crm.operator;

import dev.millrace.change.flink.MetricScope;
import dev.millrace.crm.delivery.Clock;
import dev.millrace.crm.delivery.DeliveryMetrics;
import dev.millrace.crm.delivery.DeliveryState;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** The engine's metrics as Flink's, so that every reporter of Flink sees them. */
final class FlinkDeliveryMetrics implements DeliveryMetrics {

  private final MetricScope scope;
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
    scope = MetricScope.of(operator, DeliveryMetricNames.GROUP);
    calls = DeliveryMetricNames.CALLS.counter(scope);
    accepted = DeliveryMetricNames.ACCEPTED.counter(scope);
    coalesced = DeliveryMetricNames.COALESCED.counter(scope);
    retried = DeliveryMetricNames.RETRIED.counter(scope);
    refused = DeliveryMetricNames.REFUSED.counter(scope);
    throttled = new MillisCounter(DeliveryMetricNames.THROTTLED.counter(scope));
    waitedForBudget = new MillisCounter(DeliveryMetricNames.WAITED_FOR_BUDGET.counter(scope));
    recoveriesGivenUp = DeliveryMetricNames.RECOVERIES_GIVEN_UP.counter(scope);
    DeliveryMetricNames.RECOVERING.gauge(scope, () -> recovering ? 1 : 0);
    DeliveryMetricNames.RECORDS_PER_CALL.histogram(scope, recordsPerCall);
    DeliveryMetricNames.COMMIT_TO_SEND.histogram(scope, commitToSendMillis);
    DeliveryMetricNames.SEND_TO_ACK.histogram(scope, sendToAckMillis);
  }

  /** Shows what the engine itself knows. Read by reporters' threads. */
  void show(DeliveryState state) {
    DeliveryMetricNames.WAITING_RECORDS.gauge(scope, state::waitingRecords);
    DeliveryMetricNames.WAITING_BYTES.gauge(scope, state::waitingBytes);
    DeliveryMetricNames.DEFERRED_RECORDS.gauge(scope, state::deferredRecords);
    DeliveryMetricNames.RECORDS_IN_FLIGHT.gauge(scope, state::recordsInFlight);
    DeliveryMetricNames.CALLS_IN_FLIGHT.gauge(scope, state::callsInFlight);
    DeliveryMetricNames.CONCURRENCY.gauge(scope, state::concurrency);
    DeliveryMetricNames.MAX_IN_FLIGHT.gauge(scope, state::maxInFlight);
    DeliveryMetricNames.PAUSED.gauge(scope, () -> state.isPaused() ? 1 : 0);
    DeliveryMetricNames.BURST_BUDGET.gauge(scope, () -> known(state.burstBudget()));
    DeliveryMetricNames.DAILY_BUDGET.gauge(scope, () -> known(state.dailyBudget()));
    DeliveryMetricNames.BUDGET_LINGER.gauge(
        scope, () -> TimeUnit.NANOSECONDS.toMillis(state.budgetLingerNanos()));
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
