package dev.millrace.local;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The demo on a terminal: the snapshot's progress and then one line that is written over and over;
 * where there is no terminal, a plain line every few seconds.
 */
final class TerminalView implements LiveView {

  private static final int BAR = 30;
  private static final long PLAIN_EVERY_NANOS = 5_000_000_000L;
  private static final String GAP = "  ";
  private static final String ERASE = "\r\u001b[K";

  private final PrintStream out;
  private final boolean terminal;
  private final int columns;
  private boolean lineOpen;
  private long lastPlain;
  private LiveState.Phase lastPhase;

  /**
   * @param columns width of the terminal; what does not fit is left out
   */
  TerminalView(PrintStream out, boolean terminal, int columns) {
    this.out = out;
    this.terminal = terminal;
    this.columns = columns;
  }

  @Override
  public synchronized void show(LiveState state) {
    if (terminal) {
      if (lastPhase == LiveState.Phase.SNAPSHOT && state.phase() != lastPhase) {
        out.println();
      }
      out.print(ERASE + text(state, columns));
      out.flush();
      lineOpen = true;
    } else if (state.phase() != lastPhase || System.nanoTime() - lastPlain > PLAIN_EVERY_NANOS) {
      out.println(text(state));
      lastPlain = System.nanoTime();
    }
    lastPhase = state.phase();
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
    return text(state, Integer.MAX_VALUE);
  }

  /** In less than so many columns: what does not fit in whole is left out, the last first. */
  private static String text(LiveState state, int columns) {
    StringBuilder line = new StringBuilder();
    for (String part : parts(state)) {
      if (line.length() + GAP.length() + part.length() >= columns) {
        break;
      }
      line.append(line.length() == 0 ? "" : GAP).append(part);
    }
    return line.toString();
  }

  private static List<String> parts(LiveState state) {
    return switch (state.phase()) {
      case SNAPSHOT -> snapshot(state);
      case WARM_UP -> Stream.concat(Stream.of("warming up"), running(state).stream()).toList();
      case LIVE -> running(state);
      case DRAIN, DONE ->
          List.of(
              "load stopped",
              format("%,d changes committed", state.flow().committed()),
              format("%,d accepted", state.flow().accepted()));
    };
  }

  private static List<String> snapshot(LiveState state) {
    long rows = state.snapshot().rows();
    long done = state.snapshot().done();
    double share = rows == 0 ? 1 : (double) done / rows;
    int full = (int) Math.round(BAR * Math.min(1, share));
    String bar =
        format(
            "snapshot [%s%s] %,d of %,d rows",
            "#".repeat(full), ".".repeat(BAR - full), done, rows);
    if (done == 0) {
      return List.of(bar, "the job starts");
    }
    return share < 1
        ? List.of(bar, format("%,.0f rows/s", state.flow().acceptedPerSecond()))
        : List.of(bar);
  }

  private static List<String> running(LiveState state) {
    return List.of(
        format("%,.0f changes/s", state.flow().committedPerSecond()),
        format(
            "commit to accepted p50 %.0f p95 %.0f p99 %.0f ms",
            state.acceptance().p50(), state.acceptance().p95(), state.acceptance().p99()),
        format("waiting %,d", state.delivery().waiting()),
        format("in flight %,d", state.delivery().recordsInFlight()),
        format(
            "%,.0f calls/s x %.1f", state.flow().callsPerSecond(), state.flow().recordsPerCall()));
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
