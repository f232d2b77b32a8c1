package dev.millrace.crm.operator;

import dev.millrace.crm.CallLimit;
import dev.millrace.crm.delivery.DeliverySettings;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;

/** Options of the {@code delivery} section; keys without {@code delivery.}. */
public final class DeliveryOptions {

  public static final ConfigOption<Boolean> PAUSED =
      ConfigOptions.key("paused")
          .booleanType()
          .defaultValue(false)
          .withDescription(
              "Begins no call to the CRM while it is true; calls in flight are brought to their end. Nothing is lost and"
                  + " the position stays: the database keeps its log, and a checkpoint waits, until it is false again.");

  public static final ConfigOption<Integer> MAX_IN_FLIGHT =
      ConfigOptions.key("max-in-flight")
          .intType()
          .defaultValue(16)
          .withDescription(
              "Most calls to the CRM at a time. More raises the throughput as long as the CRM answers as fast; past"
                  + " that it only makes the CRM slower for everybody. Changes of one record never overtake each other,"
                  + " whatever this is.");

  public static final ConfigOption<Duration> LINGER =
      ConfigOptions.key("linger")
          .durationType()
          .defaultValue(Duration.ZERO)
          .withDescription(
              "How long a call that is not full waits for more records. 0 sends as soon as a call may be made, which"
                  + " is fastest; more trades that time, added to every change, for fewer calls and so for less of the"
                  + " CRM's daily limit.");

  public static final ConfigOption<Integer> MAX_WAITING_RECORDS =
      ConfigOptions.key("max-waiting-records")
          .intType()
          .defaultValue(100_000)
          .withDescription(
              "Most records that wait in memory to be sent. When they are reached the database's log is read no further"
                  + " until some are delivered. More lets a slow CRM get fuller calls and merges more versions of one"
                  + " record; it costs memory, and time at each checkpoint, which waits until they are delivered. Records that back"
                  + " off for their own sake (parent missing, row locked) are counted for themselves, up to the same"
                  + " number, so that they take no room from the others.");

