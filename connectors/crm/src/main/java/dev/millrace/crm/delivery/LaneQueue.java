package dev.millrace.crm.delivery;

import dev.millrace.crm.Action;
import dev.millrace.crm.BulkLimits;
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

  private static final Comparator<Lane> BY_ARRIVAL =
      Comparator.comparingLong(lane -> lane.queuedArrival);

  private final RecordType type;
  private final Action action;
  private final int maxRecords;
  private final int maxWhenShort;
  private final long maxBytes;

  /** Null for all but the queue of a snapshot whose CRM takes it in bulk. */
  private final BulkLimits bulk;

  private boolean bulkInFlight;

  /** Records of a full call as things are. */
  private int fullAt;

  private Lane first;
  private Lane last;
  private final TreeSet<Lane> returned = new TreeSet<>(BY_ARRIVAL);

  /** Those that may make calls fail; they have calls of their own. */
  private final TreeSet<Lane> suspects = new TreeSet<>(BY_ARRIVAL);

  private int size;

  LaneQueue(
      RecordType type,
      Action action,
      int maxRecords,
      int maxWhenShort,
      long maxBytes,
      BulkLimits bulk) {
    this.type = type;
    this.action = action;
    this.maxRecords = maxRecords;
    this.maxWhenShort = maxWhenShort;
    this.fullAt = maxRecords;
    this.maxBytes = maxBytes;
    this.bulk = bulk;
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
    return size >= fullAt;
  }

  /** Whether the day's calls run short, so that each is to be as large as the CRM takes it. */
  void callsAreShort(boolean are) {
    fullAt = are ? maxWhenShort : maxRecords;
  }

  /** Whether the next call is to be one in bulk, as long as there is a snapshot. */
  boolean isBulk() {
    return bulk != null && size >= bulk.minRecords();
  }

  /** Whether what is here gathers, as long as there is a snapshot: a call in bulk is in flight. */
  boolean isBulkInFlight() {
    return bulkInFlight;
  }

  void bulkInFlight(boolean inFlight) {
    bulkInFlight = inFlight;
  }

  void add(Lane lane) {
    lane.queue = this;
    lane.queuedArrival = lane.head().arrival();
    size++;
    if (lane.head().trouble().isSuspect()) {
      suspects.add(lane);
    } else if (last == null) {
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
    } else if (!returned.remove(lane)) {
      suspects.remove(lane);
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

  /** Those that may make calls fail. */
  List<Lane> suspects() {
    return new ArrayList<>(suspects);
  }

  /** The lane whose record arrived first, null when empty. */
  Lane oldest() {
    return older(oldestSuspect(), oldestUnsuspected());
  }

  private Lane oldestSuspect() {
    return suspects.isEmpty() ? null : suspects.first();
  }

  private Lane oldestUnsuspected() {
    return returned.isEmpty() ? first : older(returned.first(), first);
  }

  private static Lane older(Lane a, Lane b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.queuedArrival < b.queuedArrival ? a : b;
  }

  /**
   * Takes the lanes of the next call, within the CRM's limits of a call. None when the parents of
   * all that are here are in other calls; then nothing is left here.
   */
  List<Lane> take(boolean inBulk, ParentLocks parents) {
    boolean ofSuspects = !inBulk && oldest() == oldestSuspect();
    int limit = inBulk ? bulk.maxRecords() : fullAt;
    long bytesLeft = inBulk ? bulk.maxBytes() : maxBytes;
    List<Lane> taken = new ArrayList<>(Math.min(size, limit));
    while (true) {
      Lane lane = ofSuspects ? oldestSuspect() : oldestUnsuspected();
      if (lane == null) {
        return taken;
      }
      PendingRecord pending = lane.head();
      limit = Math.min(limit, pending.trouble().callLimit());
      bytesLeft -= pending.bytes();
      if (!taken.isEmpty() && (taken.size() >= limit || bytesLeft < 0)) {
        return taken;
      }
      remove(lane);
      if (parents.take(lane, taken)) {
        taken.add(lane);
      } else {
        bytesLeft += pending.bytes();
      }
    }
  }
}
