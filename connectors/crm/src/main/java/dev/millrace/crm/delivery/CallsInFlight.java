package dev.millrace.crm.delivery;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** The calls that are made and not over: how many, and which of them are to go on. */
final class CallsInFlight {

  private final Concurrency concurrency;

  /** Those whose next request is to be sent now. */
  private final Queue<CallInFlight> continuing = new ArrayDeque<>();

  /** Those whose next request is to be sent later. They hold no place. */
  private final PriorityQueue<Paused> paused =
      new PriorityQueue<>(Comparator.comparingLong(paused -> paused.until));

  private int calls;
  private int records;

  CallsInFlight(Concurrency concurrency) {
    this.concurrency = concurrency;
  }

  boolean hasPlace() {
    return calls < concurrency.limit();
  }

  void made(CallInFlight call) {
    calls++;
    records += call.lanes().size();
  }

  void over(CallInFlight call) {
    calls--;
    records -= call.lanes().size();
  }

  /** A call has a further request to send. */
  void goesOn(CallInFlight call, long now) {
    if (call.pauseNanos() == 0) {
      continuing.add(call);
    } else {
      calls--;
      paused.add(new Paused(call, now + call.pauseNanos()));
    }
  }

  /** Lets those go on whose time has come, as far as there are places. */
  void resume(long now) {
    while (!paused.isEmpty() && paused.peek().until <= now && hasPlace()) {
      calls++;
      continuing.add(paused.remove().call);
    }
  }

  /** When the next one is to be resumed; {@link Long#MAX_VALUE} for not before a call is over. */
  long nextResume(long now) {
    return paused.isEmpty() || paused.peek().until <= now ? Long.MAX_VALUE : paused.peek().until;
  }

  boolean hasContinuing() {
    return !continuing.isEmpty();
  }

  CallInFlight removeContinuing() {
    return continuing.remove();
  }

  /** Without those that are paused. */
  int calls() {
    return calls;
  }

  int records() {
    return records;
  }

  private static final class Paused {

    private final CallInFlight call;
    private final long until;

    Paused(CallInFlight call, long until) {
      this.call = call;
      this.until = until;
    }
  }
}
