package dev.millrace.crm.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crm.delivery.DeliverySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is taken of the file, and what is in effect where it is not. */
class TuningFileTest {

  @TempDir private Path directory;
  private Path file;
  private TuningFile tuning;

  @BeforeEach
  void configured() {
    file = directory.resolve("tuning");
    Configuration delivery =
        Configuration.fromMap(Map.of("max-in-flight", "8", "tuning-file", file.toString()));
    tuning = new TuningFile(delivery, new Configuration(), NumberOfCalls.FORMAT);
  }

  @Test
  void withoutAFileTheConfigurationCounts() {
    assertThat(calls(tuning.begin())).isEqualTo(8);
    assertThat(lookTwice()).isEmpty();
  }

  @Test
  void whatTheFileSaysCountsUntilItIsGone() throws IOException {
    Files.writeString(file, "3");
    assertThat(calls(tuning.begin())).isEqualTo(3);
    assertThat(lookTwice()).as("the same again").isEmpty();

    Files.writeString(file, "0");
    assertThat(lookTwice().orElseThrow().isPaused()).isTrue();

    Files.delete(file);
    Optional<DeliverySettings> after = lookTwice();
    assertThat(calls(after.orElseThrow())).isEqualTo(8);
    assertThat(after.get().isPaused()).isFalse();
  }

  @Test
  void aFileThatCannotBeTakenChangesNothing() throws IOException {
    Files.writeString(file, "3");
    tuning.begin();

    Files.writeString(file, "four");
    assertThat(lookTwice()).isEmpty();
    Files.writeString(file, "");
    assertThat(lookTwice()).as("cut off while it is written").isEmpty();
    Files.writeString(file, "1".repeat(100_000));
    assertThat(lookTwice()).as("too long").isEmpty();
    Files.delete(file);
    Files.createDirectory(file);
    assertThat(lookTwice()).as("not to be read").isEmpty();

    Files.delete(file);
    Files.writeString(file, "5");
    assertThat(calls(lookTwice().orElseThrow())).isEqualTo(5);
  }

  @Test
  void nothingIsSentWhileItIsNotKnownWhetherTheFileSaysSo() throws IOException {
    Files.writeString(file, "four");
    assertThat(tuning.begin().isPaused()).isTrue();

    Files.writeString(file, "4");
    DeliverySettings settings = lookTwice().orElseThrow();
    assertThat(settings.isPaused()).isFalse();
    assertThat(calls(settings)).isEqualTo(4);
  }

  @Test
  void aTextThatIsBeingWrittenIsNotTaken() throws IOException {
    Files.writeString(file, "3");
    tuning.begin();

    Files.writeString(file, "4");
    assertThat(tuning.look()).isEmpty();
    Files.writeString(file, "45");
    assertThat(tuning.look()).isEmpty();
    assertThat(calls(tuning.look().orElseThrow())).isEqualTo(45);
  }

  private Optional<DeliverySettings> lookTwice() {
    assertThat(tuning.look()).as("at first").isEmpty();
    return tuning.look();
  }

  private static int calls(DeliverySettings settings) {
    return settings.maxInFlight();
  }
}
