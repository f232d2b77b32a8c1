package dev.millrace.crm.delivery;

/** Counts what waits, against its caps. Records in flight are not counted. */
final class Backlog {

  private final int maxRecords;
  private final long maxBytes;
  private int records;
  private long bytes;

  Backlog(int maxRecords, long maxBytes) {
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
  }

  void add(PendingRecord pending) {
    records++;
    bytes += pending.bytes();
  }

  void remove(PendingRecord pending) {
    records--;
    bytes -= pending.bytes();
  }

  int records() {
    return records;
  }

  long bytes() {
    return bytes;
  }

  boolean isFull() {
    return records >= maxRecords || bytes >= maxBytes;
  }
}
