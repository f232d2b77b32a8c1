package dev.millrace.local.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacerTest {

  private static final long MILLI = 1_000_000;

  @Test
  void spacesWorkEvenlyByItsSize() {
    Pacer pacer = new Pacer(1000, 0);
    assertThat(starts(pacer, 0, 1, 3, 1, 1)).containsExactly(0L, 1L, 4L, 5L);
  }

  @Test
  void catchesUpAfterAStallAtHalfAgainTheRate() {
    Pacer pacer = new Pacer(1000, 0);
    List<Long> starts =
        starts(pacer, 30, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3);
    assertThat(starts.subList(0, 5)).containsExactly(30L, 32L, 34L, 36L, 38L);
    // 30 ms behind, 1 ms won with each: after 30 pieces of 3 ms it would be even.
    assertThat(starts.get(19)).isEqualTo(30 + 19 * 2);
  }

  @Test
  void isEvenAgainOnceItHasCaughtUp() {
    Pacer pacer = new Pacer(1000, 0);
    List<Long> starts = starts(pacer, 4, 3, 3, 3, 3, 3, 3, 3);
    assertThat(starts).containsExactly(4L, 6L, 8L, 10L, 12L, 15L, 18L);
  }

  /** Starts in milliseconds of pieces of these sizes, the first not before a stall's end. */
  private static List<Long> starts(Pacer pacer, long stallEndMillis, int... sizes) {
    List<Long> starts = new ArrayList<>();
    long now = stallEndMillis * MILLI;
    for (int size : sizes) {
      now = Math.max(now, pacer.next());
      starts.add(now / MILLI);
      pacer.started(size, now);
    }
    return starts;
  }
}
