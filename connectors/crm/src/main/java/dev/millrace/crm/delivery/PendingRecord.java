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

  /** How often it failed: was sent and neither accepted nor refused, not for a limit's sake. */
  private int failures;

  private int unconfirmed;

  /** Most records that a call with this one in it may have. */
  private int callLimit = Integer.MAX_VALUE;

  /** The one that waits behind this one in the same lane. */
  PendingRecord next;

  PendingRecord(CrmRecord record, long arrival, long arrivalNanos) {
    this.arrival = arrival;
    this.arrivalNanos = arrivalNanos;
    become(record);
  }

  /**
   * Takes a later version in place of the present one; keeps its arrival and what it went through.
   */
  void become(CrmRecord later) {
    record = later;
    bytes = RecordSize.estimate(later);
  }

  /** Counts as arrived when the other did, if that was earlier. */
  void arrivedWith(PendingRecord other) {
    if (other.arrival < arrival) {
      arrival = other.arrival;
      arrivalNanos = other.arrivalNanos;
    }
  }

  void sent(long wallMillis) {
    if (attempts++ == 0 && firstSentMillis == 0) {
      firstSentMillis = wallMillis;
    }
  }

  /** Takes over what it went through before a restore. */
  void sentBefore(int times, long firstMillis) {
    attempts = times;
    failures = times;
    firstSentMillis = firstMillis;
  }

  void failed() {
    failures++;
  }

  void unconfirmed() {
    failures++;
    if (++unconfirmed > 1) {
      callLimit = 1;
    }
  }

  /** Was part of a call of this many records that was refused as a whole. */
  void refusedAmong(int records) {
    callLimit = Math.min(callLimit, (records + 1) / 2);
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

  int failures() {
    return failures;
  }

  int callLimit() {
    return callLimit;
  }

  /** Whether it may be the one that makes calls fail; it shares a call only with its like. */
  boolean suspect() {
    return callLimit != Integer.MAX_VALUE;
  }
}
