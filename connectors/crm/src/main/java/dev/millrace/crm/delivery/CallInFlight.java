package dev.millrace.crm.delivery;

import dev.millrace.crm.Batch;
import dev.millrace.crm.CrmCall;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import java.io.IOException;
import java.util.List;

/** A call on its way, with the lanes whose records are in it, in the batch's order. */
final class CallInFlight implements Transport.Callback {

  private final DeliveryEngine engine;
  private final Batch batch;
  private final CrmCall call;
  private final List<Lane> lanes;

  private CrmRequest request;
  private boolean renewAuthorization;
  private boolean renewed;
  private long startedNanos;
  private long sentNanos;
  private boolean started;

  CallInFlight(DeliveryEngine engine, Batch batch, CrmCall call, List<Lane> lanes) {
    this.engine = engine;
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

  /** The request that is sent next. */
  void continueWith(CrmRequest next) {
    request = next;
  }

  /**
   * Starts over with a renewed authorization.
   *
   * @return false when that was done before
   */
  boolean startOverRenewed() {
    if (renewed) {
      return false;
    }
    renewed = true;
    renewAuthorization = true;
    request = call.first();
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
