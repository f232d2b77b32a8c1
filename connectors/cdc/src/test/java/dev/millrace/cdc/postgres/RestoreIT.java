package dev.millrace.cdc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cdc.LogCapture;
import dev.millrace.change.ChangeEvent;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a job goes on from its state, and where it must not. */
class RestoreIT {

  private static final String TABLE = "public.customers";
  private static final String OTHER = "public.other";
  private static final String READABLE_SLOTS =
      "SELECT count(*) FROM pg_replication_slots WHERE slot_name = 'millrace'"
          + " AND wal_status IS DISTINCT FROM 'lost'";

  @TempDir Path directory;

  private Postgres postgres;

  @BeforeEach
  void start() throws Exception {
    postgres = new Postgres();
    postgres.run(
        "CREATE TABLE customers (id int PRIMARY KEY, name text)",
        "CREATE TABLE other (id int PRIMARY KEY, name text)",
        "INSERT INTO customers VALUES (1, 'old')");
  }

  @AfterEach
  void stop() throws Exception {
    postgres.close();
  }

  @Test
  void aJobWhoseSlotIsGoneEndsAndMakesNoneThatBeginsLater() throws Exception {
    Configuration restored = stopped(TABLE);
    dropSlot();
    postgres.run("INSERT INTO customers VALUES (2, 'in the gap')");
    try (RunningJob job = RunningJob.start(postgres.source(TABLE), restored)) {
      assertEndedForTheSlot(job);
    }
  }

  @Test
  void aRunningJobWhoseSlotIsGoneAfterItsServersFailoverEndsToo() throws Exception {
    Configuration late = new Configuration();
    late.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofSeconds(5));
    try (RunningJob job = RunningJob.start(postgres.source(TABLE), late)) {
      assertThat(names(job.next(1))).containsExactly("old");
      postgres.run("INSERT INTO customers VALUES (2, 'from the log')");
      assertThat(names(job.next(1))).containsExactly("from the log");
      dropSlot();
      assertEndedForTheSlot(job);
    }
  }

  @Test
  void aJobWhoseSlotHasLostWhatWasStillToBeReadEndsToo() throws Exception {
    Configuration restored = stopped(TABLE);
    postgres.run("ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'", "SELECT pg_reload_conf()");
    Await.until(
        () -> {
          postgres.run(
              "INSERT INTO other SELECT g, 'x' FROM generate_series(1, 1000) g",
              "DELETE FROM other",
              "SELECT pg_switch_wal()",
              "CHECKPOINT");
          return "lost".equals(value("SELECT wal_status FROM pg_replication_slots"));
        });
    try (RunningJob job = RunningJob.start(postgres.source(TABLE), restored)) {
      assertEndedForTheSlot(job);
    }
  }

  @Test
  void aDroppedTableIsToldOfAndTheOthersAreReadOn() throws Exception {
    Configuration restored = stopped(TABLE, OTHER);
    postgres.run("DROP TABLE other");
    try (LogCapture log = new LogCapture(Level.WARN);
        RunningJob job = RunningJob.start(postgres.source(TABLE, OTHER), restored)) {
      postgres.run("INSERT INTO customers VALUES (2, 'still read')");
      assertThat(names(job.next(1))).containsExactly("still read");
      Await.until(() -> !log.of("RowsGone").isEmpty());
      assertThat(log.of("RowsGone")).singleElement().asString().contains("Table public.other was");
    }
  }

  @Test
  void aTableThatTheStateDoesNotKnowIsRefused() throws Exception {
    Configuration restored = stopped(TABLE);
    restored.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    try (RunningJob job = RunningJob.start(postgres.source(TABLE, OTHER), restored)) {
      assertThat(job.failure()).hasStackTraceContaining("knows nothing of [public.other]");
    }
  }

  /** The options of a job that goes on where one stopped that had read its tables. */
  private Configuration stopped(String... tables) throws Exception {
    Configuration restored = new Configuration();
    try (RunningJob job = RunningJob.start(postgres.source(tables))) {
      assertThat(names(job.next(1))).containsExactly("old");
      postgres.run("INSERT INTO customers VALUES (0, 'from the log')");
      assertThat(names(job.next(1))).containsExactly("from the log");
      restored.set(StateRecoveryOptions.SAVEPOINT_PATH, job.stop(directory.toUri().toString()));
    }
    return restored;
  }

  private void dropSlot() throws Exception {
    Await.until(
        () -> {
          try {
            postgres.run(
                "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots"
                    + " WHERE slot_name = 'millrace'",
                "SELECT pg_drop_replication_slot('millrace')");
            return true;
          } catch (SQLException e) {
            // 55006, object_in_use: the server has not let go of it yet.
            assertThat(e.getSQLState()).isEqualTo("55006");
            return false;
          }
        });
  }

  private void assertEndedForTheSlot(RunningJob job) throws Exception {
    assertThat(job.failure())
        .hasStackTraceContaining("SuppressRestartsException")
        .hasStackTraceContaining(
            "slot millrace is not at "
                + postgres.server.host()
                + ':'
                + postgres.server.port()
                + ", database shop")
        .hasStackTraceContaining("start the job anew");
    assertThat(value(READABLE_SLOTS)).isEqualTo("0");
  }

  private static List<Object> names(List<ChangeEvent> changes) {
    return changes.stream().map(change -> change.after().value(1)).collect(Collectors.toList());
  }

  private String value(String sql) throws SQLException {
    try (Connection connection = postgres.server.connect("shop");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }
}
