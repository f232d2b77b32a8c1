package dev.millrace.crm.delivery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which parents' records are in a call that is in flight, and which lanes wait for that. Parents
 * are told apart without regard to case: of two that only differ in it the CRM may know one.
 */
final class ParentLocks {

  private final Map<String, Lock> locks = new HashMap<>();

  /**
   * Takes the parent of a lane's oldest record for the call that is being put together.
   *
   * @return false when another call has it; the lane waits for that here, then
   */
  boolean take(Lane lane, List<Lane> call) {
    String parent = lane.head().record().parent();
    if (parent == null) {
      return true;
    }
    String key = parent.toLowerCase(Locale.ROOT);
    Lock lock = locks.get(key);
    if (lock == null) {
      lock = new Lock(key, call);
      locks.put(key, lock);
    } else if (lock.call != call) {
      lane.awaitsParent = true;
      lock.waiting.add(lane);
      return false;
    }
    lock.lanes++;
    lane.parentLock = lock;
    return true;
  }

  boolean areFree() {
    return locks.isEmpty();
  }

  /** A lane's call is over. Returns the lanes that waited for its parent, when all of it is. */
  List<Lane> release(Lane lane) {
    Lock lock = lane.parentLock;
    lane.parentLock = null;
    if (lock == null || --lock.lanes > 0) {
      return List.of();
    }
    locks.remove(lock.key);
    lock.waiting.forEach(waiting -> waiting.awaitsParent = false);
    return lock.waiting;
  }

  /** A parent whose records are in a call. */
  static final class Lock {

    private final String key;
    private final List<Lane> call;
    private final List<Lane> waiting = new ArrayList<>(0);
    private int lanes;

    private Lock(String key, List<Lane> call) {
      this.key = key;
      this.call = call;
    }
  }
}
