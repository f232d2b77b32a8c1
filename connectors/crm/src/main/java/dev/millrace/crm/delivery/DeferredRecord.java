package dev.millrace.crm.delivery;

import dev.millrace.crm.CrmRecord;

/**
 * A record that backs off for its own sake: its row is locked, its parent missing. It holds up
 * nothing but later changes of the same record.
 */
public final class DeferredRecord {

  private final CrmRecord record;
  private final int attempts;
  private final long firstSentMillis;

  DeferredRecord(CrmRecord record, int attempts, long firstSentMillis) {
    this.record = record;
    this.attempts = attempts;
    this.firstSentMillis = firstSentMillis;
  }

  public CrmRecord record() {
    return record;
  }

  /** See {@link Refusal#attempts}. */
  public int attempts() {
    return attempts;
  }

  /**
   * See {@link Refusal#firstSentMillis}; 0 when it was never sent but waits behind one that was.
   */
  public long firstSentMillis() {
    return firstSentMillis;
  }
}
