package dev.millrace.crm.delivery;

import dev.millrace.crm.Answer;
import dev.millrace.crm.Batch;
import dev.millrace.crm.CrmConnector;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.LoginRefusedException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Brings records to the CRM: in order per record, the newest version of each, many in a call,
 * several calls at a time; repeats what failed for the moment, for as long as it takes.
 *
 * <p>For one thread: every method here, and every method of a {@link Transport.Callback}, is called
 * on the same one. What stops the delivery comes out of them as an exception; the engine is of no
 * more use then.
 */
public final class DeliveryEngine {

  private final CrmConnector connector;
  private final long lingerNanos;
  private final Transport transport;
  private final Clock clock;
  private final WakeUp wakeUp;
  private final RequestBudget budget;
  private final Concurrency concurrency;
  private final DeliveryMetrics metrics;

  private final WaitingRecords waiting;
  private final SinkGate gate;
  private final Settlement settlement;

  /** Calls whose next request has yet to be sent. They count as in flight. */
  private final Queue<CallInFlight> continuing = new ArrayDeque<>();

  private int callsInFlight;
  private int recordsInFlight;
  private boolean takingIn;
  private boolean draining;
  private boolean held;

  DeliveryEngine(DeliveryEngineBuilder parts) {
    this.connector = parts.connector;
    this.lingerNanos = parts.settings.lingerNanos;
    this.transport = parts.transport;
    this.clock = parts.clock;
    this.wakeUp = new WakeUp(parts.alarm);
    this.budget = parts.budget;
    this.concurrency = parts.concurrency;
    this.metrics = parts.metrics;
    Backoff backoff =
        new Backoff(
            parts.settings.initialBackoffNanos, parts.settings.maxBackoffNanos, parts.random);
    this.waiting = new WaitingRecords(connector, parts.settings, clock, metrics);
    this.gate = new SinkGate(backoff, parts.settings.maxPauseNanos);
    this.settlement =
        new Settlement(
            connector, clock, waiting, gate, backoff, concurrency, parts.refusedRecords, metrics);
  }

  /**
   * Takes in a record. A call that it fills is made at once if one may be made; otherwise the
   * record waits for {@link #flush}, which is due when the burst it came with is taken in.
   */
  public void offer(CrmRecord record) {
    takingIn = true;
    boolean fillsCall = waiting.add(record);
    if (fillsCall && hasFreeSlot()) {
      dispatch();
    }
  }

  /**
   * Takes in a record that {@link #deferred} handed out before a restore, as it is now. Its retry
   * timeout goes on where it was. Only before {@link #offer} was called for a later change of it.
   *
   * @param attempts see {@link DeferredRecord#attempts}
   * @param firstSentMillis see {@link DeferredRecord#firstSentMillis}
   */
  public void offerDeferred(CrmRecord record, int attempts, long firstSentMillis) {
    takingIn = true;
    waiting.addDeferred(record, attempts, firstSentMillis);
  }

  /**
   * Nothing is sent from now on until {@link #release}; what is offered waits and is merged. Calls
   * in flight go on. Only a drain sends, and nothing but what {@link CrmRecord#canBeReadAgain
   * cannot be read again}.
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

  /** A burst of records is taken in: what waits is sent, as far as calls may be made. */
  public void flush() {
    takingIn = false;
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
    draining = true;
    flush();
  }

  /** What waits waits again as it did before {@link #startDrain}. */
  public void endDrain() {
    draining = false;
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
        ? callsInFlight == 0 && waiting.canAllBeReadAgain()
        : waiting.isEmptyButForDeferred();
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

  /** Records that wait to be sent; those in flight do not count. */
  public int waitingRecords() {
    return waiting.backlog().records();
  }

  /** Size of the records that wait to be sent, by an estimate. */
  public long waitingBytes() {
    return waiting.backlog().bytes();
  }

  public int recordsInFlight() {
    return recordsInFlight;
  }

  public int callsInFlight() {
    return callsInFlight;
  }

  void onResponse(CallInFlight call, CrmResponse response) {
    long now = clock.nanoTime();
    budget.answered(response, now);
    Answer answer = call.call().read(response);
    if (settlement.answered(call, answer, response, now)) {
      over(call);
    } else {
      continuing.add(call);
    }
    dispatch();
  }

  void onFailure(CallInFlight call, IOException failure) {
    if (failure instanceof LoginRefusedException) {
      throw new DeliveryStoppedException("no login to the CRM: " + failure.getMessage());
    }
    settlement.failed(call, clock.nanoTime(), -1);
    over(call);
    dispatch();
  }

  private void over(CallInFlight call) {
    callsInFlight--;
    recordsInFlight -= call.lanes().size();
  }

  private boolean hasFreeSlot() {
    return callsInFlight < concurrency.maxInFlight();
  }

  /** Makes every call that may be made now, and sees to it that the others are not forgotten. */
  private void dispatch() {
    long now = clock.nanoTime();
    waiting.releaseDue(now);
    while (gate.isOpen(now)) {
      LaneQueue queue = continuing.isEmpty() ? nextQueue(now) : null;
      if (continuing.isEmpty() && queue == null) {
        break;
      }
      long untilBudget = budget.take(now);
      if (untilBudget > 0) {
        wakeUp.at(now + untilBudget);
        break;
      }
      CallInFlight call = queue == null ? continuing.remove() : newCall(queue);
      call.send(transport, now);
      gate.sent(call);
    }
    if (isEmpty()) {
      draining = false;
    }
    setAlarm(now);
  }

  private LaneQueue nextQueue(long now) {
    return hasFreeSlot() ? waiting.queues().oldest(queue -> maySend(queue, now)) : null;
  }

  private boolean maySend(LaneQueue queue, long now) {
    if (held) {
      return draining;
    }
    if (draining || queue.isFull()) {
      return true;
    }
    return !takingIn && (isFull() || now >= lingersUntil(queue));
  }

  private long lingersUntil(LaneQueue queue) {
    return lingerNanos == 0 ? 0 : queue.oldest().head().arrivalNanos() + lingerNanos;
  }

  private CallInFlight newCall(LaneQueue queue) {
    List<Lane> lanes = queue.take();
    List<CrmRecord> records = new ArrayList<>(lanes.size());
    long wallMillis = clock.wallMillis();
    for (Lane lane : lanes) {
      PendingRecord pending = lane.send();
      CrmRecord record = pending.record();
      records.add(record);
      if (pending.failures() == 0 && !record.snapshot()) {
        metrics.sent(Math.max(0, wallMillis - record.commitTimeMillis()));
      }
      pending.sent(wallMillis);
    }
    callsInFlight++;
    recordsInFlight += lanes.size();
    metrics.called(lanes.size());
    Batch batch = new Batch(queue.type(), queue.action(), records);
    return new CallInFlight(this, batch, connector.call(batch), lanes);
  }

  private void setAlarm(long now) {
    wakeUp.at(waiting.nextDue());
    if (now < gate.opensAt()) {
      wakeUp.at(gate.opensAt());
    } else if (lingerNanos > 0 && !takingIn && hasFreeSlot()) {
      for (LaneQueue queue : waiting.queues().all()) {
        if (!queue.isEmpty() && now < lingersUntil(queue)) {
          wakeUp.at(lingersUntil(queue));
        }
      }
    }
  }
}
