package dev.millrace.crm.delivery;

/** What a record went through that was sent, and neither accepted nor refused. */
final class Trouble {

  static final Trouble NONE = new Trouble();

  /** So often a call may fail before its records are tried in smaller ones. */
  private static final int FAILURES_TO_SPLIT = 3;

  /** So often it is sent in vain before a barrier no longer waits for it. */
  private static final int TRIES_IN_VAIN = 6;

  /** So often the CRM has to work on others between two failures of a record to be blamed. */
  private static final int STRIKES_TO_BLAME = 3;

  private int times;

  /** Calls with it that failed since the last one that the CRM worked on. */
  private int failures;

  private long lastFailed = -1;

  /** Times that the CRM worked on others between two of those. */
  private int strikes;

  private int undecided;

  /** How long it backed off for its own sake, not counting what may have been an outage. */
  private long retriedNanos;

  /** How much of that was for the latest failure of a call. */
  private long latestBackOff;

  /**
   * Most records that a call with it may have, because calls failed, and because they were refused.
   */
  private int limitForFailures = Integer.MAX_VALUE;

  private int limitForRefusals = Integer.MAX_VALUE;

  /** It was sent in vain this often before a restore. */
  void before(int times) {
    this.times = times;
  }

  /**
   * No answer came to a call of so many records, or the CRM could not work on it.
   *
   * @param lastWorked when the CRM last worked on another call
   */
  void callFailed(int records, long lastWorked, long now) {
    times++;
    failures++;
    if (lastFailed >= 0 && lastWorked > lastFailed) {
      strikes++;
    } else {
      // The CRM worked on nothing meanwhile: it may have been down.
      retriedNanos -= latestBackOff;
    }
    latestBackOff = 0;
    lastFailed = now;
    if (failures >= FAILURES_TO_SPLIT) {
      limitForFailures = half(records);
    }
  }

  /**
   * The CRM was down, so the failures say nothing of the record, unless others worked meanwhile.
   */
  void wasOutage() {
    if (strikes == 0) {
      times = 0;
      failures = 0;
      limitForFailures = Integer.MAX_VALUE;
    }
  }

  private void worked() {
    failures = 0;
    latestBackOff = 0;
    strikes = 0;
    lastFailed = -1;
    limitForFailures = Integer.MAX_VALUE;
  }

  /** The record may be accepted later, the CRM says. */
  void toRetry() {
    times++;
    worked();
  }

  /** The answer to a call of so many records neither took nor refused it. */
  void undecided(int records) {
    times++;
    worked();
    if (++undecided > 1) {
      refusedAmong(records);
    }
  }

  /** A call of so many records was refused as a whole. */
  void refusedAmong(int records) {
    limitForRefusals = Math.min(limitForRefusals, half(records));
  }

  private static int half(int records) {
    return (records + 1) / 2;
  }

  void hasLaterVersion() {
    retriedNanos = 0;
    latestBackOff = 0;
  }

  void backsOff(long nanos) {
    retriedNanos += nanos;
    latestBackOff = failures > 0 ? nanos : 0;
  }

  /** How often it was sent in vain, not counting an outage. */
  int times() {
    return times;
  }

  /** Whether it was sent in vain so often that it may take long. */
  boolean isLasting() {
    return times >= TRIES_IN_VAIN;
  }

  long retriedNanos() {
    return retriedNanos;
  }

  int callLimit() {
    return Math.min(limitForFailures, limitForRefusals);
  }

  /** Whether it may be the one that makes calls fail; it shares a call only with its like. */
  boolean isSuspect() {
    return callLimit() != Integer.MAX_VALUE;
  }

  /** Whether, failing alone, it is no longer taken to be only the CRM's trouble. */
  boolean isOwn() {
    return failures >= FAILURES_TO_SPLIT;
  }

  /** Whether the CRM worked on enough others meanwhile to say that it is this record's fault. */
  boolean isBlamed() {
    return strikes >= STRIKES_TO_BLAME;
  }
}
