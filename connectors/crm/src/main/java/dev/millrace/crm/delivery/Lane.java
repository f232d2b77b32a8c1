package dev.millrace.crm.delivery;

import dev.millrace.crm.Action;
import dev.millrace.crm.CrmRecord;

/**
 * The changes of one record of the CRM, in order. At most one of them is in flight; the others wait
 * behind it, merged as far as they can be: nearly always there is at most one.
 */
final class Lane {

  final String object;
  final String key;
  private final Backlog backlog;

  private PendingRecord head;
  private PendingRecord tail;
  private PendingRecord inFlight;
  private boolean parked;

  /** Where it stands, and what it stood by there; belongs to {@link LaneQueue}. */
  LaneQueue queue;

  long queuedArrival;
  Lane queuedBefore;
  Lane queuedBehind;

  /** Until when it waits after a failure; belongs to {@link BackingOff}. */
  long backOffUntil;

  boolean backingOff;
  boolean hitByOutage;

  /** Belong to {@link ParentLocks}. */
  boolean awaitsParent;

  ParentLocks.Lock parentLock;

  Lane(String object, String key, Backlog backlog) {
    this.object = object;
    this.key = key;
    this.backlog = backlog;
  }

  /** The oldest of the waiting ones, null if there is none. */
  PendingRecord head() {
    return head;
  }

  /** The one in flight, null if there is none. */
  PendingRecord inFlight() {
    return inFlight;
  }

  /** Whether its oldest waiting record could be sent now. */
  boolean isReady() {
    return head != null && inFlight == null && !backingOff && !awaitsParent;
  }

  boolean isEmpty() {
    return head == null && inFlight == null;
  }

  /** Whether all that waits could be read again from its row. */
  boolean canBeReadAgain() {
    for (PendingRecord pending = head; pending != null; pending = pending.next) {
      if (!pending.record().canBeReadAgain()) {
        return false;
      }
    }
    return true;
  }

  /** Whether all that waits was read by a snapshot, which is as new as it can be. */
  boolean isOfSnapshot() {
    for (PendingRecord pending = head; pending != null; pending = pending.next) {
      if (!pending.record().snapshot()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Takes in a later change.
   *
   * @return how many waiting records it made superfluous
   */
  int add(CrmRecord later, long arrival, long arrivalNanos) {
    CrmRecord merged = tail == null ? null : Coalescing.merge(tail.record(), later);
    if (merged == null) {
      append(new PendingRecord(later, arrival, arrivalNanos));
      return dropSuperseded();
    }
    become(tail, merged);
    return 1 + dropSuperseded();
  }

  /** The oldest waiting one is in flight from now on. */
  PendingRecord send() {
    inFlight = head;
    head = head.next;
    if (head == null) {
      tail = null;
    }
    inFlight.next = null;
    backlog.remove(inFlight, parked);
    return inFlight;
  }

  /** See {@link Backlog}. */
  void park(boolean park) {
    for (PendingRecord pending = head; pending != null; pending = pending.next) {
      backlog.remove(pending, parked);
      backlog.add(pending, park);
    }
    parked = park;
  }

  /** The one in flight is dealt with. */
  void done() {
    inFlight = null;
  }

  /** Whether a waiting change makes the one in flight superfluous, laid over it. */
  boolean isSuperseded() {
    return head != null && Coalescing.merge(inFlight.record(), head.record()) != null;
  }

  /**
   * The one in flight was not accepted: it waits again, before all others. The next one is laid
   * over it, so that the values that only the failed one had are not lost.
   *
   * @return how many waiting records were merged
   */
  int putBack() {
    PendingRecord failed = inFlight;
    inFlight = null;
    CrmRecord merged = head == null ? null : Coalescing.merge(failed.record(), head.record());
    int coalesced = 0;
    if (merged != null) {
      failed.become(merged);
      unlink(null, head);
      coalesced = 1;
    }
    failed.next = head;
    head = failed;
    if (tail == null) {
      tail = failed;
    }
    backlog.add(failed, parked);
    return coalesced + dropSuperseded();
  }

  private void append(PendingRecord pending) {
    if (tail == null) {
      head = pending;
    } else {
      tail.next = pending;
    }
    tail = pending;
    backlog.add(pending, parked);
  }

  private void become(PendingRecord pending, CrmRecord later) {
    backlog.remove(pending, parked);
    pending.become(later);
    backlog.add(pending, parked);
  }

  /**
   * Drops the waiting ones of which the last one leaves nothing. There is something to drop only
   * where two mappings write to this record, or after a delete.
   */
  private int dropSuperseded() {
    if (head == tail || !Coalescing.leavesNothing(tail.record())) {
      return 0;
    }
    int dropped = 0;
    PendingRecord before = null;
    for (PendingRecord pending = head; pending != tail; pending = pending.next) {
      if (isSupersededByTail(pending)) {
        tail.arrivedWith(pending);
        unlink(before, pending);
        dropped++;
      } else {
        before = pending;
      }
    }
    return dropped;
  }

  private boolean isSupersededByTail(PendingRecord pending) {
    if (!pending.record().type().equals(tail.record().type())) {
      return false;
    }
    // A delete with another mapping's change behind it has to stay before that change.
    return tail.record().action() == Action.DELETE
        || pending.record().action() == Action.UPSERT
        || pending.next == tail;
  }

  private void unlink(PendingRecord before, PendingRecord pending) {
    if (before == null) {
      head = pending.next;
    } else {
      before.next = pending.next;
    }
    if (tail == pending) {
      tail = before;
    }
    backlog.remove(pending, parked);
  }
}
