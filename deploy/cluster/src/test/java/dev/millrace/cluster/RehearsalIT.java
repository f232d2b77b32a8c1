package dev.millrace.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("cluster")
class RehearsalIT {

  private static final long PATIENCE_MINUTES = 15;

  @Test
  void aClusterThatIsBrokenInEveryWayEndsConverged(@TempDir Path folder) throws Exception {
    Path output = folder.resolve("output");
    Process rehearsal =
        new ProcessBuilder("./rehearsal")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(rehearsal.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES))
          .as(() -> read(output))
          .isTrue();
    } finally {
      // Asked to end, it ends what it has started.
      rehearsal.destroy();
      rehearsal.waitFor();
    }
    assertThat(rehearsal.exitValue()).as(() -> read(output)).isZero();
  }

  private static String read(Path output) {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
