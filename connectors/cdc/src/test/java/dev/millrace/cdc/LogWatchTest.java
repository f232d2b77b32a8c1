package dev.millrace.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.LogProgress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogWatchTest {

  @AfterEach
  void forget() {
    LogProgress.readTo(null);
  }

  @Test
  void anErrorIsToldOnceAndTheDatabaseIsAskedAgain() throws Exception {
    CountDownLatch looks = new CountDownLatch(5);
    try (LogCapture log = new LogCapture(Level.WARN);
        LogWatch watch =
            new LogWatch(new UnregisteredMetricsGroup(), Duration.ofMillis(1)) {
              @Override
              protected void look() {
                looks.countDown();
                throw new NoClassDefFoundError("of the driver");
              }
            }) {
      watch.begin();
      assertThat(looks.await(1, TimeUnit.MINUTES)).as("looks, though each fails").isTrue();

      assertThat(log.of("LogWatch"))
          .singleElement()
          .asString()
          .contains("The log could not be looked at", "NoClassDefFoundError");
    }
  }
}
