package dev.millrace.crm.operator;

import dev.millrace.crm.delivery.DeliverySettings;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;

/** Options of the {@code dead-letters} section; keys without {@code dead-letters.}. */
public final class DeadLetterOptions {

  public static final ConfigOption<DeadLetterType> TYPE =
      ConfigOptions.key("type")
          .enumType(DeadLetterType.class)
          .noDefaultValue()
          .withDescription(
              "Where a record goes that the CRM refuses, and a row that cannot be mapped: 'file' appends it to files of JSON lines in a directory, 'http'"
                  + " posts it to an address. Without the section either stops the job.");

  public static final ConfigOption<String> DIRECTORY =
      ConfigOptions.key("directory")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "file: the directory, a path or an address that Flink has a file system for, such as s3://bucket/path. On a"
                  + " cluster it must be one that all machines share. Files end in .jsonl once the checkpoint is complete.");

  public static final ConfigOption<String> URL =
      ConfigOptions.key("url")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "http: the address to post each dead letter to, as JSON. Whatever is not answered with 2xx is posted again,"
                  + " for as long as it takes; until then no checkpoint completes."
                  + " Logs and pages show its host alone. It is part of the job's definition, which Flink keeps: what"
                  + " is secret goes into token.");

  public static final ConfigOption<String> TOKEN =
      ConfigOptions.key("token")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "http: a bearer token for that address, as a secret reference: ${env:NAME} or ${file:PATH}. Default: none is"
                  + " sent.");

  public static final ConfigOption<Duration> REQUEST_TIMEOUT =
      ConfigOptions.key("request-timeout")
          .durationType()
          .defaultValue(Duration.ofSeconds(30))
          .withDescription("http: how long one request may take before it is repeated.");

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
          .withDescription(
              "The share is that of the records which the CRM answered in this time; of rows that cannot be mapped, that"
                  + " of the changes which were taken in.");

  public static final ConfigOption<Integer> RATE_MIN_RECORDS =
      ConfigOptions.key("max-rate.min-records")
          .intType()
          .defaultValue(100)
          .withDescription(
              "Dead letters in that time below which the job goes on, whatever their share: a few bad records in a"
                  + " quiet hour stop nothing.");

  /** Every option here. */
  public static List<ConfigOption<?>> all() {
    return List.of(
        TYPE, DIRECTORY, URL, TOKEN, REQUEST_TIMEOUT, MAX_RATE, RATE_WINDOW, RATE_MIN_RECORDS);
  }

  /**
   * @throws IllegalArgumentException for a value out of range, naming its key
   */
  static DeliverySettings.Builder addTo(
      DeliverySettings.Builder settings, ReadableConfig deadLetters) {
    OptionRange range = new OptionRange("dead-letters", deadLetters);
    return settings.maxRefusals(
        range.share(MAX_RATE), range.positiveTime(RATE_WINDOW), range.positive(RATE_MIN_RECORDS));
  }

  private DeadLetterOptions() {}
}
