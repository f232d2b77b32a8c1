package dev.millrace.cdc.mysql;

import dev.millrace.cdc.ChangeSource;
import dev.millrace.cdc.SourceOptions;
import dev.millrace.cdc.SourceType;
import dev.millrace.cdc.StartupMode;
import dev.millrace.cdc.decode.ChangeDeserializer;
import dev.millrace.cdc.decode.SourceColumn;
import dev.millrace.change.ChangeEvent;
import dev.millrace.change.TableId;
import dev.millrace.secret.SecretReference;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.cdc.connectors.mysql.source.MySqlSource;
import org.apache.flink.cdc.connectors.mysql.table.StartupOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * The run that loses rows with Flink CDC 3.5.0's own {@code BinlogOffset} (FLINK-38531): one
 * transaction of very many rows on a server with GTIDs, a job that starts at the log's end, a
 * checkpoint in the middle of the transaction and a failure after it, three times over. A program
 * of its own, so that it can run in a JVM whose class path has the connector's jar first.
 */
public final class BulkTransaction {

  static final int ROWS = 300_000;

  private static final int FAILURES = 3;
  private static final int END = ROWS + 1;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final BitSet ARRIVED = new BitSet();
  private static final CountDownLatch STARTED = new CountDownLatch(1);
  private static final CountDownLatch ENDED = new CountDownLatch(1);
  private static final AtomicInteger FAILED = new AtomicInteger();

  /**
   * Arguments: jdbc URL, host, port, user, password reference, and {@code ours} or {@code
   * original}, which has neither our source nor its check. Prints {@code missing=N failures=M}.
   */
  public static void main(String[] args) throws Exception {
    Configuration options = new Configuration();
    options.set(SourceOptions.TYPE, SourceType.MYSQL);
    options.set(SourceOptions.HOSTNAME, args[1]);
    options.set(SourceOptions.PORT, Integer.valueOf(args[2]));
    options.set(SourceOptions.USERNAME, args[3]);
    options.set(SourceOptions.PASSWORD, args[4]);
    options.set(SourceOptions.SCAN_STARTUP_MODE, StartupMode.LATEST_OFFSET);
    run(args[0], options, args[5].equals("ours"));
    System.out.println("missing=" + missing() + " failures=" + failures());
    System.exit(0);
  }

  /** Rows of the transaction that did not arrive. */
  static int missing() {
    return ROWS - ARRIVED.get(1, END).cardinality();
  }

  static int failures() {
    return FAILED.get();
  }

  static void run(String jdbcUrl, Configuration options, boolean ours) throws Exception {
    String password = SecretReference.parse(options.get(SourceOptions.PASSWORD)).resolve();
    try (Connection connection =
            DriverManager.getConnection(jdbcUrl, options.get(SourceOptions.USERNAME), password);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE IF NOT EXISTS bulk");
      statement.execute("DROP TABLE IF EXISTS bulk.numbers");
      statement.execute("CREATE TABLE bulk.numbers (id INT PRIMARY KEY, note VARCHAR(20))");
      Source<ChangeEvent, ?, ?> source =
          ours
              ? ChangeSource.create(options, List.of(TableId.parse("bulk.numbers")))
              : original(options, password);
      JobClient job = start(source);
      try {
        commitUntilTheJobReads(statement);
        statement.execute("SET SESSION cte_max_recursion_depth = " + END);
        statement.execute(
            "INSERT INTO bulk.numbers WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1"
                + " FROM n WHERE i < "
                + ROWS
                + ") SELECT i, 'row' FROM n");
        statement.execute("INSERT INTO bulk.numbers VALUES (" + END + ", 'end')");
        if (!ENDED.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
          throw new IllegalStateException("the last row did not arrive");
        }
      } finally {
        job.cancel().get();
      }
    }
  }

  private static JobClient start(Source<ChangeEvent, ?, ?> source) throws Exception {
    Configuration flink = new Configuration();
    flink.set(PipelineOptions.OBJECT_REUSE, true);
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, FAILURES);
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, flink);
    env.enableCheckpointing(100);
    env.fromSource(source, WatermarkStrategy.noWatermarks(), "source")
        .map(new FailAfterCheckpoints())
        .returns(Types.INT)
        .sinkTo(new DiscardingSink<>());
    return env.executeAsync("bulk transaction");
  }

  private static Source<ChangeEvent, ?, ?> original(Configuration options, String password) {
    Properties debezium = new Properties();
    debezium.putAll(SourceColumn.PROPAGATE);
    debezium.setProperty("poll.interval.ms", "2");
    return MySqlSource.<ChangeEvent>builder()
        .hostname(options.get(SourceOptions.HOSTNAME))
        .port(options.get(SourceOptions.PORT))
        .username(options.get(SourceOptions.USERNAME))
        .password(password)
        .databaseList("bulk")
        .tableList("bulk.numbers")
        .serverTimeZone("UTC")
        .startupOptions(StartupOptions.latest())
        .debeziumProperties(debezium)
        .deserializer(new ChangeDeserializer(new MySqlDialect()))
        .build();
  }

  private static void commitUntilTheJobReads(Statement statement)
      throws SQLException, InterruptedException {
    for (int id = -1; !STARTED.await(200, TimeUnit.MILLISECONDS); id--) {
      statement.execute("INSERT INTO bulk.numbers VALUES (" + id + ", 'start')");
    }
  }

  /**
   * Notes what arrives, and fails on the first row after a checkpoint within the transaction. What
   * arrived after the checkpoint that is restored is forgotten: it has to arrive again, or how much
   * is found missing would depend on how many rows the failure came late.
   */
  private static final class FailAfterCheckpoints
      implements MapFunction<ChangeEvent, Integer>, CheckpointedFunction, CheckpointListener {

    private static final long serialVersionUID = 1L;

    private transient ListState<Integer> state;
    private int last;
    private int atCheckpoint;
    private boolean fail;

    @Override
    public Integer map(ChangeEvent change) {
      int id = (Integer) change.after().value(0);
      if (fail && id < END) {
        throw new IllegalStateException("wanted failure " + FAILED.incrementAndGet());
      }
      last = id;
      if (id > 0) {
        ARRIVED.set(id);
      }
      STARTED.countDown();
      if (id == END) {
        ENDED.countDown();
      }
      return id;
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
      atCheckpoint = last;
      state.update(List.of(last));
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) {
      fail = FAILED.get() < FAILURES && atCheckpoint > 0 && atCheckpoint < ROWS;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
      state =
          context
              .getOperatorStateStore()
              .getListState(new ListStateDescriptor<>("last", Types.INT));
      for (int restored : state.get()) {
        last = restored;
        ARRIVED.clear(Math.max(last, 0) + 1, END);
      }
    }
  }

  private BulkTransaction() {}
}
