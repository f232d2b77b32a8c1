package dev.millrace.simulator.salesforce;

import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.KeysInFlight;
import dev.millrace.simulator.server.Work;
import dev.millrace.simulator.store.Store;

/** A call that writes records, by itself or as a part of a Composite. */
abstract class WritingCall implements Work {

  final Org org;
  final RowLocks.Held locks;
  final KeysInFlight keys;
  private final long receivedMicros;

  WritingCall(Org org, long receivedMicros, int expectedRecords) {
    this.org = org;
    this.locks = org.locks().newCall();
    this.keys = new KeysInFlight(org.tenant().counters(), expectedRecords);
    this.receivedMicros = receivedMicros;
  }

  /** Looks again at what is there, as a call does that starts only now. */
  abstract void startAgain();

  /** Writes, and answers; some or all records may have failed. */
  abstract Answer write(Store.Commit commit);

  /** Whether a record failed in {@link #write}. */
  abstract boolean anyFailed();

  /** Tells the counters of the outcome. */
  abstract void count();

  @Override
  public final long heldUpNanos() {
    return locks.waitNanos();
  }

  @Override
  public final Answer commit() {
    try {
      Store.Commit commit = org.tenant().store().begin(receivedMicros, org.tenant().nowMicros());
      Answer answer = write(commit);
      commit.keep();
      count();
      return answer;
    } finally {
      locks.release();
    }
  }

  @Override
  public final void leave() {
    keys.leave();
  }

  @Override
  public final void lost() {
    locks.release();
  }
}
