package dev.millrace.crm.delivery;

import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock and an alarm that move only when a test moves them. */
final class VirtualTime implements Clock, Alarm {

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          Comparator.<Event>comparingLong(event -> event.at)
              .thenComparingLong(event -> event.order));
  private long now;
  private long order;
  private Event alarm;
  private Runnable onTimer;

  void onTimer(Runnable onTimer) {
    this.onTimer = onTimer;
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public long wallMillis() {
    return now / 1_000_000;
  }

  @Override
  public void ringAt(long nanoTime) {
    events.remove(alarm);
    alarm = at(nanoTime, () -> onTimer.run());
  }

  Event at(long nanoTime, Runnable what) {
    Event event = new Event(Math.max(now, nanoTime), order++, what);
    events.add(event);
    return event;
  }

  Event inMillis(long millis, Runnable what) {
    return at(now + millis * 1_000_000, what);
  }

  /** Lets the next thing happen; false when nothing will ever happen. */
  boolean next() {
    Event event = events.poll();
    if (event == null) {
      return false;
    }
    now = event.at;
    event.what.run();
    return true;
  }

  /** Lets time pass, and happen what falls into it. */
  void pass(long millis) {
    long until = now + millis * 1_000_000;
    while (!events.isEmpty() && events.peek().at <= until) {
      next();
    }
    now = until;
  }

  static final class Event {

    private final long at;
    private final long order;
    private final Runnable what;

    Event(long at, long order, Runnable what) {
      this.at = at;
      this.order = order;
      this.what = what;
    }
  }
}
