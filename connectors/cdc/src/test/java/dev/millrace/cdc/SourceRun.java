package dev.millrace.cdc;

import dev.millrace.change.ChangeEvent;
import dev.millrace.change.Row;
import dev.millrace.change.TableId;
import dev.millrace.databases.DatabaseServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** A job of nothing but a source, in this JVM, whose changes a test takes one by one. */
public final class SourceRun implements AutoCloseable {

  private static final Map<String, BlockingQueue<ChangeEvent>> CHANGES = new ConcurrentHashMap<>();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String id = UUID.randomUUID().toString();
  private final JobClient job;

  private SourceRun(Configuration source, List<TableId> tables, Configuration flink)
      throws Exception {
    CHANGES.put(id, new LinkedBlockingQueue<>());
    flink.set(PipelineOptions.OBJECT_REUSE, true);
    Gauges.keep(flink);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, flink);
    env.enableCheckpointing(200);
    String queue = id;
    env.fromSource(ChangeSource.create(source, tables), WatermarkStrategy.noWatermarks(), "source")
        .uid("source")
        .map(change -> CHANGES.get(queue).add(change))
        .returns(Types.BOOLEAN)
        .sinkTo(new DiscardingSink<>());
    job = env.executeAsync("source");
  }

  public static SourceRun start(Configuration source, List<TableId> tables) throws Exception {
    return new SourceRun(source, tables, new Configuration());
  }

  /** One that ends with its first failure. */
  public static SourceRun startOnce(Configuration source, List<TableId> tables) throws Exception {
    Configuration flink = new Configuration();
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    return new SourceRun(source, tables, flink);
  }

  public static SourceRun restore(Configuration source, List<TableId> tables, String savepoint)
      throws Exception {
    Configuration flink = new Configuration();
    flink.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    return new SourceRun(source, tables, flink);
  }

  /** Options of a server of ours, its password in a file. */
  public static Configuration options(SourceType type, DatabaseServer server, Path directory) {
    try {
      Path password = Files.writeString(directory.resolve("password"), server.password() + "\n");
      Configuration source = new Configuration();
      source.set(SourceOptions.TYPE, type);
      source.set(SourceOptions.HOSTNAME, server.host());
      source.set(SourceOptions.PORT, server.port());
      source.set(SourceOptions.USERNAME, server.username());
      source.set(SourceOptions.PASSWORD, "${file:" + password + "}");
      return source;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next changes, as many as asked for; fails when they do not come or the job ends. */
  public List<ChangeEvent> take(int count) throws Exception {
    List<ChangeEvent> taken = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (taken.size() < count) {
      ChangeEvent change = CHANGES.get(id).poll(200, TimeUnit.MILLISECONDS);
      if (change != null) {
        taken.add(change);
      } else if (job.getJobExecutionResult().isCompletedExceptionally()) {
        job.getJobExecutionResult().get();
      } else if (System.nanoTime() > deadline) {
        throw new AssertionError("only " + taken + " of " + count + " changes");
      }
    }
    return taken;
  }

  /** Changes that have come and were not taken. */
  public List<ChangeEvent> left() {
    return List.copyOf(CHANGES.get(id));
  }

  public String stopWithSavepoint(Path directory) throws Exception {
    String savepoint =
        job.stopWithSavepoint(false, directory.toUri().toString(), SavepointFormatType.CANONICAL)
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    // The job ends a moment later, and its cluster with it.
    job.getJobExecutionResult().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return savepoint;
  }

  /** A row's values, bytes as hexadecimal text so that lists of them compare. */
  public static List<Object> values(Row row) {
    if (row == null) {
      return null;
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < row.schema().columns().size(); i++) {
      Object value = row.value(i);
      values.add(value instanceof byte[] bytes ? "0x" + HexFormat.of().formatHex(bytes) : value);
    }
    return values;
  }

  @Override
  public void close() throws Exception {
    if (!job.getJobExecutionResult().isDone()) {
      job.cancel().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    CHANGES.remove(id);
  }
}
