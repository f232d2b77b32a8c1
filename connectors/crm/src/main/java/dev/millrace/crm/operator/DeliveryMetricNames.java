package dev.millrace.crm.operator;

import static dev.millrace.change.flink.Metric.counter;
import static dev.millrace.change.flink.Metric.gauge;
import static dev.millrace.change.flink.Metric.histogram;

import dev.millrace.change.flink.Metric;
import java.util.List;

/** The metrics of an operator {@code deliver}, in its group {@value #GROUP}. */
public final class DeliveryMetricNames {

  public static final String GROUP = "delivery";

  static final Metric CALLS = counter("calls", "calls", "Calls made, repeated ones included.");
  static final Metric ACCEPTED =
      counter("acceptedRecords", "records", "Records that the CRM has accepted.");
  static final Metric COALESCED =
      counter(
          "coalescedRecords",
          "changes",
          "Changes that were merged into a later one of their record while they waited: what a busy CRM is spared.");
  static final Metric RETRIED =
      counter("retriedRecords", "records", "Records that have to be sent again.");
  static final Metric REFUSED =
      counter("refusedRecords", "records", "Records that were given up: dead letters.");
  static final Metric THROTTLED =
      counter("throttledMillis", "ms", "How long the CRM has held the sink up by its limits.");
  static final Metric WAITED_FOR_BUDGET =
      counter(
          "waitedForBudgetMillis",
          "ms",
          "How long there were records to send and no call left in the budget.");
  static final Metric RECOVERIES_GIVEN_UP =
      counter(
          "recoveriesGivenUp",
          "recoveries",
          "Starts after which a record may have gone back in time for a moment, since more changes than `delivery.recovery.max-records` had to be read again, or for longer than `delivery.recovery.max-wait`.");
  static final Metric RECOVERING =
      gauge(
          "recovering",
          "0 or 1",
          "1 while the log is read up to where it ended at the restore, and nothing is sent.");
  static final Metric WAITING_RECORDS =
      gauge(
          "waitingRecords",
          "records",
          "Records that wait to be sent, those that back off included.");
  static final Metric WAITING_BYTES =
      gauge("waitingBytes", "bytes", "An estimate of the memory that they take.");
  static final Metric DEFERRED_RECORDS =
      gauge(
          "deferredRecords",
          "records",
          "Of those, the ones that back off: their row is locked, or their parent is missing.");
  static final Metric RECORDS_IN_FLIGHT =
      gauge("recordsInFlight", "records", "Records in calls that are not answered yet.");
  static final Metric CALLS_IN_FLIGHT =
      gauge("callsInFlight", "calls", "Calls that are not answered yet.");
  static final Metric CONCURRENCY =
      gauge(
          "concurrency",
          "calls",
          "Calls that may be in flight now: halved when the CRM throttles, up to `delivery.max-in-flight`.");
  static final Metric MAX_IN_FLIGHT =
      gauge(
          "maxInFlight",
          "calls",
          "`delivery.max-in-flight` as it is in effect, from the configuration or the tuning file.");
  static final Metric PAUSED =
      gauge("paused", "0 or 1", "1 while `delivery.paused` is in effect and no call is begun.");
  static final Metric BURST_BUDGET =
      gauge("burstBudget", "calls", "Calls left in the present burst window; -1 without a limit.");
  static final Metric DAILY_BUDGET =
      gauge("dailyBudget", "calls", "Calls left of the day's share; -1 without a limit.");
  static final Metric BUDGET_LINGER =
      gauge(
          "budgetLingerMillis",
          "ms",
          "How long a record is kept back for fuller calls, since the day's calls run short.");
  static final Metric RECORDS_PER_CALL =
      histogram("recordsPerCall", "records", "How full calls are.");
  static final Metric COMMIT_TO_SEND =
      histogram(
          "commitToSendMillis",
          "ms",
          "From the commit in the database to the record's first call. MySQL's log has whole seconds only.");
  static final Metric SEND_TO_ACK =
      histogram("sendToAckMillis", "ms", "From a call to the CRM's acceptance of its records.");

  private DeliveryMetricNames() {}

  /** All of them. */
  public static List<Metric> all() {
    return List.of(
        COMMIT_TO_SEND,
        SEND_TO_ACK,
        WAITING_RECORDS,
        WAITING_BYTES,
        DEFERRED_RECORDS,
        RECORDS_IN_FLIGHT,
        CALLS_IN_FLIGHT,
        CONCURRENCY,
        MAX_IN_FLIGHT,
        PAUSED,
        CALLS,
        RECORDS_PER_CALL,
        ACCEPTED,
        COALESCED,
        RETRIED,
        REFUSED,
        BURST_BUDGET,
        DAILY_BUDGET,
        BUDGET_LINGER,
        THROTTLED,
        WAITED_FOR_BUDGET,
        RECOVERING,
        RECOVERIES_GIVEN_UP);
  }
}
