package dev.millrace.cdc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cdc.ChangeSource;
import dev.millrace.cdc.LogCapture;
import dev.millrace.cdc.decode.ChangeDeserializer;
import dev.millrace.cdc.decode.SourceColumn;
import dev.millrace.change.ChangeEvent;
import dev.millrace.change.Operation;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.cdc.connectors.base.options.StartupOptions;
import org.apache.flink.cdc.connectors.base.source.utils.hooks.SnapshotPhaseHooks;
import org.apache.flink.cdc.connectors.postgres.source.PostgresSourceBuilder;
import org.apache.flink.cdc.connectors.postgres.source.PostgresSourceBuilder.PostgresIncrementalSource;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every change arrives, whatever happens to the job and to the server. */
class PostgresSourceIT {

  private static final String TABLE = "public.customers";

  @TempDir Path directory;

  private Postgres postgres;

  @BeforeEach
  void start() throws Exception {
    postgres = new Postgres();
    postgres.run(
        "CREATE TABLE " + TABLE + " (id int PRIMARY KEY, name text)",
        "INSERT INTO " + TABLE + " SELECT g, 'name ' || g FROM generate_series(1, 20) g");
  }

  @AfterEach
  void stop() throws Exception {
    postgres.close();
  }

  @Test
  void aRestartFromASavepointLosesAndRepeatsNothingThatMatters() throws Exception {
    Map<Object, Object> rows = new TreeMap<>();
    String savepoint;
    try (RunningJob job = RunningJob.start(postgres.source(TABLE))) {
      apply(job.next(20), rows);
      postgres.run("UPDATE customers SET name = 'updated' WHERE id = 1", mark(100));
      apply(job.upTo(PostgresSourceIT::isMark), rows);
      savepoint = job.stop(directory.toUri().toString());
    }
    postgres.run(
        "DELETE FROM customers WHERE id = 2", "INSERT INTO customers VALUES (21, 'while')");
    Configuration restored = new Configuration();
    restored.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    try (RunningJob job = RunningJob.start(postgres.source(TABLE), restored)) {
      postgres.run(mark(101));
      apply(job.upTo(change -> isMark(change) && key(change).equals(101)), rows);
    }
    assertThat(rows).isEqualTo(inDatabase());
  }

  @Test
  void aStoppedServerIsReadOnFromWhereItWas() throws Exception {
    Map<Object, Object> rows = new TreeMap<>();
    try (RunningJob job = RunningJob.start(postgres.source(TABLE))) {
      apply(job.next(20), rows);
      postgres.run(mark(100));
      apply(job.upTo(PostgresSourceIT::isMark), rows);
      postgres.run("UPDATE customers SET name = 'just before' WHERE id < 10");
      postgres.server.kill();
      postgres.server.restart();
      postgres.run("UPDATE customers SET name = 'after' WHERE id = 1", mark(101));
      apply(job.upTo(change -> isMark(change) && key(change).equals(101)), rows);
    }
    assertThat(rows).isEqualTo(inDatabase());
  }

  @Test
  void transactionsOpenWhileATableIsReadAreNotLost() throws Exception {
    WalSource source = (WalSource) postgres.source(TABLE);
    assertThat(readWhileTransactionsAreOpen(source))
        .isEqualTo(inDatabase())
        .containsEntry(2, "other");
  }

  /** When this fails, a newer Flink CDC may be relied on where {@link WalDialect} is not needed. */
  @Test
  void flinkCdcByItselfLosesTheSecondOfTwoOpenTransactions() throws Exception {
    PostgresIncrementalSource<ChangeEvent> source =
        PostgresSourceBuilder.PostgresIncrementalSource.<ChangeEvent>builder()
            .hostname(postgres.server.host())
            .port(postgres.server.port())
            .username(postgres.server.username())
            .password(postgres.server.password())
            .database("shop")
            .schemaList("public")
            .tableList(TABLE)
            .slotName("upstream")
            .decodingPluginName("pgoutput")
            .startupOptions(StartupOptions.initial())
            .debeziumProperties(decoding())
            .deserializer(new ChangeDeserializer(new PostgresColumns(Set.of())))
            .build();
    // On Postgres 14 the first too.
    assertThat(readWhileTransactionsAreOpen(source))
        .containsEntry(2, "name 2")
        .isNotEqualTo(inDatabase());
  }

  private static Properties decoding() {
    Properties properties = new Properties();
    properties.putAll(SourceColumn.PROPAGATE);
    return properties;
  }

