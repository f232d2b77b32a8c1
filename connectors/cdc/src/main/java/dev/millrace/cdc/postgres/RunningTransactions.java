package dev.millrace.cdc.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.util.FlinkRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactions that run when the slot's position is settled. A transaction whose commit record
 * lies before that position is not in what the slot sends, and yet can be invisible to whoever
 * reads the tables: until it has ended for the others too, which it does some time after its record
 * is written (as long as it takes, where the commit waits for a synchronous standby). The snapshot
 * therefore begins when all of them have ended. Making a slot waits in much the same way, but lets
 * a commit in its last moments through, and an existing slot is moved without any wait.
 */
final class RunningTransactions {

  private static final Logger LOG = LoggerFactory.getLogger(RunningTransactions.class);

  private static final long POLL_MILLIS = 50;
  private static final Duration UNTIL_TOLD = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /**
   * Returns when every transaction of the server that has changed something and runs now, has
   * ended.
   *
   * @throws FlinkRuntimeException when that takes too long; then the job has a failure that tells
   *     of it, and waits again with its next start
   */
  static void await(Connection connection) throws SQLException, InterruptedException {
    long next = Long.parseLong(value(connection, "SELECT pg_current_xact_id()"));
    String ended = "SELECT pg_snapshot_xmin(pg_current_snapshot()) >= '" + next + "'::xid8";
    long began = System.nanoTime();
    boolean told = false;
    while (!"t".equals(value(connection, ended))) {
      long waited = System.nanoTime() - began;
      if (waited > LONGEST.toNanos()) {
        throw new FlinkRuntimeException(
            "after "
                + LONGEST.toMinutes()
                + " minutes transactions still run that ran when the job started, expected them to"
                + " have ended before the snapshot begins: "
                + running(connection));
      }
      if (!told && waited > UNTIL_TOLD.toNanos()) {
        told = true;
        LOG.warn(
            "The snapshot begins when the transactions have ended that ran when the job started: {}",
            running(connection));
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private static String running(Connection connection) throws SQLException {
    return "server processes "
        + value(
            connection,
            "SELECT string_agg(DISTINCT coalesce(pid::text, 'prepared'), ', ') FROM pg_locks"
                + " WHERE locktype = 'transactionid' AND mode = 'ExclusiveLock' AND granted")
        + " ('prepared' is a prepared transaction)";
  }

  private static String value(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  private RunningTransactions() {}
}
