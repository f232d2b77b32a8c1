package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LedgerTest {

  @Test
  void isBehindByTheOldestChangeThatTheCrmDoesNotReflect() {
    Ledger ledger = new Ledger(2);
    ledger.commit(0, 100);
    ledger.commit(0, 200);
    ledger.commit(1, 150);
    assertThat(ledger.behindNanos(1000)).isEqualTo(900);
    ledger.accept(0, 1);
    assertThat(ledger.behindNanos(1000)).isEqualTo(850);
    ledger.accept(1, 1);
    assertThat(ledger.behindNanos(1000)).isEqualTo(800);
    assertThat(ledger.recordsBehind()).isEqualTo(1);
    ledger.accept(0, 2);
    assertThat(ledger.behindNanos(1000)).isZero();
    assertThat(ledger.stepsBack()).isZero();
    ledger.accept(0, 1);
    assertThat(ledger.stepsBack()).isEqualTo(1);
  }

  @Test
  void drawsTheFirstRecordsFarMoreOften() {
    Zipf zipf = new Zipf(1000, 1.1);
    SplittableRandom random = new SplittableRandom(7);
    int[] drawn = new int[1000];
    for (int i = 0; i < 1_000_000; i++) {
      drawn[zipf.draw(random)]++;
    }
    assertThat((double) drawn[0] / drawn[9]).isBetween(11.0, 14.0);
    assertThat(drawn[999]).isPositive();
  }
}
