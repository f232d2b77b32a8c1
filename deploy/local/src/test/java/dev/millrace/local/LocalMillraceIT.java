package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.job.command.Millrace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a process of its own. */
class LocalMillraceIT {

  @TempDir private Path folder;

  @Test
  void aSecondRunWithTheSameStateIsRefused() throws Exception {
    StateDirectory state = new StateDirectory(folder.resolve("state"));
    state.lock();

    Ended second =
        millrace("run", "--config", folder.resolve("shop.yaml").toString(), "--state=" + state);

    assertThat(second.exitCode).as(second.output).isEqualTo(Millrace.REFUSED);
    assertThat(second.output.trim())
        .isEqualTo(
            "Another run (process "
                + ProcessHandle.current().pid()
                + ") keeps its positions in "
                + state
                + ". Stop it first, or give this one a --state of its own.");
    state.release();
  }

  @Test
  void refusedRunsLeaveNoStateBehind() throws Exception {
    Path config = folder.resolve("shop.yaml");

    Ended run = millrace("run", "--config", config.toString());

    assertThat(run.exitCode).as(run.output).isEqualTo(Millrace.REFUSED);
    assertThat(run.output).contains("no such file");
    assertThat(Files.exists(folder.resolve("shop.yaml.state"))).isFalse();
  }

  @Test
  void helpTellsWhatTheLauncherAdds() throws Exception {
    assertThat(millrace("--help").output)
        .contains("(run | check | replay | stop)", "makes a savepoint");
    assertThat(millrace("run", "--help").output).contains("--state=DIR", "FILE.state");
    Ended wrong = millrace("stpo");
    assertThat(wrong.exitCode).isEqualTo(Millrace.REFUSED);
    assertThat(wrong.output).contains("nearest: stop; see millrace --help");
  }

  private record Ended(int exitCode, String output) {}

  private Ended millrace(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "-Dlog.file=" + folder.resolve("millrace.log"),
                "-cp",
                System.getProperty("java.class.path"),
                LocalMillrace.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }
}
