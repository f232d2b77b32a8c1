package dev.millrace.cdc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cdc.ChangeSource;
import dev.millrace.cdc.SourceOptions;
import dev.millrace.cdc.StartupMode;
import dev.millrace.change.ChangeEvent;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where a job begins that starts without a savepoint. */
class StartAnewIT {

  private static final String TABLE = "public.customers";

  private Postgres postgres;

  @BeforeEach
  void start() throws Exception {
    postgres = new Postgres();
    postgres.run(
        "CREATE TABLE customers (id int PRIMARY KEY, name text)",
        "INSERT INTO customers VALUES (1, 'old')",
        "CREATE PUBLICATION millrace FOR TABLE customers");
  }

  @AfterEach
  void stop() throws Exception {
    postgres.close();
  }

  /**
   * A commit that waits for a standby is in the WAL and yet invisible, here for as long as the test
   * likes: the slot, which lies behind it, does not send it, so that the snapshot has to wait.
   */
  @Test
  void aCommitThatNobodySeesYetIsInTheSnapshot() throws Exception {
    postgres.run(
        "SELECT pg_create_logical_replication_slot('millrace', 'pgoutput')",
        "ALTER SYSTEM SET synchronous_standby_names = 'nobody'",
        "SELECT pg_reload_conf()");
    await("SELECT current_setting('synchronous_standby_names') = 'nobody'");
    CompletableFuture<Void> commit =
        CompletableFuture.runAsync(
            () -> {
              try {
                postgres.run("UPDATE customers SET name = 'new' WHERE id = 1");
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
    await("SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE wait_event = 'SyncRep')");
    String written = value("SELECT pg_current_wal_lsn()");
    try (RunningJob job = RunningJob.start(postgres.source(TABLE))) {
      await(
          "SELECT confirmed_flush_lsn >= '"
              + written
              + "' FROM pg_replication_slots WHERE slot_name = 'millrace'");
      await(
          "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE application_name = 'millrace'"
              + " AND query LIKE 'SELECT pg_snapshot_xmin%')");
      assertThat(commit).isNotDone();
      postgres.run("ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()");
      assertThat(names(job.next(1))).containsExactly("new");
      commit.join();
    }
  }

  @Test
  void latestOffsetReadsOnlyWhatIsCommittedFromNowOnThoughTheSlotIsOlder() throws Exception {
    postgres.run(
        "SELECT pg_create_logical_replication_slot('millrace', 'pgoutput')",
        "INSERT INTO customers VALUES (2, 'after the slot, before the job')");
    String before = value("SELECT pg_current_wal_lsn()");
    Configuration options = postgres.options();
    options.set(SourceOptions.SCAN_STARTUP_MODE, StartupMode.LATEST_OFFSET);
    try (RunningJob job = RunningJob.start(ChangeSource.create(options, Postgres.tables(TABLE)))) {
      await(
          "SELECT active AND confirmed_flush_lsn >= '"
              + before
              + "' FROM pg_replication_slots WHERE slot_name = 'millrace'");
      postgres.run("INSERT INTO customers VALUES (3, 'now')");
      assertThat(names(job.next(1))).containsExactly("now");
    }
  }

  /** The adaptive scheduler makes the coordinator of the source anew after each failure. */
  @Test
  void latestOffsetLosesNothingWhenTheJobFailsBeforeItsFirstCheckpoint() throws Exception {
    Configuration flink = new Configuration();
    flink.set(JobManagerOptions.SCHEDULER, JobManagerOptions.SchedulerType.Adaptive);
    flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofHours(1));
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofSeconds(1));
    Configuration options = postgres.options();
    options.set(SourceOptions.SCAN_STARTUP_MODE, StartupMode.LATEST_OFFSET);
    try (RunningJob job =
        RunningJob.start(ChangeSource.create(options, Postgres.tables(TABLE)), flink)) {
      await("SELECT active FROM pg_replication_slots WHERE slot_name = 'millrace'");
      postgres.run("INSERT INTO customers VALUES (3, 'before')");
      assertThat(names(job.next(1))).containsExactly("before");

      postgres.run(
          "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots"
              + " WHERE slot_name = 'millrace'",
          "INSERT INTO customers VALUES (4, 'between')");

      assertThat(names(job.upTo(change -> change.after().value(1).equals("between"))))
          .contains("between");
    }
  }

  @Test
  void aSlotThatAnotherReadsIsLeftAloneUntilItIsFree() throws Exception {
    try (RunningJob first = RunningJob.start(postgres.source(TABLE))) {
      assertThat(names(first.next(1))).containsExactly("old");
      await("SELECT active FROM pg_replication_slots WHERE slot_name = 'millrace'");
      Configuration once = new Configuration();
      once.setString("restart-strategy.type", "none");
      try (RunningJob second = RunningJob.start(postgres.source(TABLE), once)) {
        assertThat(second.failure())
            .hasStackTraceContaining("slot millrace is read by another connection")
            .hasStackTraceContaining("stop the other job");
      }
      postgres.run("INSERT INTO customers VALUES (2, 'still read')");
      assertThat(names(first.next(1))).containsExactly("still read");
    }
  }

  private static List<Object> names(List<ChangeEvent> changes) {
    return changes.stream().map(change -> change.after().value(1)).collect(Collectors.toList());
  }

  private void await(String condition) throws Exception {
    Await.until(() -> "t".equals(value(condition)));
  }

  private String value(String sql) throws SQLException {
    try (Connection connection = postgres.server.connect("shop");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }
}
