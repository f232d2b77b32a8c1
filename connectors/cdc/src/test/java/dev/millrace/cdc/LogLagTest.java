package dev.millrace.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.SourcePosition;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LogLagTest {

  private final LogLag lag = new LogLag(seconds(20));

  @Test
  void whoHasComeToTheEndDoesNotLagHoweverLongNothingIsCommitted() {
    lag.note(at(100), seconds(10));
    assertThat(lag.millis(at(100), seconds(10_000))).isZero();
  }

  @Test
  void theOldestEndNotComeToTells() {
    lag.note(at(100), seconds(10));
    lag.note(at(200), seconds(20));
    lag.note(at(300), seconds(30));
    assertThat(lag.millis(at(99), seconds(40))).isEqualTo(30_000);
    assertThat(lag.millis(at(150), seconds(45))).isEqualTo(25_000);
    assertThat(lag.millis(at(250), seconds(50))).isZero();
    assertThat(lag.millis(at(250), seconds(51))).isEqualTo(21_000);
    assertThat(lag.millis(at(300), seconds(1000))).isZero();
  }

  @Test
  void anEndThatStandsStillKeepsItsFirstTime() {
    lag.note(at(100), seconds(10));
    lag.note(at(100), seconds(60));
    assertThat(lag.millis(at(50), seconds(60))).isEqualTo(50_000);
  }

  @Test
  void aReaderThatStandsStillForADayIsToldOf() {
    for (int look = 0; look < 8640; look++) {
      lag.note(at(100 + look), seconds(10L * look));
    }
    assertThat(lag.millis(at(0), seconds(86_400))).isEqualTo(86_400_000);
    assertThat(lag.millis(at(100 + 8639), seconds(86_400))).isZero();
  }

  private static SourcePosition at(long lsn) {
    return SourcePosition.lsn(lsn);
  }

  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }
}
