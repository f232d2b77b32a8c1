package dev.millrace.crm.delivery;

import dev.millrace.crm.Answer;
import dev.millrace.crm.CrmConnector;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.RecordOutcome;
import java.util.List;

/** What an answer means for the records of its call, and for the sink. */
final class Settlement {

  /** Longer than a timer is late. */
  private static final long OTHERS_FIRST_NANOS = 5_000_000;

  private final CrmConnector connector;
  private final Clock clock;
  private final WaitingRecords waiting;
  private final SinkGate gate;
  private final Backoff backoff;
  private final Concurrency concurrency;
  private final RefusedRecords refusedRecords;
  private final DeliveryMetrics metrics;

  Settlement(
      CrmConnector connector,
      Clock clock,
      WaitingRecords waiting,
      SinkGate gate,
      Backoff backoff,
      Concurrency concurrency,
      RefusedRecords refusedRecords,
      DeliveryMetrics metrics) {
    this.connector = connector;
    this.clock = clock;
    this.waiting = waiting;
    this.gate = gate;
    this.backoff = backoff;
    this.concurrency = concurrency;
    this.refusedRecords = refusedRecords;
    this.metrics = metrics;
  }

  /**
   * Settles an answer.
   *
   * @return whether the call is over; otherwise its next request is to be sent
   * @throws DeliveryStoppedException when nothing can be delivered any more
   */
  boolean answered(CallInFlight call, Answer answer, CrmResponse response, long now) {
    if (answer.kind() == Answer.Kind.UNAVAILABLE) {
      failed(call, now, answer.retryAfterMillis());
      return true;
    }
    if (gate.answered(call)) {
      waiting.releaseHitByOutage();
    }
    switch (answer.kind()) {
      case NEXT:
        call.continueWith(answer.next());
        return false;
      case OUTCOMES:
        worked(call, now);
        settleEach(call, answer.outcomes(), response, now);
        return true;
      case REFUSED:
        worked(call, now);
        refusedAsWhole(call, answer, response);
        return true;
      case THROTTLED:
        metrics.throttled(gate.throttled(call, now, answer.retryAfterMillis()));
        concurrency.heldUp(now);
        call.lanes().forEach(waiting::sendAgain);
        return true;
      case UNAUTHORIZED:
        if (call.startOverRenewed()) {
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

  /** Nothing of the call is known to be written, nor not to be: it is repeated. */
  void failed(CallInFlight call, long now, long retryAfterMillis) {
    gate.failed(call, now, retryAfterMillis);
    concurrency.heldUp(now);
    int attempts = 0;
    for (Lane lane : call.lanes()) {
      lane.inFlight().failed();
      attempts = Math.max(attempts, lane.inFlight().failures());
    }
    // One delay for all of them, so that they fill a call again when they are due.
    // And later than the sink opens again, so that others show first whether it was for what is in
    // these.
    long until = Math.max(now + backoff.delayNanos(attempts), gate.opensAt() + OTHERS_FIRST_NANOS);
    for (Lane lane : call.lanes()) {
      waiting.sendAgainAfter(lane, until, true);
    }
  }

  private void worked(CallInFlight call, long now) {
    gate.worked(call);
    concurrency.worked(now - call.sentNanos());
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
      Lane lane = lanes.get(i);
      RecordOutcome outcome = outcomes[i];
      switch (outcome.kind()) {
        case ACCEPTED:
          accepted++;
          waiting.done(lane);
          break;
        case RETRY:
          lane.inFlight().failed();
          backOff(lane, now);
          break;
        case UNCONFIRMED:
          lane.inFlight().unconfirmed();
          backOff(lane, now);
          break;
        case REFUSED:
          refused(lane, outcome.code(), outcome.message(), response);
          break;
      }
    }
    metrics.accepted(accepted, now - call.startedNanos());
  }

  private void backOff(Lane lane, long now) {
    long until = now + backoff.delayNanos(lane.inFlight().failures());
    waiting.sendAgainAfter(lane, until, false);
  }

  private void refusedAsWhole(CallInFlight call, Answer answer, CrmResponse response) {
    int records = call.lanes().size();
    if (records == 1) {
      refused(call.lanes().get(0), answer.code(), answer.message(), response);
      return;
    }
    for (Lane lane : call.lanes()) {
      lane.inFlight().refusedAmong(records);
      waiting.sendAgain(lane);
    }
  }

  private void refused(Lane lane, String code, String message, CrmResponse response) {
    if (lane.isSuperseded()) {
      // The later version may be accepted; laid over this one, it keeps what it lacks itself.
      waiting.sendAgain(lane);
      return;
    }
    metrics.refused();
    PendingRecord pending = lane.inFlight();
    refusedRecords.refused(
        new Refusal(
            pending.record(),
            ErrorClass.REFUSED,
            code,
            message,
            connector.correlation(response),
            pending.attempts(),
            pending.firstSentMillis(),
            clock.wallMillis()));
    waiting.done(lane);
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
