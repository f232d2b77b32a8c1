package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarmUpTest {

  @Test
  void lastsAsLongAsItWasAskedTo() {
    WarmUp warmUp = new WarmUp(Duration.ofSeconds(30), () -> 0);

    assertThat(warmUp.next()).isEqualTo(Duration.ofSeconds(30));
    assertThat(warmUp.next()).isZero();
    assertThat(warmUp.seconds()).isEqualTo(30);
  }

  @Test
  void canBeNone() {
    assertThat(new WarmUp(Duration.ZERO, () -> 0).next()).isZero();
  }

  @Test
  void lastsUntilTheCompilersWorkForLessThanAFifthOfTheTime() {
    Iterator<Long> compiling = List.of(7_000L, 7_000L, 11_000L, 12_000L, 12_999L).iterator();

    assertThat(secondsOf(new WarmUp(null, compiling::next))).isEqualTo(15);
  }

  @Test
  void endsAfterTwoMinutesAlsoWhenTheCompilersDoNot() {
    long[] compiling = {0};

    assertThat(secondsOf(new WarmUp(null, () -> compiling[0] += 5_000))).isEqualTo(120);
  }

  private static long secondsOf(WarmUp warmUp) {
    while (!warmUp.next().isZero()) {
      assertThat(warmUp.seconds()).isLessThanOrEqualTo(120);
    }
    return warmUp.seconds();
  }
}
