package dev.millrace.crm.delivery;

import dev.millrace.crm.CrmConnector;
import dev.millrace.crm.CrmRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Every record that is not dealt with: in its lane, and the lane where it stands: in a queue when
 * it is ready, among those that back off, or neither while its record is in flight.
 */
final class WaitingRecords {

  private final DeliveryMetrics metrics;
  private final Backlog backlog;
  private final Lanes lanes;
  private final LaneQueues queues;
  private final BackingOff backingOff = new BackingOff();
  private final ParentLocks parents = new ParentLocks();
  private long arrivals;
  private boolean held;
  private boolean keepsDeferred;

  WaitingRecords(CrmConnector connector, DeliverySettings settings, DeliveryMetrics metrics) {
    this.metrics = metrics;
    this.backlog = new Backlog(settings.maxWaitingRecords, settings.maxWaitingBytes);
    this.lanes = new Lanes(connector, backlog);
    this.queues = new LaneQueues(connector);
  }

  Backlog backlog() {
    return backlog;
  }

  LaneQueues queues() {
    return queues;
  }

  /** Whether every record is dealt with. */
  boolean isEmpty() {
    return lanes.size() == 0;
  }

  /**
   * Whether every record is dealt with but for those that back off for their own sake and can be
   * read again.
   */
  boolean isEmptyButForDeferred() {
    return lanes.size() == backingOff.deferredCount() && canBeReadAgain(backingOff.deferred());
  }

  /**
   * Whether the only others are ones that back off for their own sake too, and were sent in vain
   * often.
   */
  boolean isStuck() {
    return lanes.size() == backingOff.deferredCount()
        && backingOff.deferred().stream().allMatch(WaitingRecords::isNotWaitedFor)
        && !canBeReadAgain(backingOff.deferred());
  }

  private static boolean isNotWaitedFor(Lane lane) {
    return lane.canBeReadAgain() || lane.head().trouble().isLasting();
  }

  /** Whether nothing waits that cannot be read again. */
  boolean canAllBeReadAgain() {
    return canBeReadAgain(lanes.all());
  }

  private static boolean canBeReadAgain(Collection<Lane> lanes) {
    return lanes.stream().allMatch(Lane::canBeReadAgain);
  }

  /** No lane is ready from now on but those of a snapshot. */
  void hold() {
    held = true;
    lanes.all().forEach(this::place);
  }

  /** Ends {@link #hold}. */
  void release() {
    held = false;
    List<Lane> waiting = lanes.all();
    waiting.removeIf(lane -> lane.head() == null);
    waiting.sort(Comparator.comparingLong(lane -> lane.head().arrival()));
    waiting.forEach(this::place);
  }

  /** What backs off for its own sake, and what waits behind it. */
  List<DeferredRecord> deferred() {
    return waitingIn(backingOff.deferred());
  }

  /** All that waits. */
  List<DeferredRecord> all() {
    return waitingIn(lanes.all());
  }

  private static List<DeferredRecord> waitingIn(Collection<Lane> lanes) {
    List<DeferredRecord> deferred = new ArrayList<>();
    for (Lane lane : lanes) {
      for (PendingRecord pending = lane.head(); pending != null; pending = pending.next) {
        deferred.add(
            new DeferredRecord(pending.record(), pending.attempts(), pending.firstSentMillis()));
      }
    }
    return deferred;
  }

  /**
   * Takes in a record.
   *
   * @param arrivalNanos when it arrived, where that matters
   * @return whether there is a whole call's worth of its kind now
   */
  boolean add(CrmRecord record, long arrivalNanos) {
    Lane lane = lanes.of(record);
    coalesced(lane.add(record, arrivals++, arrivalNanos));
    place(lane);
    return lane.queue != null && lane.queue.isFull();
  }

  /**
   * Takes in a record that backed off before a restore, to be sent before anything of its lane that
   * came later.
   */
  void addDeferred(CrmRecord record, int attempts, long firstSentMillis) {
    Lane lane = lanes.of(record);
    boolean first = lane.isEmpty();
    coalesced(lane.add(record, arrivals++, 0));
    if (first) {
      lane.head().sentBefore(attempts, firstSentMillis);
    }
    place(lane);
  }

  /** The lane's record in flight needs nothing more. */
  void done(Lane lane) {
    lane.done();
    if (lane.isEmpty()) {
      lanes.remove(lane);
    } else {
      place(lane);
    }
  }

  /** The lane's record in flight has to be sent again. */
  void sendAgain(Lane lane) {
    metrics.retried(1);
    coalesced(lane.putBack());
    place(lane);
  }

  /** The lane's record in flight has to be sent again, but not before a time. */
  void sendAgainAfter(Lane lane, long nanoTime, boolean hitByOutage) {
    backingOff.add(lane, nanoTime, hitByOutage);
    lane.park(!hitByOutage);
    sendAgain(lane);
  }

  /**
   * Whether lanes that back off for their own sake go on doing so when they are due, if they can be
   * read again or were sent in vain often.
   */
  void keepDeferred(boolean keep) {
    keepsDeferred = keep;
  }

  private boolean staysDeferred(Lane lane) {
    return keepsDeferred && isNotWaitedFor(lane);
  }

  /** Lets those go on that backed off until now; if for their own sake, behind those that wait. */
  void releaseDue(long now) {
    for (Lane lane : backingOff.takeDue(now, this::staysDeferred)) {
      if (!lane.hitByOutage) {
        // Else, where calls are short, an old one that fails again and again would take them all.
        lane.head().arrivesAt(arrivals++);
        lane.park(false);
      }
      place(lane);
    }
  }

  /** Lets those go on that backed off only because the CRM was down, as if nothing had been. */
  void outageIsOver() {
    for (Lane lane : backingOff.takeHitByOutage()) {
      lane.head().withTrouble().wasOutage();
      place(lane);
    }
    for (LaneQueue queue : queues.all()) {
      for (Lane lane : queue.suspects()) {
        queue.remove(lane);
        lane.head().withTrouble().wasOutage();
        place(lane);
      }
    }
  }

  /** Takes the lanes of the next call; see {@link LaneQueue#take}. */
  List<Lane> take(LaneQueue queue, boolean inBulk) {
    return queue.take(inBulk, parents);
  }

  /** The call with these lanes is over, and their parents are free. */
  void callIsOver(List<Lane> lanes) {
    if (parents.areFree()) {
      return;
    }
    for (Lane lane : lanes) {
      parents.release(lane).forEach(this::place);
    }
  }

  /** Lanes whose oldest record backs off for its own sake. */
  int deferredLanes() {
    return backingOff.deferredCount();
  }

  /** When {@link #releaseDue} has something to do; {@link Long#MAX_VALUE} for never. */
  long nextDue() {
    return backingOff.nextDue(this::staysDeferred);
  }

  private void coalesced(int changes) {
    if (changes > 0) {
      metrics.coalesced(changes);
    }
  }

  private void place(Lane lane) {
    boolean ready = lane.isReady() && (!held || lane.isOfSnapshot());
    LaneQueue queue = ready ? queues.of(lane) : null;
    if (lane.queue != null) {
      if (lane.queue == queue && lane.queuedArrival == lane.head().arrival()) {
        return;
      }
      lane.queue.remove(lane);
    }
    if (queue != null) {
      queue.add(lane);
    }
  }
}
