package dev.millrace.crm.delivery;

import dev.millrace.crm.CrmRecord;

/** A record on its way: it waits in its {@link Lane}, or is in flight, until the CRM accepts it. */
final class PendingRecord {

  private CrmRecord record;
  private long bytes;

  /** Order of arrival, over all lanes; of the earliest change that went into this record. */
  private long arrival;

  private long arrivalNanos;

  /** How often it was sent. */
  private int attempts;

  /** When it was sent first, by the wall clock; 0 for not yet. */
  private long firstSentMillis;

  /** Null as long as there was none, as nearly always. */
  private Trouble trouble;

  /** The one that waits behind this one in the same lane. */
  PendingRecord next;

  PendingRecord(CrmRecord record, long arrival, long arrivalNanos) {
    this.arrival = arrival;
    this.arrivalNanos = arrivalNanos;
    become(record);
  }

  /**
   * Takes a later version in place of the present one. It keeps the arrival and what that went
   * through, but has the whole of the retry timeout again: it may be what mends it.
   */
  void become(CrmRecord later) {
    record = later;
    bytes = RecordSize.estimate(later);
    if (trouble != null) {
      trouble.hasLaterVersion();
    }
  }

  /** Counts as arrived when the other did, if that was earlier. */
  void arrivedWith(PendingRecord other) {
    if (other.arrival < arrival) {
      arrival = other.arrival;
      arrivalNanos = other.arrivalNanos;
    }
  }

  /** Takes its place anew. */
  void arrivesAt(long place) {
    arrival = place;
  }

  void sent(long wallMillis) {
    attempts++;
    if (firstSentMillis == 0) {
      firstSentMillis = wallMillis;
    }
  }

  /** Takes over what it went through before a restore. */
  void sentBefore(int times, long firstMillis) {
    attempts = times;
    firstSentMillis = firstMillis;
    withTrouble().before(times);
  }

  /** To be written to. */
  Trouble withTrouble() {
    if (trouble == null) {
      trouble = new Trouble();
    }
    return trouble;
  }

  /** To be read. */
  Trouble trouble() {
    return trouble == null ? Trouble.NONE : trouble;
  }

  CrmRecord record() {
    return record;
  }

  long bytes() {
    return bytes;
  }

  long arrival() {
    return arrival;
  }

  long arrivalNanos() {
    return arrivalNanos;
  }

  int attempts() {
    return attempts;
  }

  long firstSentMillis() {
    return firstSentMillis;
  }
}
