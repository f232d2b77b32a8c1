package dev.millrace.crm.delivery;

import dev.millrace.crm.Batch;
import dev.millrace.crm.CrmCall;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import java.io.IOException;
import java.util.List;

/** A call on its way, with the lanes whose records are in it, in the batch's order. */
final class CallInFlight implements Transport.Callback {

  /** So long after a renewal, what the CRM refuses is a token whose life is over once more. */
  private static final long RENEWED_LONG_AGO_NANOS = 60_000_000_000L;

  private final DeliveryEngine engine;
  private final LaneQueue queue;
  private final Batch batch;
  private final CrmCall call;
  private final List<Lane> lanes;

  private CrmRequest request;
  private boolean renewAuthorization;
  private boolean renewed;
  private long renewedNanos;
  private long startedNanos;
  private long sentNanos;
  private boolean started;
  private long pauseNanos;
  private int failures;

  CallInFlight(
      DeliveryEngine engine, LaneQueue queue, Batch batch, CrmCall call, List<Lane> lanes) {
    this.engine = engine;
    this.queue = queue;
    this.batch = batch;
    this.call = call;
    this.lanes = lanes;
    this.request = call.first();
  }

  void send(Transport transport, long now) {
    if (!started) {
      started = true;
      startedNanos = now;
    }
    sentNanos = now;
    boolean renew = renewAuthorization;
    renewAuthorization = false;
    transport.send(request, renew, this);
  }

  /** The request that is sent next, and not before such a time has passed. */
  void continueWith(CrmRequest next, long afterNanos) {
    request = next;
    pauseNanos = afterNanos;
  }

  /**
   * Goes on where its latest request failed, after such a time.
   *
   * @return false when it cannot
   */
  boolean resume(long afterNanos) {
    CrmRequest next = call.resume();
    if (next != null) {
      continueWith(next, afterNanos);
    }
    return next != null;
  }

  /** How often in a row its requests failed, with this time. */
  int failed() {
    return ++failures;
  }

  /** A request was answered, and the call is not over: that of a bulk job may outlive tokens. */
  void worked(long now) {
    failures = 0;
    renewed &= now - renewedNanos < RENEWED_LONG_AGO_NANOS;
  }

  /** How long it is to wait before the next request. */
  long pauseNanos() {
    return pauseNanos;
  }

  /**
   * Goes on, or starts over, with a renewed authorization.
   *
   * @return false when that was done just before
   */
  boolean startOverRenewed(long now) {
    if (renewed) {
      return false;
    }
    renewed = true;
    renewedNanos = now;
    renewAuthorization = true;
    if (!resume(0)) {
      continueWith(call.first(), 0);
    }
    return true;
  }

  @Override
  public void onResponse(CrmResponse response) {
    engine.onResponse(this, response);
  }

  @Override
  public void onFailure(IOException failure) {
    engine.onFailure(this, failure);
  }

  LaneQueue queue() {
    return queue;
  }

  Batch batch() {
    return batch;
  }

  CrmCall call() {
    return call;
  }

  List<Lane> lanes() {
    return lanes;
  }

  /** When its first request was sent. */
  long startedNanos() {
    return startedNanos;
  }

  /** When its latest request was sent. */
  long sentNanos() {
    return sentNanos;
  }
}
