package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {

  @TempDir private Path folder;

  @Test
  void isBesideTheConfiguration() {
    assertThat(StateDirectory.of(folder.resolve("shop.yaml")))
        .hasToString(folder.resolve("shop.yaml.state").toString());
  }

  @Test
  void theNewestIsWhatWasCompletedLast() throws IOException {
    StateDirectory state = new StateDirectory(folder);
    assertThat(state.newest()).isEmpty();

    complete(state.checkpoints().resolve("job/chk-7"), 1_000);
    Path savepoint = complete(state.savepoints().resolve("savepoint-1"), 2_000);
    Files.createDirectories(state.checkpoints().resolve("job/chk-8"));

    assertThat(state.newest()).contains(savepoint);
  }

  @Test
  void isOneRunsAtATime() {
    StateDirectory first = new StateDirectory(folder.resolve("state"));
    StateDirectory second = new StateDirectory(folder.resolve("state"));
    assertThat(second.isLocked()).isFalse();

    first.lock();
    first.lock();
    first.running("http://localhost:8081");

    assertThat(second.isLocked()).isTrue();
    assertThat(second.webUrl()).contains("http://localhost:8081");
    assertThatThrownBy(second::lock)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Another run (process "
                + ProcessHandle.current().pid()
                + ") keeps its positions in "
                + second
                + ". Stop it first, or give this one a --state of its own.");

    first.release();
    assertThat(second.isLocked()).isFalse();
    assertThat(second.webUrl()).isEmpty();
    second.lock();
    second.release();
  }

  private static Path complete(Path checkpoint, long millis) throws IOException {
    Files.createDirectories(checkpoint);
    Path metadata = Files.createFile(checkpoint.resolve("_metadata"));
    Files.setLastModifiedTime(metadata, FileTime.fromMillis(millis));
    return checkpoint;
  }
}
