package dev.millrace.crm.delivery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The lanes that wait after a failure, by when they are due. */
final class BackingOff {

  private final TreeSet<Lane> lanes =
      new TreeSet<>(
          Comparator.<Lane>comparingLong(lane -> lane.backOffUntil)
              .thenComparingLong(lane -> lane.queuedArrival));

  private int deferredCount;

  void add(Lane lane, long until, boolean hitByOutage) {
    lane.backingOff = true;
    lane.backOffUntil = until;
    lane.hitByOutage = hitByOutage;
    lanes.add(lane);
    if (!hitByOutage) {
      deferredCount++;
    }
  }

  /** Takes out the lanes that are due now, but for {@link #deferred} ones that are to stay. */
  List<Lane> takeDue(long now, Predicate<Lane> stays) {
    if (lanes.isEmpty() || lanes.first().backOffUntil > now) {
      return List.of();
    }
    List<Lane> taken = new ArrayList<>();
    for (Iterator<Lane> all = lanes.iterator(); all.hasNext(); ) {
      Lane lane = all.next();
      if (lane.backOffUntil > now) {
        break;
      }
      if (lane.hitByOutage || !stays.test(lane)) {
        all.remove();
        lane.backingOff = false;
        deferredCount -= lane.hitByOutage ? 0 : 1;
        taken.add(lane);
      }
    }
    return taken;
  }

  /** Takes out those that only an outage made wait. */
  List<Lane> takeHitByOutage() {
    List<Lane> taken = new ArrayList<>();
    for (Lane lane : lanes) {
      if (lane.hitByOutage) {
        taken.add(lane);
      }
    }
    for (Lane lane : taken) {
      lanes.remove(lane);
      lane.backingOff = false;
    }
    return taken;
  }

  /** Those that wait for their own sake. */
  List<Lane> deferred() {
    List<Lane> deferred = new ArrayList<>(lanes);
    deferred.removeIf(lane -> lane.hitByOutage);
    return deferred;
  }

  int deferredCount() {
    return deferredCount;
  }

  /** When {@link #takeDue} has a lane to take out; {@link Long#MAX_VALUE} for never. */
  long nextDue(Predicate<Lane> stays) {
    for (Lane lane : lanes) {
      if (lane.hitByOutage || !stays.test(lane)) {
        return lane.backOffUntil;
      }
    }
    return Long.MAX_VALUE;
  }
}
