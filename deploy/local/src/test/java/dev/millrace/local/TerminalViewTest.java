package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.LiveState.Percentiles;
import dev.millrace.local.LiveState.Phase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalViewTest {

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

  @Test
  void showsTheSnapshotAsABar() {
    assertThat(TerminalView.text(state(Phase.SNAPSHOT)))
        .isEqualTo("snapshot [###############...............] 11,000 of 22,000 rows  1,500 rows/s");
  }

  @Test
  void showsTheLoadInOneLine() {
    assertThat(TerminalView.text(state(Phase.LIVE)))
        .isEqualTo(
            "5,001 changes/s  commit to accepted p50 31 p95 37 p99 44 ms  312 calls/s x 16.1"
                + "  in flight 7  waiting 12");
  }

  @Test
  void aTerminalLineIsWrittenOverAndNeverWraps() {
    TerminalView view = new TerminalView(out, true, 20);
    view.show(state(Phase.LIVE));
    view.show(state(Phase.LIVE));
    view.say("done");
    assertThat(written.toString(StandardCharsets.UTF_8))
        .isEqualTo("\r\u001b[K5,001 changes/s  co\r\u001b[K5,001 changes/s  co\ndone\n");
  }

  @Test
  void withoutATerminalThereAreNoControlCharactersAndFewLines() {
    TerminalView view = new TerminalView(out, false, 20);
    view.show(state(Phase.SNAPSHOT));
    view.show(state(Phase.LIVE));
    view.show(state(Phase.LIVE));
    assertThat(written.toString(StandardCharsets.UTF_8).lines().toList())
        .containsExactly(
            TerminalView.text(state(Phase.SNAPSHOT)), TerminalView.text(state(Phase.LIVE)));
  }

  private static LiveState state(Phase phase) {
    return new LiveState(
        phase,
        "embedded Postgres",
        "none",
        20,
        5000,
        12,
        22_000,
        11_000,
        123_456,
        120_000,
        5001.4,
        1500,
        312,
        16.12,
        7,
        12,
        0,
        new Percentiles(100, 8, 11, 15, 20),
        new Percentiles(100, 31, 37, 44, 60),
        "http://localhost:8081",
        List.of());
  }
}
