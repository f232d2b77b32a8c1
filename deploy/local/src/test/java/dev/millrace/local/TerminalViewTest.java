package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.LiveState.Phase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalViewTest {

  private static final String ERASE = "\r\u001b[K";
  private static final String LINE =
      "5,001 changes/s  commit to accepted p50 31 p95 41 p99 51 ms  waiting 12";

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

  @Test
  void showsTheSnapshotAsABar() {
    assertThat(TerminalView.text(state(Phase.SNAPSHOT)))
        .isEqualTo("snapshot [###############...............] 11,000 of 22,000 rows  4,790 rows/s");
  }

  @Test
  void showsTheLoadInOneLine() {
    assertThat(TerminalView.text(state(Phase.LIVE)))
        .isEqualTo(
            "5,001 changes/s  commit to accepted p50 31 p95 41 p99 51 ms  waiting 12"
                + "  in flight 112  312 calls/s x 16.1");
  }

  @Test
  void aTerminalLineIsWrittenOverAndLeavesOutWhatDoesNotFit() {
    TerminalView view = new TerminalView(out, true, 80);
    view.show(state(Phase.LIVE));
    view.show(state(Phase.LIVE));
    view.say("done");
    assertThat(written.toString(StandardCharsets.UTF_8))
        .isEqualTo((ERASE + LINE).repeat(2) + "\ndone\n");
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
    return States.of(phase, 31);
  }
}
