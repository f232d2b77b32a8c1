package dev.millrace.cdc.postgres;

import dev.millrace.change.ChangeEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

/** A source run in a MiniCluster; what it emits is kept for the test. */
final class RunningJob implements AutoCloseable {

  static final Duration DEADLINE = Duration.ofMinutes(2);

  private static final Map<String, BlockingQueue<ChangeEvent>> EMITTED = new ConcurrentHashMap<>();

  private final String id;
  private final JobClient client;

  private RunningJob(String id, JobClient client) {
    this.id = id;
    this.client = client;
  }

  static RunningJob start(Source<ChangeEvent, ?, ?> source) throws Exception {
    return start(source, new Configuration());
  }

  static RunningJob start(Source<ChangeEvent, ?, ?> source, Configuration flink) throws Exception {
    String id = UUID.randomUUID().toString();
    EMITTED.put(id, new LinkedBlockingQueue<>());
    Configuration configuration = new Configuration();
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200));
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 20);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(200));
    configuration.addAll(flink);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
    environment.getConfig().enableObjectReuse();
    environment
        .fromSource(source, WatermarkStrategy.noWatermarks(), "source")
        .uid("source")
        .flatMap(new Keep(id))
        .uid("keep")
        .returns(Types.VOID)
        .sinkTo(new DiscardingSink<>());
    return new RunningJob(id, environment.executeAsync("test"));
  }

  /** The next changes, in order, up to the first that is meant; fails after the deadline. */
  List<ChangeEvent> upTo(Predicate<ChangeEvent> last) throws InterruptedException {
    List<ChangeEvent> changes = new ArrayList<>();
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (true) {
      ChangeEvent change = EMITTED.get(id).poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (change == null) {
        throw new AssertionError("not seen after " + DEADLINE + "; until then " + changes);
      }
      changes.add(change);
      if (last.test(change)) {
        return changes;
      }
    }
  }

  /** The next changes, as many as that. */
  List<ChangeEvent> next(int count) throws InterruptedException {
    int[] left = {count};
    return upTo(change -> --left[0] == 0);
  }

  /** Stops the job with a savepoint; where it is. */
  String stop(String directory) throws Exception {
    String savepoint =
        client
            .stopWithSavepoint(false, directory, SavepointFormatType.CANONICAL)
            .get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    // The job ends a moment later, and its cluster with it.
    client.getJobExecutionResult().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    return savepoint;
  }

  /** What the job failed with; waits for it. */
  Throwable failure() throws Exception {
    return client
        .getJobExecutionResult()
        .handle((done, failure) -> failure)
        .get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public void close() throws Exception {
    CompletableFuture<?> result = client.getJobExecutionResult();
    if (!result.isDone()) {
      client.cancel().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }
    // A cancelled job has no result; that it has ended is all that counts.
    result.handle((done, failure) -> done).get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    EMITTED.remove(id);
  }

  private static final class Keep implements FlatMapFunction<ChangeEvent, Void> {

    private static final long serialVersionUID = 1L;

    private final String id;

    Keep(String id) {
      this.id = id;
    }

    @Override
    public void flatMap(ChangeEvent change, Collector<Void> out) {
      BlockingQueue<ChangeEvent> queue = EMITTED.get(id);
      if (queue != null) {
        queue.add(change);
      }
    }
  }
}
