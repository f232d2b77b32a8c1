package dev.millrace.crm.delivery;

import dev.millrace.crm.Answer;
import dev.millrace.crm.Batch;
import dev.millrace.crm.CrmConnector;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.LoginRefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings records to the CRM: in order per record, the newest version of each, many in a call,
 * several calls at a time, within the CRM's limits; repeats what failed for the moment.
 *
 * <p>For one thread: every method here, and every method of a {@link Transport.Callback}, is called
 * on the same one; {@link DeliveryState} is for others too. What stops the delivery comes out of
 * them as an exception; the engine is of no more use then.
 */
public final class DeliveryEngine {

  private final CrmConnector connector;
  private final Transport transport;
  private final Clock clock;
  private final WakeUp wakeUp;
  private final RequestBudget budget;
  private final BudgetGate budgetGate;
  private final Pacing pacing;
  private final DeliveryMetrics metrics;

  private final WaitingRecords waiting;
  private final CallsInFlight calls;
  private final Concurrency concurrency;
  private final SinkGate gate;
  private final Settlement settlement;
  private final DeliveryState state;

  private boolean paused;
  private boolean held;

  DeliveryEngine(DeliveryEngineBuilder parts) {
    this.connector = parts.connector;
    this.pacing = new Pacing(parts.settings.lingerNanos);
    this.transport = parts.transport;
    this.clock = parts.clock;
    this.wakeUp = new WakeUp(parts.alarm);
    this.budget = new RequestBudget(connector, parts.settings);
    this.budgetGate = new BudgetGate(parts, budget, wakeUp, this::dispatch);
    this.metrics = parts.metrics;
    this.concurrency = new Concurrency(parts.settings.maxInFlight);
    Backoff backoff =
        new Backoff(
            parts.settings.initialBackoffNanos, parts.settings.maxBackoffNanos, parts.random);
    this.waiting = new WaitingRecords(connector, parts.settings, metrics);
    this.calls = new CallsInFlight(concurrency);
    this.gate = new SinkGate(backoff, parts.settings.maxPauseNanos);
    this.settlement = new Settlement(parts, waiting, gate, backoff, concurrency);
    this.state = new DeliveryState(waiting, calls, concurrency, budget, clock);
    this.paused = parts.settings.paused;
    state.paused(paused);
  }

  /**
   * Takes in a record. A call that it fills is made at once if one may be made; otherwise the
   * record waits for {@link #flush}, which is due when the burst it came with is taken in. One that
   * could not be mapped is given up at once; what waits of the same record stays.
   *
   * @throws DeliveryStoppedException when too many could not be mapped
   */
  public void offer(CrmRecord record) {
    if (!settlement.takesIn(record, clock)) {
      return;
    }
    pacing.takesIn();
    pacing.inSnapshot(record.snapshot());
    boolean fillsCall = waiting.add(record, pacing.lingers() ? clock.nanoTime() : 0);
    if (fillsCall && !paused && calls.hasPlace()) {
      dispatch();
    }
  }

  /**
   * Takes in a record that {@link #deferred} handed out before a restore, as it is now. Its retry
   * timeout begins anew. Only before {@link #offer} was called for a later change of it.
   *
   * @param attempts see {@link DeferredRecord#attempts}
   * @param firstSentMillis see {@link DeferredRecord#firstSentMillis}
   */
  public void offerDeferred(CrmRecord record, int attempts, long firstSentMillis) {
    if (!settlement.takesIn(record, clock)) {
      return;
    }
    pacing.takesIn();
    waiting.addDeferred(record, attempts, firstSentMillis);
  }

  /**
   * Nothing is sent from now on until {@link #release}, not by a drain either; what is offered
   * waits and is merged. But for what a snapshot reads: it is as new as can be. Calls in flight go
   * on.
   */
  public void hold() {
    held = true;
    waiting.hold();
  }

  /** Ends {@link #hold}: what waits is sent. */
  public void release() {
    held = false;
    waiting.release();
    flush();
  }

  /**
   * From now on as in these settings, but only in what may be set while it runs: whether it is
   * paused, {@link DeliverySettings#maxInFlight}, and the burst limit.
   *
   * <p>While it is paused no call is begun, not by a drain either; those in flight are brought to
   * their end, with all their requests. What is offered waits and is merged until it {@link
   * #isFull}.
   */
  public void tune(DeliverySettings settings) {
    paused = settings.paused;
    state.paused(paused);
    concurrency.most(settings.maxInFlight);
    budgetGate.limitBurst(settings.burstLimit);
    dispatch();
  }

  /** A burst of records is taken in: what waits is sent, as far as calls may be made. */
  public void flush() {
    pacing.tookIn();
    dispatch();
  }

  /** The time that the {@link Alarm} was set to has come. */
  public void onTimer() {
    wakeUp.rang();
    dispatch();
  }

  /**
   * From now on everything is sent without waiting for more, until all is delivered or {@link
   * #endDrain}.
   */
  public void startDrain() {
    pacing.drain(true);
    flush();
  }

  /**
   * As {@link #startDrain}, but for a barrier, which comes once {@link #isDrained}: until {@link
   * #endDrain} the {@link #deferred} records are not sent even when they are due, if they can be
   * read again or were sent in vain often. Else, where there are many, there would hardly be a time
   * without one in flight. Not to be waited for when {@link #isStuck}.
   */
  public void startDrainForBarrier() {
    waiting.keepDeferred(true);
    startDrain();
  }

