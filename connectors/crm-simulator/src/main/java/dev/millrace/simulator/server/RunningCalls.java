package dev.millrace.simulator.server;

import java.util.HashMap;
import java.util.Map;

/** The calls that are being worked on, each with the time it started. */
public final class RunningCalls {

  private final Map<Work, Long> starts = new HashMap<>();

  /** Calls running. */
  public int count() {
    return starts.size();
  }

  /** Calls running that started at this time or before. */
  public long startedBy(long millis) {
    return starts.values().stream().filter(start -> start <= millis).count();
  }

  /** The work, counted from now on until it ends. */
  public Work watch(Work work, long nowMillis) {
    Work watched =
        new Work() {
          @Override
          public int records() {
            return work.records();
          }

          @Override
          public long heldUpNanos() {
            return work.heldUpNanos();
          }

          @Override
          public Answer commit() {
            starts.remove(this);
            return work.commit();
          }

          @Override
          public void leave() {
            work.leave();
          }

          @Override
          public void lost() {
            starts.remove(this);
            work.lost();
          }
        };
    starts.put(watched, nowMillis);
    return watched;
  }
}