  public static final ConfigOption<MemorySize> MAX_WAITING_BYTES =
      ConfigOptions.key("max-waiting-bytes")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(64))
          .withDescription(
              "The same by an estimate of the records' size, for tables with large values.");

  public static final ConfigOption<Duration> RETRY_INITIAL_BACKOFF =
      ConfigOptions.key("retry.initial-backoff")
          .durationType()
          .defaultValue(Duration.ofMillis(200))
          .withDescription(
              "Wait before the first repetition of what failed for the moment; it doubles each time, and a random part"
                  + " of it is waited. Less recovers sooner from a short fault, more spares a CRM in trouble.");

  public static final ConfigOption<Duration> RETRY_MAX_BACKOFF =
      ConfigOptions.key("retry.max-backoff")
          .durationType()
          .defaultValue(Duration.ofSeconds(30))
          .withDescription(
              "Longest wait between repetitions, however long the fault lasts. There is no last repetition. It is also"
                  + " how late the end of a long outage may be noticed.");

  public static final ConfigOption<Duration> RETRY_MAX_PAUSE =
      ConfigOptions.key("retry.max-pause")
          .durationType()
          .defaultValue(Duration.ofMinutes(5))
          .withDescription(
              "Longest pause that the CRM may ask for with Retry-After; a longer one is asked again after this time.");

  public static final ConfigOption<Integer> RECOVERY_MAX_RECORDS =
      ConfigOptions.key("recovery.max-records")
          .intType()
          .defaultValue(100_000)
          .withDescription(
              "Most records that are held back and merged after a restore, until the log is read up to where it ended"
                  + " then, so that none goes back to an older version. When there are more they are sent, with a warning,"
                  + " and some may. More costs memory and time before the first call; it holds no more than"
                  + " max-waiting-records and max-waiting-bytes let it.");

  public static final ConfigOption<Duration> RECOVERY_MAX_WAIT =
      ConfigOptions.key("recovery.max-wait")
          .durationType()
          .defaultValue(Duration.ofMinutes(1))
          .withDescription(
              "How long they are held at most. An idle log is known to be read to its end with the source's next"
                  + " heartbeat, at most heartbeat.interval later.");

  public static final ConfigOption<Duration> RECORD_RETRY_TIMEOUT =
      ConfigOptions.key("record-retry-timeout")
          .durationType()
          .defaultValue(Duration.ofMinutes(10))
          .withDescription(
              "How long a record is tried again, all in all, that the CRM may take later (its row is locked, its parent"
                  + " missing), that its answers do not mention, or that it fails on while it works on others; then it"
                  + " is a dead letter. Meanwhile it holds up neither other records nor a checkpoint.");

  public static final ConfigOption<Integer> BURST_LIMIT =
      ConfigOptions.key("burst-limit")
          .intType()
          .noDefaultValue()
          .withDescription(
              "Most calls in any span of burst-window. Default: what the CRM publishes, corrected by what its answers"
                  + " tell; they never raise what is set here.");

  public static final ConfigOption<Duration> BURST_WINDOW =
      ConfigOptions.key("burst-window")
          .durationType()
          .defaultValue(Duration.ofSeconds(10))
          .withDescription("The span of burst-limit.");

  public static final ConfigOption<Long> DAILY_LIMIT =
      ConfigOptions.key("daily-limit")
          .longType()
          .noDefaultValue()
          .withDescription(
              "Most calls in a day, of all applications of the account. Default: what the CRM publishes, corrected by"
                  + " what its answers tell; they never raise what is set here.");

  public static final ConfigOption<Double> DAILY_BUDGET_SHARE =
      ConfigOptions.key("daily-budget-share")
          .doubleType()
          .defaultValue(0.8)
          .withDescription(
              "Share of the day's calls that may be used up; the rest is left to other applications. From half of that"
                  + " on calls wait to be fuller, the longer the fewer are left, so that the day's calls last; where"
                  + " none is left the delivery pauses until there are some again.");

  public static final ConfigOption<String> TUNING_FILE =
      ConfigOptions.key("tuning-file")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "A file that is read every two seconds while the job runs, a path or an address that Flink has a file"
                  + " system for, such as s3://bucket/path: YAML with the section delivery, whose keys paused,"
                  + " max-in-flight and burst-limit take the place of these here. See docs/tuning.md. Default: none.");

  /** What may be changed while the job runs. */
  public static List<ConfigOption<?>> tunable() {
    return List.of(PAUSED, MAX_IN_FLIGHT, BURST_LIMIT);
  }

  /** Every option of the section. */
  public static List<ConfigOption<?>> all() {
    return List.of(
        PAUSED,
        MAX_IN_FLIGHT,
        LINGER,
        MAX_WAITING_RECORDS,
        MAX_WAITING_BYTES,
        RETRY_INITIAL_BACKOFF,
        RETRY_MAX_BACKOFF,
        RETRY_MAX_PAUSE,
        RECOVERY_MAX_RECORDS,
        RECOVERY_MAX_WAIT,
        RECORD_RETRY_TIMEOUT,
        BURST_LIMIT,
        BURST_WINDOW,
        DAILY_LIMIT,
        DAILY_BUDGET_SHARE,
        TUNING_FILE);
  }

  /** The same with the defaults of {@link DeadLetterOptions}. */
  public static DeliverySettings settings(ReadableConfig delivery) {
    return settings(delivery, new Configuration());
  }

  /**
   * The sections {@code delivery} and {@code dead-letters} as the engine takes them.
   *
   * @throws IllegalArgumentException for a value out of range, naming its key
   */
  public static DeliverySettings settings(ReadableConfig delivery, ReadableConfig deadLetters) {
    OptionRange range = new OptionRange("delivery", delivery);
    DeliverySettings.Builder settings =
        DeliverySettings.builder()
            .paused(delivery.get(PAUSED))
            .maxInFlight(range.positive(MAX_IN_FLIGHT))
            .linger(range.notNegative(LINGER))
            .maxWaitingRecords(range.positive(MAX_WAITING_RECORDS))
            .maxWaitingBytes(range.positiveSize(MAX_WAITING_BYTES))
            .initialBackoff(range.positiveTime(RETRY_INITIAL_BACKOFF))
            .maxBackoff(range.atLeast(RETRY_MAX_BACKOFF, RETRY_INITIAL_BACKOFF))
            .maxPause(range.positiveTime(RETRY_MAX_PAUSE))
            .recordRetryTimeout(range.positiveTime(RECORD_RETRY_TIMEOUT))
            .dailyShare(range.share(DAILY_BUDGET_SHARE));
    Duration burstWindow = range.positiveTime(BURST_WINDOW);
    if (delivery.getOptional(BURST_LIMIT).isPresent()) {
      settings.burstLimit(CallLimit.burst(range.positive(BURST_LIMIT), burstWindow));
    }
    if (delivery.getOptional(DAILY_LIMIT).isPresent()) {
      settings.dailyLimit(range.positive(DAILY_LIMIT));
    }
    range.positive(RECOVERY_MAX_RECORDS);
    range.positiveTime(RECOVERY_MAX_WAIT);
    return DeadLetterOptions.addTo(settings, deadLetters).build();
  }

  private DeliveryOptions() {}
}
