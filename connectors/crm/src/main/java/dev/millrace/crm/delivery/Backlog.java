package dev.millrace.crm.delivery;

/**
 * Counts what waits, against its caps, and for itself what is parked: backs off for its own sake,
 * so that any number of children that wait for their parents leaves the others all their room.
 * Records in flight are not counted.
 */
final class Backlog {

  private final int maxRecords;
  private final long maxBytes;
  private int records;
  private long bytes;
  private int parkedRecords;
  private long parkedBytes;

  Backlog(int maxRecords, long maxBytes) {
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
  }

  void add(PendingRecord pending, boolean parked) {
    count(1, pending.bytes(), parked);
  }

  void remove(PendingRecord pending, boolean parked) {
    count(-1, -pending.bytes(), parked);
  }

  private void count(int moreRecords, long moreBytes, boolean parked) {
    if (parked) {
      parkedRecords += moreRecords;
      parkedBytes += moreBytes;
    } else {
      records += moreRecords;
      bytes += moreBytes;
    }
  }

  /** All, parked or not. */
  int records() {
    return records + parkedRecords;
  }

  /** Of all, parked or not. */
  long bytes() {
    return bytes + parkedBytes;
  }

  /** Whether either has reached a cap. */
  boolean isFull() {
    return Math.max(records, parkedRecords) >= maxRecords
        || Math.max(bytes, parkedBytes) >= maxBytes;
  }
}
