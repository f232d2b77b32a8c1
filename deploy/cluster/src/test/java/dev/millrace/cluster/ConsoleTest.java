package dev.millrace.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleTest {

  @Test
  void aCommandThatHangsIsNamedAndEnded(@TempDir Path folder) throws Exception {
    try (Console console = new Console(folder, Duration.ofSeconds(1))) {
      assertThatThrownBy(() -> console.run("tail -f /dev/null\n"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("after 1 s it has not ended, and was: tail -f /dev/null\n");
      assertThat(console.process().onExit().get(1, TimeUnit.MINUTES).isAlive()).isFalse();
    }
  }
}
