package dev.millrace.simulator.salesforce;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Rows that calls in flight lock: the records they write and those records' parents. A call that
 * meets a row of another waits for it, for a time, and then fails where it needs that row.
 */
final class RowLocks {

  private static final long ASK_AGAIN_NANOS = 2_000_000;

  private final Map<Long, Held> holders = new HashMap<>();
  private final long waitNanos;

  /**
   * @param waitNanos how long a call waits for the rows of others
   */
  RowLocks(long waitNanos) {
    this.waitNanos = waitNanos;
  }

  Held newCall() {
    return new Held();
  }

  /** The rows of one call. */
  final class Held {

    private final Set<Long> rows = new LinkedHashSet<>();
    private final Set<Long> waitingFor = new LinkedHashSet<>();
    private long giveUpNanos;

    /** Asks for a row; false when another call has it, which is told once. */
    boolean lock(long row) {
      if (holders.putIfAbsent(row, this) == null) {
        rows.add(row);
        return true;
      }
      if (rows.contains(row)) {
        return true;
      }
      return !waitingFor.add(row);
    }

    /** Nanoseconds to ask again after; 0 when every row is there or the wait is over. */
    long waitNanos() {
      waitingFor.removeIf(this::lockFreed);
      if (waitingFor.isEmpty()) {
        return 0;
      }
      long now = System.nanoTime();
      if (giveUpNanos == 0) {
        giveUpNanos = now + waitNanos;
      }
      return Math.max(0, Math.min(giveUpNanos - now, ASK_AGAIN_NANOS));
    }

    private boolean lockFreed(long row) {
      if (holders.putIfAbsent(row, this) != null) {
        return false;
      }
      rows.add(row);
      return true;
    }

    /** Whether the row was asked for and another call has it. */
    boolean misses(long row) {
      return waitingFor.contains(row);
    }

    void release() {
      for (Long row : rows) {
        holders.remove(row);
      }
      rows.clear();
    }
  }
}
