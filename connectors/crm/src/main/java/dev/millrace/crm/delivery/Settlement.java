package dev.millrace.crm.delivery;

import dev.millrace.crm.Answer;
import dev.millrace.crm.CrmConnector;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.RecordOutcome;
import java.io.IOException;
import java.util.List;

/** What an answer means for the records of its call, and for the sink. */
final class Settlement {

  private final CrmConnector connector;
  private final WaitingRecords waiting;
  private final SinkGate gate;
  private final Backoff backoff;
  private final Concurrency concurrency;
  private final Retries retries;
  private final RefusalRate rate;
  private final RefusedRecords refusedRecords;
  private final DeliveryMetrics metrics;

  /** When the CRM last worked on a call. */
  private long lastWorked;

  Settlement(
      DeliveryEngineBuilder parts,
      WaitingRecords waiting,
      SinkGate gate,
      Backoff backoff,
      Concurrency concurrency) {
    this.connector = parts.connector;
    this.waiting = waiting;
    this.gate = gate;
    this.backoff = backoff;
    this.concurrency = concurrency;
    this.rate = new RefusalRate(parts.settings);
    this.refusedRecords = parts.refusedRecords;
    this.retries = new Retries(parts, waiting, backoff, rate);
    this.metrics = parts.metrics;
  }

  /**
   * Whether a record that is taken in is to be sent. One that could not be mapped is given up.
   *
   * @throws DeliveryStoppedException when that was one too many
   */
  boolean takesIn(CrmRecord record, Clock clock) {
    if (record.mappingFault() == null) {
      rate.takenIn();
      return true;
    }
    retries.unmapped(record, clock.nanoTime());
    return false;
  }

  /**
   * Settles an answer.
   *
   * @return whether the call is over; otherwise its next request is to be sent
   * @throws DeliveryStoppedException when nothing can be delivered any more
   */
  boolean answered(
      CallInFlight call, Answer answer, CrmResponse response, int callsInFlight, long now) {
    if (answer.kind() == Answer.Kind.UNAVAILABLE) {
      Reason reason = reason(ErrorClass.UNAVAILABLE, answer, response);
      return unavailable(call, reason, answer.retryAfterMillis(), now);
    }
    if (gate.answered(call)) {
      waiting.outageIsOver();
    }
    switch (answer.kind()) {
      case NEXT:
        call.worked(now);
        call.continueWith(answer.next(), answer.nextAfterMillis() * 1_000_000);
        return false;
      case OUTCOMES:
        worked(call, callsInFlight, now);
        settleEach(call, answer.outcomes(), response, now);
        return true;
      case REFUSED:
        worked(call, callsInFlight, now);
        retries.callRefused(call, reason(ErrorClass.REFUSED, answer, response), now);
        return true;
      case THROTTLED:
        metrics.throttled(gate.throttled(call, now, answer.retryAfterMillis()));
        concurrency.heldUp(call, now);
        if (call.resume(0)) {
          return false;
        }
        retries.throttled(call);
        return true;
      case BUSY:
        worked(call, callsInFlight, now);
        if (call.resume(backoff.delayNanos(call.failed()))) {
          return false;
        }
        retries.callBusy(
            call,
            reason(ErrorClass.RETRIED_TOO_LONG, answer, response),
            answer.retryAfterMillis() * 1_000_000,
            now);
        return true;
      case UNAUTHORIZED:
        if (call.startOverRenewed(now)) {
          return false;
        }
        throw stopped(
            "the CRM does not accept the token, nor did it after it was renewed", answer, response);
      case MISCONFIGURED:
        String object = call.batch().type().object();
        throw stopped(
            "the CRM will not accept any " + object + " as mapped: " + answer.message(),
            answer,
            response);
      default:
        throw new IllegalStateException("unknown kind of answer: " + answer);
    }
  }

  /**
   * Settles that no answer came.
   *
   * @return as {@link #answered}
   */
  boolean failed(CallInFlight call, IOException failure, long now) {
    return unavailable(call, Reason.of(failure), -1, now);
  }

  private boolean unavailable(CallInFlight call, Reason reason, long retryAfterMillis, long now) {
    if (!isForOneRecordsSake(call) || gate.isProbe(call)) {
      gate.failed(call, now, retryAfterMillis);
      concurrency.heldUp(call, now);
    }
    if (call.resume(backoff.delayNanos(call.failed()))) {
      return false;
    }
    retries.callFailed(call, reason, gate.opensAt(), lastWorked, now);
    return true;
  }

  private static boolean isForOneRecordsSake(CallInFlight call) {
    return call.lanes().size() == 1 && call.lanes().get(0).inFlight().trouble().isBlamed();
  }

  private void worked(CallInFlight call, int callsInFlight, long now) {
    lastWorked = now;
    gate.worked(call);
    concurrency.worked(callsInFlight);
  }

  private void settleEach(
      CallInFlight call, RecordOutcome[] outcomes, CrmResponse response, long now) {
    List<Lane> lanes = call.lanes();
    if (outcomes.length != lanes.size()) {
      throw new IllegalStateException(
          "the connector gave " + outcomes.length + " outcomes for an " + call.batch());
    }
    int accepted = 0;
    for (int i = 0; i < outcomes.length; i++) {
      if (outcomes[i].kind() == RecordOutcome.Kind.ACCEPTED) {
        accepted++;
        refusedRecords.accepted(lanes.get(i).inFlight().record());
        waiting.done(lanes.get(i));
      }
    }
    metrics.accepted(accepted, now - call.startedNanos());
    rate.accepted(accepted, now);
    for (int i = 0; accepted < outcomes.length && i < outcomes.length; i++) {
      settle(lanes.get(i), outcomes[i], outcomes.length, response, now);
    }
  }

  private void settle(
      Lane lane, RecordOutcome outcome, int records, CrmResponse response, long now) {
    switch (outcome.kind()) {
      case ACCEPTED:
        break;
      case RETRY:
        retries.retryLater(lane, reason(ErrorClass.RETRIED_TOO_LONG, outcome, response), now);
        break;
      case UNCONFIRMED:
        retries.unconfirmed(lane, records, reason(ErrorClass.UNCONFIRMED, outcome, response), now);
        break;
      case REFUSED:
        retries.refused(lane, reason(ErrorClass.REFUSED, outcome, response), now);
        break;
    }
  }

  private Reason reason(ErrorClass errorClass, RecordOutcome outcome, CrmResponse response) {
    return new Reason(
        errorClass, outcome.code(), outcome.message(), connector.correlation(response));
  }

  private Reason reason(ErrorClass errorClass, Answer answer, CrmResponse response) {
    return new Reason(errorClass, answer.code(), answer.message(), connector.correlation(response));
  }

  private DeliveryStoppedException stopped(String what, Answer answer, CrmResponse response) {
    String correlation = connector.correlation(response);
    return new DeliveryStoppedException(
        what
            + ": "
            + answer.code()
            + (correlation.isEmpty() ? "" : ", correlation " + correlation));
  }
}
