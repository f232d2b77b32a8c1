package dev.millrace.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RepeatedLineTest {

  private final AtomicLong time = new AtomicLong(-5);
  private final RepeatedLine line = new RepeatedLine(time::get);

  @Test
  void isWrittenOnceAMinuteWhileItSaysTheSame() {
    assertThat(line.isDue("no route to host")).isTrue();
    time.addAndGet(Duration.ofSeconds(59).toNanos());
    assertThat(line.isDue("no route to host")).isFalse();
    time.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(line.isDue("no route to host")).isTrue();
    assertThat(line.isDue("no route to host")).isFalse();
  }

  @Test
  void isWrittenWhereItSaysSomethingElseAndAfterItWasOver() {
    assertThat(line.isDue("no route to host")).isTrue();
    assertThat(line.isDue("access denied")).isTrue();
    line.over();
    assertThat(line.isDue("access denied")).isTrue();
  }
}