  private Map<Object, Object> readWhileTransactionsAreOpen(
      PostgresIncrementalSource<ChangeEvent> source) throws Exception {
    Map<Object, Object> rows = new TreeMap<>();
    try (Connection one = postgres.server.connect("shop");
        Connection other = postgres.server.connect("shop");
        Connection third = postgres.server.connect("shop")) {
      OPEN.set(List.of(one, other, third));
      COMMITTED.set(new CountDownLatch(1));
      SnapshotPhaseHooks hooks = new SnapshotPhaseHooks();
      hooks.setPreHighWatermarkAction(
          (config, split) -> {
            update(OPEN.get().get(0), "UPDATE customers SET name = 'one' WHERE id = 1");
            update(OPEN.get().get(1), "UPDATE customers SET name = 'other' WHERE id = 2");
            // Somebody else's commit writes the WAL out, so that the end of it lies behind both.
            update(OPEN.get().get(2), "CREATE TABLE somebody_elses (id int)");
            commit(OPEN.get().get(2));
          });
      // Once the chunk's place in the WAL is noted: the one, then the other.
      hooks.setPostHighWatermarkAction(
          (config, split) -> {
            commit(OPEN.get().get(0));
            commit(OPEN.get().get(1));
            COMMITTED.get().countDown();
          });
      source.setSnapshotHooks(hooks);
      try (RunningJob job = RunningJob.start(source)) {
        apply(job.next(20), rows);
        // The rows come before the chunk's end.
        assertThat(COMMITTED.get().await(RunningJob.DEADLINE.toSeconds(), TimeUnit.SECONDS))
            .isTrue();
        postgres.run(mark(100));
        apply(job.upTo(PostgresSourceIT::isMark), rows);
      }
    }
    return rows;
  }

  private static final AtomicReference<List<Connection>> OPEN = new AtomicReference<>();
  private static final AtomicReference<CountDownLatch> COMMITTED = new AtomicReference<>();

  private static void commit(Connection connection) {
    try {
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void update(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theSlotMovesOnWhileTheTablesAreIdle() throws Exception {
    postgres.run("CREATE TABLE busy (t text)");
    Configuration options = postgres.options();
    options.setString("heartbeat.interval", "500 ms");
    try (RunningJob job = RunningJob.start(ChangeSource.create(options, Postgres.tables(TABLE)))) {
      job.next(20);
      postgres.run("INSERT INTO busy SELECT repeat('x', 1000) FROM generate_series(1, 20000)");
      String end = value("SELECT pg_current_wal_lsn()");
      Await.until(
          () ->
              "t"
                  .equals(
                      value(
                          "SELECT confirmed_flush_lsn >= '"
                              + end
                              + "' FROM pg_replication_slots WHERE slot_name = 'millrace'")));
    }
  }

  @Test
  void thePasswordIsInNoLogLine() throws Exception {
    try (LogCapture log = new LogCapture(Level.TRACE)) {
      try (RunningJob job = RunningJob.start(postgres.source(TABLE))) {
        job.next(20);
        postgres.run(mark(100));
        job.upTo(PostgresSourceIT::isMark);
      }
      assertThat(log.text())
          .contains("TRACE ", "org.apache.flink.")
          .doesNotContain(postgres.server.password());
    }
  }

  private static String mark(int id) {
    return "INSERT INTO customers VALUES (" + id + ", 'mark')";
  }

  private static boolean isMark(ChangeEvent change) {
    return change.after() != null && "mark".equals(change.after().value(1));
  }

  private static Object key(ChangeEvent change) {
    return (change.after() != null ? change.after() : change.before()).value(0);
  }

  private static void apply(List<ChangeEvent> changes, Map<Object, Object> rows) {
    for (ChangeEvent change : changes) {
      if (change.operation() == Operation.DELETE) {
        rows.remove(key(change));
      } else {
        rows.put(key(change), change.after().value(1));
      }
    }
  }

  private Map<Object, Object> inDatabase() throws Exception {
    Map<Object, Object> rows = new TreeMap<>();
    try (Connection connection = postgres.server.connect("shop");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT id, name FROM customers")) {
      while (result.next()) {
        rows.put(result.getInt(1), result.getString(2));
      }
    }
    return rows;
  }

  private String value(String sql) throws Exception {
    try (Connection connection = postgres.server.connect("shop");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? result.getString(1) : null;
    }
  }
}
