package dev.millrace.simulator.rest;

import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.KeysInFlight;
import dev.millrace.simulator.server.Work;
import java.util.function.Supplier;

/** A call that is checked and carried out in one go, once its time has come. */
public final class Task implements Work {

  private final int records;
  private final KeysInFlight keys;
  private final Supplier<Answer> commit;

  /**
   * @param keys of the records it writes; null for none
   */
  public Task(int records, KeysInFlight keys, Supplier<Answer> commit) {
    this.records = records;
    this.keys = keys;
    this.commit = commit;
  }

  @Override
  public int records() {
    return records;
  }

  @Override
  public Answer commit() {
    return commit.get();
  }

  @Override
  public void leave() {
    if (keys != null) {
      keys.leave();
    }
  }
}
