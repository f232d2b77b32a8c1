package dev.millrace.cdc.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cdc.SourceOptions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class WalWatchTest {

  private final WalWatch watch =
      new WalWatch(
          new UnregisteredMetricsGroup(),
          PostgresChangeSource.configuration(source(), List.of()).create(0),
          List.of());
  private final AtomicInteger woken = new AtomicInteger();

  {
    watch.whenLost(woken::incrementAndGet);
  }

  @Test
  void aReaderThatTheServerHasGivenUpFailsTheTask() {
    look(true, false, false, false);
    assertThatThrownBy(watch::demandReader)
        .hasMessageContainingAll("slot held at", "the network delivers nothing");
    look(false, false);
    assertThat(woken).hasValue(1);
  }

  @Test
  void aReaderThatIsConnectedIsWellHoweverLongItTakesNothingIn() {
    for (int i = 0; i < 1000; i++) {
      look(true);
    }
    assertWell();
  }

  @Test
  void aReaderThatConnectsAnewIsWell() {
    look(true, false, false, true, false, false, true);
    assertWell();
  }

  @Test
  void aSlotThatIsNotReadYetIsWell() {
    look(false, false, false, false, false);
    assertWell();
  }

  @Test
  void aReaderThatIsBackIsWellAgain() {
    look(true, false, false, false, true);
    assertThatCode(watch::demandReader).doesNotThrowAnyException();
  }

  private void look(boolean... active) {
    for (boolean each : active) {
      watch.lookForTheReader(each);
    }
  }

  private void assertWell() {
    assertThatCode(watch::demandReader).doesNotThrowAnyException();
    assertThat(woken).hasValue(0);
  }

  private static Configuration source() {
    Configuration source = new Configuration();
    source.set(SourceOptions.HOSTNAME, "db");
    source.set(SourceOptions.PORT, 5432);
    source.set(SourceOptions.USERNAME, "reader");
    source.set(SourceOptions.PASSWORD, "${env:PASSWORD}");
    source.set(SourceOptions.DATABASE, "shop");
    source.set(SourceOptions.SLOT_NAME, "held");
    return source;
  }
}
