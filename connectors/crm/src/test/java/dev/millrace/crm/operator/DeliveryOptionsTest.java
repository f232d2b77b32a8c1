package dev.millrace.crm.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which values the sections take, and what is said of the others. */
class DeliveryOptionsTest {

  @Test
  void theDefaultsFit() {
    assertThat(DeliveryOptions.settings(new Configuration()).maxInFlight()).isEqualTo(16);
  }

  @ParameterizedTest
  @CsvSource({
    "max-in-flight, 0, 1 or more",
    "max-in-flight, -1, 1 or more",
    "max-waiting-records, 0, 1 or more",
    "max-waiting-bytes, 0 b, a size above 0",
    "retry.initial-backoff, 0 s, a time above 0",
    "retry.max-backoff, 0 s, a time above 0",
    "retry.max-backoff, 100 ms, retry.initial-backoff (PT0.2S) or more",
    "retry.max-pause, 0 s, a time above 0",
    "record-retry-timeout, 0 s, a time above 0",
    "burst-limit, 0, 1 or more",
    "burst-window, 0 s, a time above 0",
    "daily-limit, 0, 1 or more",
    "daily-budget-share, 0, 'a share above 0, at most 1'",
    "daily-budget-share, 1.1, 'a share above 0, at most 1'",
  })
  void aValueOutOfRangeIsRefused(String key, String value, String expected) {
    Configuration delivery = Configuration.fromMap(Map.of(key, value));

    assertThatThrownBy(() -> DeliveryOptions.settings(delivery))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("delivery." + key + " is ")
        .hasMessageEndingWith("; expected " + expected);
  }

  @ParameterizedTest
  @CsvSource({
    "max-rate, 0, 'a share above 0, at most 1'",
    "max-rate, 2, 'a share above 0, at most 1'",
    "max-rate.window, 0 s, a time above 0",
    "max-rate.min-records, 0, 1 or more",
  })
  void soIsOneOfTheDeadLetters(String key, String value, String expected) {
    Configuration deadLetters = Configuration.fromMap(Map.of(key, value));

    assertThatThrownBy(() -> DeliveryOptions.settings(new Configuration(), deadLetters))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("dead-letters." + key + " is ")
        .hasMessageEndingWith("; expected " + expected);
  }

  @ParameterizedTest
  @CsvSource({
    "linger, 0 s",
    "max-in-flight, 1",
    "retry.max-backoff, 200 ms",
    "daily-budget-share, 1",
    "burst-limit, 1",
    "daily-limit, 5000000000",
  })
  void theEndsOfTheRangesFit(String key, String value) {
    Configuration delivery = Configuration.fromMap(Map.of(key, value));

    assertThatCode(() -> DeliveryOptions.settings(delivery)).doesNotThrowAnyException();
  }
}
