package dev.millrace.crm.operator;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Reads the options of a section, and refuses values that make no sense with an {@link
 * IllegalArgumentException} that names the key, what was found and what was expected.
 */
final class OptionRange {

  private final String section;
  private final ReadableConfig values;

  OptionRange(String section, ReadableConfig values) {
    this.section = section;
    this.values = values;
  }

  <N extends Number> N positive(ConfigOption<N> option) {
    N value = values.get(option);
    return check(option, value, value.longValue() >= 1, "1 or more");
  }

  Duration positiveTime(ConfigOption<Duration> option) {
    Duration value = values.get(option);
    return check(option, value, !value.isNegative() && !value.isZero(), "a time above 0");
  }

  Duration notNegative(ConfigOption<Duration> option) {
    Duration value = values.get(option);
    return check(option, value, !value.isNegative(), "0 or a time above it");
  }

  /** A positive time that is not below another option's. */
  Duration atLeast(ConfigOption<Duration> option, ConfigOption<Duration> lower) {
    Duration value = positiveTime(option);
    Duration least = values.get(lower);
    return check(
        option, value, value.compareTo(least) >= 0, lower.key() + " (" + least + ") or more");
  }

  long positiveSize(ConfigOption<MemorySize> option) {
    MemorySize value = values.get(option);
    check(option, value, value.getBytes() >= 1, "a size above 0");
    return value.getBytes();
  }

  /** A share of a whole. */
  double share(ConfigOption<Double> option) {
    double value = values.get(option);
    return check(option, value, value > 0 && value <= 1, "a share above 0, at most 1");
  }

  private <T> T check(ConfigOption<?> option, T value, boolean fits, String expected) {
    if (!fits) {
      throw new IllegalArgumentException(
          section + "." + option.key() + " is " + value + "; expected " + expected);
    }
    return value;
  }
}