  /**
   * What waits waits again as it did before {@link #startDrain}. Sends nothing before {@link
   * #onTimer}, so that {@link #deferred} is still what a barrier has to keep.
   */
  public void endDrain() {
    pacing.drain(false);
    waiting.keepDeferred(false);
    wakeUp.at(waiting.nextDue());
  }

  /** Whether every record that was offered is accepted, merged into one that is, or refused. */
  public boolean isEmpty() {
    return waiting.isEmpty();
  }

  /**
   * Whether every record is, but for {@link #deferred} ones, and those can all be {@link
   * CrmRecord#canBeReadAgain read again}: nothing is in flight, and nothing waits that could be
   * sent.
   */
  public boolean isDrained() {
    return held
        ? calls.records() == 0 && waiting.canAllBeReadAgain()
        : waiting.isEmptyButForDeferred();
  }

  /**
   * Whether a drain for a barrier has come as far as it will for now, and something is left that
   * cannot be read again: a removal that the CRM keeps failing on, or one while the engine is held.
   * What the CRM does with others meanwhile would tell whether it is at fault itself, so the source
   * has to go on, without this checkpoint.
   */
  public boolean isStuck() {
    return held ? calls.records() == 0 && !waiting.canAllBeReadAgain() : waiting.isStuck();
  }

  /**
   * The records that back off for their own sake, and those that wait behind them, in an order in
   * which they can be {@link #offerDeferred offered} again; all that wait, while the engine is
   * held. They go on backing off.
   */
  public List<DeferredRecord> deferred() {
    return held ? waiting.all() : waiting.deferred();
  }

  /**
   * Whether as much waits as may wait. Then nothing is to be offered, after a {@link #flush}, until
   * calls come back.
   */
  public boolean isFull() {
    return waiting.backlog().isFull();
  }

  /** What can be seen of the engine. */
  public DeliveryState state() {
    return state;
  }

  void onResponse(CallInFlight call, CrmResponse response) {
    long now = clock.nanoTime();
    budget.answered(response, now);
    Answer answer = call.call().read(response);
    settled(call, settlement.answered(call, answer, response, calls.calls(), now), now);
  }

  void onFailure(CallInFlight call, IOException failure) {
    if (failure instanceof LoginRefusedException) {
      throw new DeliveryStoppedException("no login to the CRM: " + failure.getMessage());
    }
    long now = clock.nanoTime();
    budget.failed(now);
    settled(call, settlement.failed(call, failure, now), now);
  }

  private void settled(CallInFlight call, boolean over, long now) {
    if (over) {
      calls.over(call);
      waiting.callIsOver(call.lanes());
      if (call.batch().bulk()) {
        call.queue().bulkInFlight(false);
      }
    } else {
      calls.goesOn(call, now);
    }
    dispatch();
  }

  /** Makes every call that may be made now, and sees to it that the others are not forgotten. */
  private void dispatch() {
    long now = clock.nanoTime();
    waiting.releaseDue(now);
    calls.resume(now);
    long lingerForCalls = budget.linger(now);
    pacing.lingerAtLeast(lingerForCalls);
    waiting.queues().callsAreShort(lingerForCalls > 0);
    while (gate.isOpen(now)) {
      LaneQueue queue = calls.hasContinuing() ? null : nextQueue(now);
      if (queue == null && !calls.hasContinuing()) {
        break;
      }
      if (!budgetGate.isOpen(now)) {
        break;
      }
      CallInFlight call = queue == null ? calls.removeContinuing() : newCall(queue);
      if (call != null) {
        budget.sent(now);
        call.send(transport, now);
        gate.sent(call);
      }
    }
    if (isEmpty()) {
      pacing.drain(false);
    }
    setAlarm(now);
  }

  private LaneQueue nextQueue(long now) {
    return !paused && calls.hasPlace()
        ? waiting.queues().oldest(queue -> pacing.maySend(queue, isFull(), now))
        : null;
  }

  /** Null when the parents of all that is in the queue are in other calls. */
  private CallInFlight newCall(LaneQueue queue) {
    boolean bulk = pacing.isBulk(queue);
    List<Lane> lanes = waiting.take(queue, bulk);
    if (lanes.isEmpty()) {
      return null;
    }
    List<CrmRecord> records = new ArrayList<>(lanes.size());
    long wallMillis = clock.wallMillis();
    for (Lane lane : lanes) {
      PendingRecord pending = lane.send();
      CrmRecord record = pending.record();
      records.add(record);
      if (!record.snapshot() && pending.trouble().times() == 0) {
        metrics.sent(Math.max(0, wallMillis - record.commitTimeMillis()));
      }
      pending.sent(wallMillis);
    }
    metrics.called(lanes.size());
    queue.bulkInFlight(queue.isBulkInFlight() || bulk);
    Batch batch = new Batch(queue.type(), queue.action(), records, bulk);
    CallInFlight call = new CallInFlight(this, queue, batch, connector.call(batch), lanes);
    calls.made(call);
    return call;
  }

  private void setAlarm(long now) {
    wakeUp.at(waiting.nextDue());
    wakeUp.at(calls.nextResume(now));
    if (now < gate.opensAt()) {
      wakeUp.at(gate.opensAt());
    } else if (calls.hasPlace()) {
      pacing.setAlarm(wakeUp, waiting.queues(), now);
    }
  }
}
