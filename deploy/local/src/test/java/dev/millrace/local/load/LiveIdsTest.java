package dev.millrace.local.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LiveIdsTest {

  @Test
  void noIdIsEverGivenTwiceAndTwoClerksShareNone() {
    Random random = new Random(1);
    LiveIds one = new LiveIds(0, 2);
    LiveIds other = new LiveIds(1, 2);
    Set<Long> seen = new TreeSet<>();
    for (int i = 0; i < 3000; i++) {
      assertThat(seen.add(one.add())).isTrue();
      assertThat(seen.add(other.add())).isTrue();
      if (i % 3 == 0) {
        one.remove(random);
      }
    }
  }

  @Test
  void whatIsRemovedIsGone() {
    Random random = new Random(1);
    LiveIds ids = new LiveIds(0, 1);
    IntStream.range(0, 50).forEach(i -> ids.add());
    Set<Long> gone = new TreeSet<>();
    IntStream.range(0, 40).forEach(i -> gone.add(ids.remove(random)));
    assertThat(gone).hasSize(40);
    for (int i = 0; i < 500; i++) {
      assertThat(gone).doesNotContain(ids.any(random));
    }
  }
}
