package dev.millrace.job.it;

import dev.millrace.job.config.JobConfig;
import dev.millrace.simulator.Faults;
import dev.millrace.simulator.SimulatedFault;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
      awaitReaderThatWaitsForATable();
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

  private void awaitReaderThatWaitsForATable() throws SQLException {
    try (Connection connection = server.connect("");
        Statement statement = connection.createStatement()) {
      Await.until(
          "the second of two chunks",
          () -> {
            try (ResultSet waiting =
                statement.executeQuery(
                    "SELECT 1 FROM information_schema.processlist"
                        + " WHERE state LIKE 'Waiting for table%'")) {
              return waiting.next() ? "" : "no reader waits for its table";
            } catch (SQLException e) {
              throw new IllegalStateException(e);
            }
          });
    }
  }
}
