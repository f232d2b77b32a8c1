package dev.millrace.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

class RecoveryTest {

  private static final Map<String, String> APPLICATION =
      Map.of(
          "execution.target", "embedded",
          "$internal.pipeline.job-id", "00000000000000000000000000000001",
          "high-availability.type", "kubernetes");

  @Test
  void mayBeOneInApplicationModeWithHighAvailability() {
    assertThat(Recovery.mayBe(Configuration.fromMap(APPLICATION))).isTrue();
  }

  @Test
  void isNoneWhereMainRunsOnce() {
    for (String setting : APPLICATION.keySet()) {
      Configuration without = Configuration.fromMap(APPLICATION);
      without.removeKey(setting);
      assertThat(Recovery.mayBe(without)).as("without " + setting).isFalse();
    }
  }
}
