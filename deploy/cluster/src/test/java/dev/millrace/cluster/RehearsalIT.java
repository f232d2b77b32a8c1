package dev.millrace.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalIT {

  @Test
  void aClusterThatIsBrokenInEveryWayEndsConverged(@TempDir Path folder) throws Exception {
    File output = folder.resolve("output").toFile();

    Process rehearsal =
        new ProcessBuilder("./rehearsal").redirectErrorStream(true).redirectOutput(output).start();

    assertThat(rehearsal.waitFor()).as(() -> read(output.toPath())).isZero();
  }

  private static String read(Path output) {
    try {
      return Files.readString(output);
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }
}
