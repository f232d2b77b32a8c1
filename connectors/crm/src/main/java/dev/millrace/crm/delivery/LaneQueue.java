package dev.millrace.crm.delivery;

import dev.millrace.crm.Action;
import dev.millrace.crm.RecordType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * The ready lanes whose oldest record goes into one kind of call (one type, one action), oldest
 * arrival first. A lane that is newer than all others here, as every fresh change is, is linked to
 * the end; only one that comes back (from a call, from backing off, with another action) is sorted
 * in.
 */
final class LaneQueue {

  private final RecordType type;
  private final Action action;
  private final int maxRecords;
  private final long maxBytes;

  private Lane first;
  private Lane last;
  private final TreeSet<Lane> returned =
      new TreeSet<>(Comparator.comparingLong(lane -> lane.queuedArrival));
  private int size;

  LaneQueue(RecordType type, Action action, int maxRecords, long maxBytes) {
    this.type = type;
    this.action = action;
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
  }

  RecordType type() {
    return type;
  }

  Action action() {
    return action;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Whether there is a whole call's worth. */
  boolean isFull() {
    return size >= maxRecords;
  }

  void add(Lane lane) {
    lane.queue = this;
    lane.queuedArrival = lane.head().arrival();
    size++;
    if (last == null) {
      first = lane;
      last = lane;
    } else if (lane.queuedArrival > last.queuedArrival) {
      last.queuedBehind = lane;
      lane.queuedBefore = last;
      last = lane;
    } else {
      returned.add(lane);
    }
  }

  void remove(Lane lane) {
    if (lane == first || lane.queuedBefore != null) {
      unlink(lane);
    } else {
      returned.remove(lane);
    }
    lane.queue = null;
    size--;
  }

  private void unlink(Lane lane) {
    Lane before = lane.queuedBefore;
    Lane behind = lane.queuedBehind;
    if (before == null) {
      first = behind;
    } else {
      before.queuedBehind = behind;
    }
    if (behind == null) {
      last = before;
    } else {
      behind.queuedBefore = before;
    }
    lane.queuedBefore = null;
    lane.queuedBehind = null;
  }

  /** The lane whose record arrived first, null when empty. */
  Lane oldest() {
    if (returned.isEmpty()) {
      return first;
    }
    Lane oldestReturned = returned.first();
    return first != null && first.queuedArrival < oldestReturned.queuedArrival
        ? first
        : oldestReturned;
  }

  /** Takes the lanes of the next call, at least one, within the CRM's limits of a call. */
  List<Lane> take() {
    boolean suspects = oldest().head().suspect();
    int limit = maxRecords;
    long bytes = 0;
    List<Lane> taken = new ArrayList<>(Math.min(size, maxRecords));
    for (Lane lane = oldest(); lane != null; lane = oldest()) {
      PendingRecord pending = lane.head();
      limit = Math.min(limit, pending.callLimit());
      bytes += pending.bytes();
      boolean fits = taken.size() < limit && bytes <= maxBytes && pending.suspect() == suspects;
      if (!fits && !taken.isEmpty()) {
        break;
      }
      remove(lane);
      taken.add(lane);
    }
    return taken;
  }
}
