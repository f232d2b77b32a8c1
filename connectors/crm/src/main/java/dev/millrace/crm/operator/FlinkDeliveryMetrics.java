package dev.millrace.crm.operator;

import dev.millrace.crm.delivery.Clock;
import dev.millrace.crm.delivery.DeliveryEngine;
import dev.millrace.crm.delivery.DeliveryMetrics;
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
  private final Counter throttledMillis;
  private final RecentHistogram recordsPerCall = new RecentHistogram(Clock.SYSTEM);
  private final RecentHistogram commitToSendMillis = new RecentHistogram(Clock.SYSTEM);
  private final RecentHistogram sendToAckMillis = new RecentHistogram(Clock.SYSTEM);
  private final Counter recoveriesGivenUp;
  private volatile boolean recovering;
  private long throttledNanos;

  FlinkDeliveryMetrics(MetricGroup operator) {
    group = operator.addGroup("delivery");
    calls = group.counter("calls");
    accepted = group.counter("acceptedRecords");
    coalesced = group.counter("coalescedRecords");
    retried = group.counter("retriedRecords");
    refused = group.counter("refusedRecords");
    throttledMillis = group.counter("throttledMillis");
    recoveriesGivenUp = group.counter("recoveriesGivenUp");
    group.gauge("recovering", (Gauge<Integer>) () -> recovering ? 1 : 0);
    group.histogram("recordsPerCall", recordsPerCall);
    group.histogram("commitToSendMillis", commitToSendMillis);
    group.histogram("sendToAckMillis", sendToAckMillis);
  }

  /** Shows what the engine itself knows. Read by reporters' threads, so possibly a moment old. */
  void show(DeliveryEngine engine) {
    group.gauge("waitingRecords", (Gauge<Integer>) engine::waitingRecords);
    group.gauge("waitingBytes", (Gauge<Long>) engine::waitingBytes);
    group.gauge("recordsInFlight", (Gauge<Integer>) engine::recordsInFlight);
    group.gauge("callsInFlight", (Gauge<Integer>) engine::callsInFlight);
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
    throttledNanos += nanos;
    throttledMillis.inc(TimeUnit.NANOSECONDS.toMillis(throttledNanos) - throttledMillis.getCount());
  }
}
