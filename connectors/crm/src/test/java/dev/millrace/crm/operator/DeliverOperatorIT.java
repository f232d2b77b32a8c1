package dev.millrace.crm.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.millrace.change.flink.HandedOnSerializer;
import dev.millrace.change.flink.HandedOnTypeInfo;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.SinkOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.client.JobCancellationException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The operator in a Flink cluster, delivering to a server over HTTP. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DeliverOperatorIT {

  private static final int KEYS = 300;

  /**
   * Flink's words for a failure after which nothing is restarted. How often it started before is
   * not ours alone: it restarts a task too whose end overtakes an event that its source is sent.
   */
  private static final String STOPPED_FOR_GOOD = "The failure is not recoverable";

  @TempDir Path directory;

  private final Configuration sink = new Configuration();
  private final Configuration delivery = new Configuration();
  private LineServer server;

  @BeforeEach
  void start() throws Exception {
    server = new LineServer();
    Path token = Files.writeString(directory.resolve("token"), "secret-token");
    sink.set(SinkOptions.TYPE, "line");
    sink.set(SinkOptions.BASE_URL, server.baseUrl());
    sink.set(SinkOptions.TOKEN, "${file:" + token + "}");
    delivery.set(DeliveryOptions.MAX_IN_FLIGHT, 4);
    delivery.set(DeliveryOptions.RETRY_INITIAL_BACKOFF, Duration.ofMillis(5));
    delivery.set(DeliveryOptions.RETRY_MAX_BACKOFF, Duration.ofMillis(50));
    NumberedRecords.handedOn.clear();
    NumberedRecords.snapshots.clear();
    NumberedRecords.starts.set(0);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void everythingIsDeliveredBeforeACheckpointAndAtTheEnd() throws Exception {
    delivery.set(DeliveryOptions.MAX_WAITING_RECORDS, 200);
    NumberedRecords.crm = server.values;
    long copies = HandedOnSerializer.copies();

    start(200_000, new Configuration()).getJobExecutionResult().get();

    assertThat(server.values).isEqualTo(latest(200_000));
    assertThat(NumberedRecords.snapshots).hasSizeGreaterThan(1).containsOnly("delivered");
    assertThat(HandedOnSerializer.copies()).isEqualTo(copies);
    assertThat(server.lines.get()).as("versions of one record are merged").isLessThan(200_000);
  }

  @Test
  void aCrmThatIsDownIsWaitedFor() throws Exception {
    server.stop();
    JobClient job = start(5_000, new Configuration());
    await(() -> NumberedRecords.handedOn.size() == KEYS);
    server.status = 503;
    server.start();
    await(() -> server.requests.get() > 5);
    server.status = 200;

    job.getJobExecutionResult().get();

    assertThat(server.values).isEqualTo(latest(5_000));
    assertThat(NumberedRecords.starts).hasValue(1);
  }

  @Test
  void aFullOperatorThatWaitsForTheCrmCanBeCancelled() throws Exception {
    server.gate = new CountDownLatch(1);
    delivery.set(DeliveryOptions.MAX_WAITING_RECORDS, 10);
    JobClient job = start(5_000, new Configuration());
    await(() -> server.requests.get() == 4);

    assertCancels(job);
  }

  @Test
  void aDrainThatWaitsForTheCrmCanBeCancelled() throws Exception {
    server.status = 503;
    JobClient job = start(10, new Configuration());
    await(() -> server.requests.get() > 3);

    assertCancels(job);
  }

  @Test
  void aPauseSendsNothingLosesNothingAndEndsByItself() throws Exception {
    Path tuning = Files.writeString(directory.resolve("tuning"), "1");
    delivery.set(DeliveryOptions.TUNING_FILE, tuning.toString());
    server.gate = new CountDownLatch(1);
    NumberedRecords.crm = server.values;
    JobClient job = start(150, new Configuration());
    await(() -> server.requests.get() == 1);

    awaitRead(tuning, "0");
    // Read later than the pause, which was posted to the task meanwhile.
    awaitRead(tuning, "none of this");
    server.gate.countDown();
    await(() -> server.lines.get() > 0);
    awaitRead(tuning, "nor of that");
    assertThat(server.requests).as("the call in flight alone").hasValue(1);
    assertThat(server.values).hasSizeLessThan(150);

    awaitRead(tuning, "4");
    job.getJobExecutionResult().get();

    assertThat(server.values).isEqualTo(latest(150));
    assertThat(NumberedRecords.snapshots).containsOnly("delivered");
    assertThat(NumberedRecords.starts).hasValue(1);
  }

  private void awaitRead(Path tuning, String text) throws Exception {
    Path next = Files.writeString(directory.resolve("next"), text);
    Files.move(next, tuning, StandardCopyOption.ATOMIC_MOVE);
    await(() -> NumberOfCalls.read.equals(text));
  }

  @Test
  void aRefusedRecordStopsTheJobForGoodAndSaysWhich() {
    server.status = 400;

    Throwable failure = catchThrowable(() -> start(1, restarting()).getJobExecutionResult().get());

    assertThat(ExceptionUtils.stringifyException(failure))
        .contains(
            "UPSERT of contacts for INSERT shop.customers at 0/1 refused: BAD_VALUE, correlation corr-7;",
            "add the section dead-letters")
        .contains(STOPPED_FOR_GOOD)
        .doesNotContain("Grace Hopper", "secret-token");
  }

  @Test
  void aMappingThatTheCrmNeverTakesStopsTheJobForGood() {
    server.status = 403;

    Throwable failure =
        catchThrowable(() -> start(100, restarting()).getJobExecutionResult().get());

    assertThat(ExceptionUtils.stringifyException(failure))
        .contains(
            "the CRM will not accept any contacts as mapped: it may not write them: MISSING_SCOPES, correlation corr-7")
        .contains(STOPPED_FOR_GOOD);
  }

  @Test
  void aTokenThatIsNotAcceptedTwiceStopsTheJobForGood() {
    server.status = 401;
    Throwable failure = catchThrowable(() -> start(1, restarting()).getJobExecutionResult().get());

    assertThat(ExceptionUtils.stringifyException(failure))
        .contains("the CRM does not accept the token, nor did it after it was renewed: HTTP 401")
        .contains(STOPPED_FOR_GOOD)
        .doesNotContain("secret-token");
    assertThat(server.requests)
        .as("requests in %s starts", NumberedRecords.starts)
        .hasValue(2 * NumberedRecords.starts.get());
  }

  private JobClient start(long records, Configuration flink) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, flink);
    env.getConfig().enableObjectReuse();
    env.enableCheckpointing(50);
    // As the job has it: a declined checkpoint would otherwise restart what is meant to stop.
    env.getCheckpointConfig().setTolerableCheckpointFailureNumber(Integer.MAX_VALUE);
    env.fromSource(
            new NumberSequenceSource(1, records), WatermarkStrategy.noWatermarks(), "numbers")
        .map(new NumberedRecords(KEYS))
        .returns(HandedOnTypeInfo.of(CrmRecord.class))
        .transform(
            "deliver",
            Types.VOID,
            new DeliverOperatorFactory(sink, delivery).tuning(NumberOfCalls.FORMAT));
    return env.executeAsync();
  }

  private static Configuration restarting() {
    Configuration flink = new Configuration();
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 5);
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
    return flink;
  }

  private static Map<String, String> latest(long records) {
    Map<String, String> latest = new HashMap<>();
    for (long number = 1; number <= records; number++) {
      latest.put(NumberedRecords.id(number, KEYS), Long.toString(number));
    }
    return latest;
  }

  private static void assertCancels(JobClient job) throws Exception {
    CompletableFuture<JobExecutionResult> result = job.getJobExecutionResult();

    job.cancel().get();

    Throwable end = catchThrowable(result::get);
    assertThat(ExceptionUtils.findThrowable(end, JobCancellationException.class)).isPresent();
  }

  /** Polls what no event tells. */
  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
