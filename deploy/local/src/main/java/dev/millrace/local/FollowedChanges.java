package dev.millrace.local;

import dev.millrace.local.load.ChangeListener;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.RecordVersion;
import dev.millrace.simulator.RecordVersion.Action;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Picks one of the load's changes a second and follows it: what the CRM has before, when it
 * receives and when it accepts the change. A later change of the record that took this one up
 * counts as this one. Safe for use by many threads.
 */
final class FollowedChanges implements ChangeListener {

  private static final int KEPT = 24;
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final String ID = "ext_id";

  private final CrmSimulator crm;
  private final DeadLetterBox deadLetters;
  private final ConcurrentLinkedDeque<Followed> newest = new ConcurrentLinkedDeque<>();
  private final AtomicLong due = new AtomicLong(System.nanoTime());
  private final AtomicLong count = new AtomicLong();

  /** One change on its way. */
  private static final class Followed {

    private final long number;
    private final String object;
    private final String id;
    private final String kind;
    private final long madeMicros;
    private final Map<String, String> before;
    private volatile Arrivals.Arrival arrival;
    private LiveState.Change last;

    private Followed(
        long number,
        String object,
        String id,
        String kind,
        long madeMicros,
        Map<String, String> before) {
      this.number = number;
      this.object = object;
      this.id = id;
      this.kind = kind;
      this.madeMicros = madeMicros;
      this.before = before;
    }

    private boolean isOver() {
      return last != null && (arrival != null || last.state().equals("left out"));
    }
  }

  FollowedChanges(CrmSimulator crm, DeadLetterBox deadLetters) {
    this.crm = crm;
    this.deadLetters = deadLetters;
  }

  @Override
  public void changing(String object, long id, String kind) {
    long now = System.nanoTime();
    long next = due.get();
    if (now - next < 0 || !due.compareAndSet(next, now + EVERY_NANOS)) {
      return;
    }
    String externalId = Long.toString(id);
    Map<String, String> before = crm.record(object, ID, externalId);
    newest.addFirst(
        new Followed(
            count.incrementAndGet(),
            object,
            externalId,
            kind,
            TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()),
            before));
    if (newest.size() > KEPT) {
      newest.removeLast();
    }
  }

  /**
   * A version that the CRM has accepted.
   *
   * @param committedMicros 0 when it is not known: the row has left the mapping's filter
   */
  void accepted(RecordVersion version, long committedMicros) {
    for (Followed followed : newest) {
      if (followed.arrival == null
          && followed.id.equals(version.externalId())
          && followed.object.equals(version.object())) {
        long committed = committedMicros == 0 ? followed.madeMicros : committedMicros;
        if (committed >= followed.madeMicros && version.receivedMicros() >= followed.madeMicros) {
          followed.arrival = new Arrivals.Arrival(version, version.acceptedMicros() - committed);
        }
      }
    }
  }

  /** The last ones as they are now, newest first. */
  List<LiveState.Change> look(RowReader rows) throws SQLException {
    List<LiveState.Change> changes = new ArrayList<>();
    for (Followed followed : newest) {
      if (!followed.isOver()) {
        followed.last = look(followed, rows);
      }
      changes.add(followed.last);
    }
    return changes;
  }

  private LiveState.Change look(Followed followed, RowReader rows) throws SQLException {
    // Read first: an arrival in between is seen at the next look.
    Arrivals.Arrival arrival = followed.arrival;
    Map<String, String> row = rows.row(followed.object, followed.id);
    Map<String, String> record =
        arrival == null ? crm.record(followed.object, ID, followed.id) : after(followed, arrival);
    String reason =
        deadLetters.reason(
            followed.object, followed.id, TimeUnit.MICROSECONDS.toMillis(followed.madeMicros));
    String state;
    if (arrival != null) {
      state = "accepted";
    } else if (reason != null) {
      state = "refused";
    } else if (followed.before == null && record == null && !RowReader.isMapped(row)) {
      state = "left out";
    } else if (crm.isInFlight(followed.object, ID, followed.id)) {
      state = "in flight";
    } else {
      state = "waiting";
    }
    return change(followed, arrival, state, reason, record, row);
  }

  private static LiveState.Change change(
      Followed followed,
      Arrivals.Arrival arrival,
      String state,
      String reason,
      Map<String, String> record,
      Map<String, String> row) {
    boolean arrived = arrival != null;
    long committedMicros =
        arrived
            ? arrival.version().acceptedMicros() - arrival.latencyMicros()
            : followed.madeMicros;
    long untilMicros =
        arrived
            ? arrival.version().acceptedMicros()
            : TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
    return new LiveState.Change(
        followed.number,
        followed.object,
        followed.id,
        followed.kind,
        state,
        arrived ? null : reason,
        TimeUnit.MICROSECONDS.toMillis(committedMicros),
        millis(untilMicros - committedMicros),
        arrived ? millis(arrival.version().receivedMicros() - committedMicros) : null,
        arrived ? millis(untilMicros - arrival.version().receivedMicros()) : null,
        RowReader.ordered(followed.before),
        RowReader.ordered(record),
        row);
  }

  /** A call may set a part of the record's properties. */
  private static Map<String, String> after(Followed followed, Arrivals.Arrival arrival) {
    if (arrival.version().action() == Action.ARCHIVED) {
      return null;
    }
    Map<String, String> after = new TreeMap<>();
    if (followed.before != null) {
      after.putAll(followed.before);
    }
    after.putAll(arrival.version().properties());
    return after;
  }

  private static double millis(long micros) {
    return Math.round(Math.max(0, micros) / 100.0) / 10.0;
  }
}
