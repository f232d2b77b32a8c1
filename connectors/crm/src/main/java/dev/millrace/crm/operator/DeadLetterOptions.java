package dev.millrace.crm.operator;

import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of the {@code dead-letters} section; keys without {@code dead-letters.}. */
public final class DeadLetterOptions {

  public static final ConfigOption<Double> MAX_RATE =
      ConfigOptions.key("max-rate")
          .doubleType()
          .defaultValue(0.2)
          .withDescription(
              "Largest share of records that may become dead letters, between 0 and 1; above it the job stops, because"
                  + " then something is wrong with more than single records: a mapping, a rule that was added in the"
                  + " CRM. 1 never stops it.");

  public static final ConfigOption<Duration> RATE_WINDOW =
      ConfigOptions.key("max-rate.window")
          .durationType()
          .defaultValue(Duration.ofMinutes(1))
          .withDescription("The share is that of the records which the CRM answered in this time.");

  public static final ConfigOption<Integer> RATE_MIN_RECORDS =
      ConfigOptions.key("max-rate.min-records")
          .intType()
          .defaultValue(100)
          .withDescription(
              "Dead letters in that time below which the job goes on, whatever their share: a few bad records in a"
                  + " quiet hour stop nothing.");

  /** Every option here. */
  public static List<ConfigOption<?>> all() {
    return List.of(MAX_RATE, RATE_WINDOW, RATE_MIN_RECORDS);
  }

  private DeadLetterOptions() {}
}
