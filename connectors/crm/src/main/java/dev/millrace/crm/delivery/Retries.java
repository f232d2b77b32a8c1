package dev.millrace.crm.delivery;

import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.MappingFault;
import java.util.List;

/**
 * What becomes of records that were sent and not accepted: they are sent again, at once or later,
 * in a smaller call, or given up.
 */
final class Retries {

  /** Longer than a timer is late. */
  private static final long OTHERS_FIRST_NANOS = 5_000_000;

  /** Where the time between repetitions of a call of several records ends to grow. */
  private static final int LONGEST_OF_MANY = 3;

  private final WaitingRecords waiting;
  private final Backoff backoff;
  private final long timeoutNanos;
  private final Clock clock;
  private final RefusedRecords refusedRecords;
  private final RefusalRate rate;
  private final DeliveryMetrics metrics;

  Retries(DeliveryEngineBuilder parts, WaitingRecords waiting, Backoff backoff, RefusalRate rate) {
    this.waiting = waiting;
    this.backoff = backoff;
    this.timeoutNanos = parts.settings.recordRetryTimeoutNanos;
    this.clock = parts.clock;
    this.refusedRecords = parts.refusedRecords;
    this.rate = rate;
    this.metrics = parts.metrics;
  }

  /** No record could be made of a row: nothing is sent. */
  void unmapped(CrmRecord record, long now) {
    MappingFault fault = record.mappingFault();
    Refusal refusal =
        new Refusal(
            record,
            ErrorClass.MAPPING,
            fault.code(),
            fault.message(),
            "",
            0,
            0,
            clock.wallMillis());
    metrics.refused();
    refusedRecords.refused(refusal);
    rate.unmapped(refusal, now);
  }

  /** The CRM's limit was reached: nothing was written, and it says nothing of the records. */
  void throttled(CallInFlight call) {
    call.lanes().forEach(waiting::sendAgain);
  }

  /**
   * Nothing of a call is known to be written, nor not to be: it is repeated. After some failures in
   * smaller calls, so that one record that the CRM chokes on is alone in the end; alone it waits
   * for its own sake, and is given up when the CRM works on others all the while.
   *
   * @param opensAt when the sink's pause for this ends
   * @param lastWorked when the CRM last worked on a call
   */
  void callFailed(CallInFlight call, Reason reason, long opensAt, long lastWorked, long now) {
    List<Lane> lanes = call.lanes();
    int times = 0;
    for (Lane lane : lanes) {
      Trouble trouble = lane.inFlight().withTrouble();
      trouble.callFailed(lanes.size(), lastWorked, now);
      times = Math.max(times, trouble.times());
    }
    // Later than the sink opens again, so that others show first whether it was for what is in
    // here.
    long earliest = opensAt + OTHERS_FIRST_NANOS;
    if (lanes.size() == 1) {
      Lane lane = lanes.get(0);
      Trouble trouble = lane.inFlight().trouble();
      if (trouble.isOwn()) {
        backOffOrGiveUp(lane, trouble.isBlamed(), reason, earliest, now);
        return;
      }
    }
    // One delay for all of them, so that they fill a call again when they are due.
    long delay = backoff.delayNanos(Math.min(times, LONGEST_OF_MANY));
    for (Lane lane : lanes) {
      waiting.sendAgainAfter(lane, Math.max(now + delay, earliest), true);
    }
  }

  /** A call was refused as a whole because of some record in it. */
  void callRefused(CallInFlight call, Reason reason, long now) {
    int records = call.lanes().size();
    if (records == 1) {
      refused(call.lanes().get(0), reason, now);
      return;
    }
    for (Lane lane : call.lanes()) {
      lane.inFlight().withTrouble().refusedAmong(records);
      waiting.sendAgain(lane);
    }
  }

  /**
   * A call could not be worked on for the sake of some record in it, which may pass.
   *
   * @param waitNanos how long its records are to wait at least, negative when it does not matter
   */
  void callBusy(CallInFlight call, Reason reason, long waitNanos, long now) {
    int records = call.lanes().size();
    long earliest = now + Math.max(0, waitNanos);
    int times = 0;
    for (Lane lane : call.lanes()) {
      Trouble trouble = lane.inFlight().withTrouble();
      trouble.undecided(records);
      times = Math.max(times, trouble.times());
    }
    if (records == 1) {
      backOffOrGiveUp(call.lanes().get(0), true, reason, earliest, now);
      return;
    }
    // One delay for all of them, so that they do not come back one by one.
    long delay = backoff.delayNanos(Math.min(times, LONGEST_OF_MANY));
    for (Lane lane : call.lanes()) {
      lane.inFlight().trouble().backsOff(delay);
      waiting.sendAgainAfter(lane, Math.max(now + delay, earliest), false);
    }
  }

  /** The CRM will not take the record as it is. */
  void refused(Lane lane, Reason reason, long now) {
    if (lane.isSuperseded()) {
      // The later version may be accepted; laid over this one, it keeps what it lacks itself.
      waiting.sendAgain(lane);
    } else {
      giveUp(lane, reason, now);
    }
  }

  /** The CRM may take the record later. */
  void retryLater(Lane lane, Reason reason, long now) {
    lane.inFlight().withTrouble().toRetry();
    backOffOrGiveUp(lane, true, reason, now, now);
  }

  /** The answer to a call of so many records says nothing of the record. */
  void unconfirmed(Lane lane, int records, Reason reason, long now) {
    lane.inFlight().withTrouble().undecided(records);
    backOffOrGiveUp(lane, records == 1, reason, now, now);
  }

  private void backOffOrGiveUp(
      Lane lane, boolean mayGiveUp, Reason reason, long earliest, long now) {
    Trouble trouble = lane.inFlight().trouble();
    long left = timeoutNanos - trouble.retriedNanos();
    if (left <= 0 && mayGiveUp && !lane.isSuperseded()) {
      giveUp(lane, reason, now);
      return;
    }
    long delay = backoff.delayNanos(trouble.times());
    if (left > 0) {
      delay = Math.min(delay, left);
    }
    trouble.backsOff(delay);
    waiting.sendAgainAfter(lane, Math.max(now + delay, earliest), false);
  }

  private void giveUp(Lane lane, Reason reason, long now) {
    PendingRecord pending = lane.inFlight();
    Refusal refusal =
        new Refusal(
            pending.record(),
            reason.errorClass,
            reason.code,
            reason.message,
            reason.correlation,
            pending.attempts(),
            pending.firstSentMillis(),
            clock.wallMillis());
    metrics.refused();
    refusedRecords.refused(refusal);
    waiting.done(lane);
    rate.refused(refusal, now);
  }
}
