package dev.millrace.change;

/**
 * How far the log has been read by the source of the chain that runs on this thread. A position
 * without a change, such as a heartbeat's, does not travel down a chain; but every operator of a
 * chain runs on its one task thread, so the source leaves the position there and an operator behind
 * it finds it.
 */
public final class LogProgress {

  private static final ThreadLocal<SourcePosition> READ = new ThreadLocal<>();

  /**
   * Every change before this position has been handed on, or is not to be: told first when the
   * source is given its log to read, before any operator takes in a change of it.
   */
  public static void readTo(SourcePosition position) {
    READ.set(position);
  }

  /** See {@link #readTo}; null when the log is not read on this thread. */
  public static SourcePosition here() {
    return READ.get();
  }

  private LogProgress() {}
}
