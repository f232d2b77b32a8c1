package dev.millrace.crm.delivery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

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

  /** Takes out the lane that is due first, if it is due now; else null. */
  Lane pollDue(long now) {
    if (lanes.isEmpty() || lanes.first().backOffUntil > now) {
      return null;
    }
    Lane lane = lanes.pollFirst();
    lane.backingOff = false;
    if (!lane.hitByOutage) {
      deferredCount--;
    }
    return lane;
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

  /** When the next one is due; {@link Long#MAX_VALUE} when there is none. */
  long nextDue() {
    return lanes.isEmpty() ? Long.MAX_VALUE : lanes.first().backOffUntil;
  }
}
