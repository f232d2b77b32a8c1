package dev.millrace.local;

import java.io.PrintStream;
import java.util.Locale;

/**
 * The demo on a terminal: the snapshot's progress and then one line that is written over and over;
 * where there is no terminal, a plain line every few seconds.
 */
final class TerminalView implements LiveView {

  private static final int BAR = 30;
  private static final long PLAIN_EVERY_NANOS = 5_000_000_000L;
  private static final String ERASE = "\r\u001b[K";

  private final PrintStream out;
  private final boolean terminal;
  private final int columns;
  private boolean lineOpen;
  private long lastPlain;
  private LiveState.Phase lastPhase;

  /**
   * @param columns width of the terminal; a longer line is cut
   */
  TerminalView(PrintStream out, boolean terminal, int columns) {
    this.out = out;
    this.terminal = terminal;
    this.columns = columns;
  }

  @Override
  public synchronized void show(LiveState state) {
    String text = text(state);
    if (terminal) {
      if (lastPhase == LiveState.Phase.SNAPSHOT && state.phase() != lastPhase) {
        out.println();
      }
      out.print(ERASE + cut(text));
      out.flush();
      lineOpen = true;
    } else if (state.phase() != lastPhase || System.nanoTime() - lastPlain > PLAIN_EVERY_NANOS) {
      out.println(text);
      lastPlain = System.nanoTime();
    }
    lastPhase = state.phase();
  }

  private String cut(String text) {
    return text.length() < columns ? text : text.substring(0, columns - 1);
  }

  /** Prints lines that stay. */
  synchronized void say(String text) {
    if (lineOpen) {
      out.println();
      lineOpen = false;
    }
    out.println(text);
  }

  static String text(LiveState state) {
    return switch (state.phase()) {
      case SNAPSHOT -> snapshot(state);
      case WARM_UP -> "warming up  " + running(state);
      case LIVE -> running(state);
      case DRAIN, DONE ->
          format(
              "load stopped  %,d changes committed, %,d accepted",
              state.committed(), state.accepted());
    };
  }

  private static String snapshot(LiveState state) {
    double share =
        state.snapshotRows() == 0 ? 1 : (double) state.snapshotDone() / state.snapshotRows();
    int full = (int) Math.round(BAR * Math.min(1, share));
    String bar =
        format(
            "snapshot [%s%s] %,d of %,d rows",
            "#".repeat(full), ".".repeat(BAR - full), state.snapshotDone(), state.snapshotRows());
    if (state.snapshotDone() == 0) {
      return bar + "  the job starts";
    }
    return share < 1 ? bar + format("  %,.0f rows/s", state.acceptedPerSecond()) : bar;
  }

  private static String running(LiveState state) {
    return format(
        "%,.0f changes/s  commit to accepted p50 %.0f p95 %.0f p99 %.0f ms  %,.0f calls/s x %.1f  in flight %d  waiting %d",
        state.changesPerSecond(),
        state.acceptance().p50(),
        state.acceptance().p95(),
        state.acceptance().p99(),
        state.callsPerSecond(),
        state.recordsPerCall(),
        state.inFlight(),
        state.waiting());
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
