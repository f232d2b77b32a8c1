package dev.millrace.bench;

import java.util.Arrays;

/**
 * When each version of each record was committed, and which version the CRM holds. Versions of a
 * record count from 1.
 */
final class Ledger {

  /** Of a record's versions after the accepted one, in their order: else memory would grow. */
  private final long[][] committedNanos;

  private final int[] newest;
  private final int[] accepted;
  private long changes;
  private long acceptances;
  private long stepsBack;

  Ledger(int records) {
    committedNanos = new long[records][16];
    newest = new int[records];
    accepted = new int[records];
  }

  /** A change was committed; gives its version. */
  synchronized int commit(int record, long nanoTime) {
    changes++;
    int waiting = newest[record] - accepted[record];
    if (waiting == committedNanos[record].length) {
      committedNanos[record] = Arrays.copyOf(committedNanos[record], 2 * waiting);
    }
    committedNanos[record][waiting] = nanoTime;
    return ++newest[record];
  }

  /** The CRM accepted a version; an older one than it had is counted and otherwise passed over. */
  synchronized void accept(int record, int version) {
    acceptances++;
    int newer = version - accepted[record];
    if (newer < 0) {
      stepsBack++;
      return;
    }
    int waiting = newest[record] - accepted[record];
    System.arraycopy(committedNanos[record], newer, committedNanos[record], 0, waiting - newer);
    accepted[record] = version;
  }

  /**
   * The age of the oldest change that the CRM does not reflect yet, over all records; 0 if none.
   */
  synchronized long behindNanos(long nanoTime) {
    long behind = 0;
    for (int record = 0; record < newest.length; record++) {
      if (accepted[record] < newest[record]) {
        behind = Math.max(behind, nanoTime - committedNanos[record][0]);
      }
    }
    return behind;
  }

  /** Records of which the CRM does not hold the newest version. */
  synchronized int recordsBehind() {
    int behind = 0;
    for (int record = 0; record < newest.length; record++) {
      behind += accepted[record] == newest[record] ? 0 : 1;
    }
    return behind;
  }

  synchronized long changes() {
    return changes;
  }

  synchronized long acceptances() {
    return acceptances;
  }

  /** How often the CRM accepted a version older than the one it had. */
  synchronized long stepsBack() {
    return stepsBack;
  }
}
