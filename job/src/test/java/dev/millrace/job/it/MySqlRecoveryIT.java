package dev.millrace.job.it;

import dev.millrace.job.config.JobConfig;
import dev.millrace.simulator.Faults;
import dev.millrace.simulator.SimulatedFault;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MySqlRecoveryIT extends RecoveryIT {

  private static TestDatabase database;

  @BeforeAll
  static void startServer() throws SQLException {
    database = TestDatabase.mysql();
  }

  @AfterAll
  static void stopServer() {
    database.close();
  }

  @Override
  TestDatabase database() {
    return database;
  }

  /**
   * Flink CDC gives the restored reader the log beside that chunk. So few records may wait, for the
   * first chunk to be stopped in its middle, that nothing is held behind the restore.
   */
  @Test
  void theLogIsReadBehindAChunkThatTheCheckpointHadInTheReader() throws Exception {
    JobConfig config =
        config(
            "delivery: {max-waiting-records: 10}",
            "--source.scan.snapshot.chunk-size",
            "150",
            "--pipeline.checkpoint-interval",
            "1 h");
    for (int id = 10_001; id <= 10_200; id++) {
      shop.insert(id);
    }
    Faults.Injection held = crm.faults().inject(SimulatedFault.held());
    cluster.run(config);
    awaitHits(held, 1);
    try (Connection connection = server.connect("shop");
        Statement statement = connection.createStatement()) {
      statement.execute("LOCK TABLES " + shop.table() + " WRITE");
      held.remove();
      awaitReadersThatWaitForATable(1);
      cluster.awaitCheckpoint();
      statement.execute("UNLOCK TABLES");
    }
    String change = "UPDATE " + shop.table() + " SET visits = visits + 1, version = version + 1";
    shop.execute(change);
    awaitSame("snapshot and log");

    cluster.loseTaskManager();
    shop.execute(change);
    awaitSame("after the kill");
  }

  /** Both read the second of their chunks; the checkpoint has it, and not the end of it. */
  @Test
  void ofTwoReadersOneThatFailsAloneInTheSnapshotTakesTheOtherOneBackWithIt() throws Exception {
    JobConfig two =
        config(
            "delivery: {max-waiting-records: 10}",
            "--source.scan.snapshot.chunk-size",
            "50",
            "--pipeline.parallelism",
            "2");
    for (int id = 10_001; id <= 10_200; id++) {
      shop.insert(id);
    }
    Faults.Injection held = crm.faults().inject(SimulatedFault.held());
    cluster.run(two);
    cluster.awaitRunning();
    awaitHits(held, 1);
    try (Connection connection = server.connect("shop");
        Statement statement = connection.createStatement()) {
      statement.execute("LOCK TABLES " + shop.table() + " WRITE");
      held.remove();
      List<Long> readers = awaitReadersThatWaitForATable(2);
      cluster.awaitCheckpoint();
      statement.execute("KILL " + readers.get(0));
      Await.until(
          "one begins anew",
          () -> cluster.attempts().stream().anyMatch(n -> n > 0) ? "" : cluster.attempts() + "");
      statement.execute("UNLOCK TABLES");
    }
    Await.until(
        "the other one too",
        () -> cluster.attempts().stream().allMatch(n -> n > 0) ? "" : cluster.attempts() + "");
    shop.execute("UPDATE " + shop.table() + " SET visits = visits + 1, version = version + 1");
    awaitSame("snapshot and log");
    shop.execute("UPDATE " + shop.table() + " SET visits = visits + 1, version = version + 1");
    awaitSame("log");
    assertNoRecordGoesBack(crm.versions("contacts"));
  }

  /** Their connections. */
  private List<Long> awaitReadersThatWaitForATable(int count) throws SQLException {
    List<Long> waiting = new ArrayList<>();
    try (Connection connection = server.connect("");
        Statement statement = connection.createStatement()) {
      Await.until(
          count + " readers that wait for their table",
          () -> {
            waiting.clear();
            try (ResultSet rows =
                statement.executeQuery(
                    "SELECT id FROM information_schema.processlist"
                        + " WHERE state LIKE 'Waiting for table%' AND info LIKE 'SELECT * FROM%'")) {
              while (rows.next()) {
                waiting.add(rows.getLong(1));
              }
              return waiting.size() == count ? "" : "there are " + waiting.size();
            } catch (SQLException e) {
              throw new IllegalStateException(e);
            }
          });
    }
    return waiting;
  }
}
