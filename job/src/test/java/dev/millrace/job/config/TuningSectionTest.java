package dev.millrace.job.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a tuning file may say. */
class TuningSectionTest {

  private final TuningSection format = new TuningSection();

  @Test
  void itSaysWhatTheConfigurationWouldSay() {
    assertThat(
            format
                .read(
                    "tuning.yaml",
                    """
                    # Until the CRM's maintenance is over.
                    delivery:
                      paused: true
                      max-in-flight: 4
                      burst-limit: 20
                    """)
                .toMap())
        .isEqualTo(Map.of("paused", "true", "max-in-flight", "4", "burst-limit", "20"));
    assertThat(format.read("tuning.yaml", "delivery:\n").toMap()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "'' # t.yaml: an empty file; expected the sections source, sink, mappings, delivery, dead-letters, pipeline",
        "paused # t.yaml: no sections; expected the sections source, sink, mappings, delivery, dead-letters, pipeline",
        "delivery: {paused: yes} # t.yaml:1 delivery.paused: 'yes'; expected true or false",
        "delivery: {pause: true} # t.yaml:1 delivery.pause: unknown key 'pause'; expected 'paused'",
        "delivery: {max-in-flight: 0} # t.yaml:1 delivery.max-in-flight: '0'; expected a whole number of 1 or more",
        "delivery: {linger: 1 s} # t.yaml:1 delivery.linger: not to be changed while the job runs; expected one of paused, max-in-flight, burst-limit",
        "sink: {token: x} # t.yaml:1 sink: not to be changed while the job runs; expected delivery",
        "delivery: [paused # t.yaml:1 column 18: malformed YAML: expected ',' or ']', but got <stream end>; expected YAML",
      })
  void whatIsWrongWithItIsOneLine(String yaml, String why) {
    assertThatThrownBy(() -> format.read("t.yaml", yaml))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(why);
  }

  @Test
  void allIsToldAtOnce() {
    assertThatThrownBy(
            () -> format.read("t.yaml", "delivery:\n  paused: 1\n  max-in-flight: many\n"))
        .hasMessage(
            "t.yaml:2 delivery.paused: '1'; expected true or false | t.yaml:3"
                + " delivery.max-in-flight: 'many'; expected a whole number of 1 or more");
  }
}
