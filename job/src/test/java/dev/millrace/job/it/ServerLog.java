package dev.millrace.job.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.databases.DatabaseServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A fresh server's log, which can be made to continue the log of another one, so that a savepoint
 * of a job that read there is gone on from here.
 */
abstract class ServerLog implements AutoCloseable {

  private final TestDatabase database;

  private ServerLog(TestDatabase database) {
    this.database = database;
  }

  /**
   * @param type as {@code source.type}
   */
  static ServerLog of(String type) throws SQLException {
    return type.equals("mysql")
        ? new MySql(TestDatabase.mysql())
        : new Postgres(TestDatabase.postgres());
  }

  final DatabaseServer server() {
    return database.server();
  }

  /** Runs the statements in the database {@code shop}, each in a transaction of its own. */
  final void execute(List<String> statements) throws SQLException {
    try (Connection connection = server().connect("shop");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  final String value(String query) throws SQLException {
    try (Connection connection = server().connect("shop");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  /** To be called before the history of a log that others are to continue. */
  abstract void leaveRoom() throws SQLException;

  /** Where the log ends. */
  abstract String position() throws SQLException;

  /**
   * Runs the history of another server, so that its log is what a job there has read up to the
   * position.
   */
  abstract void takeOver(List<String> history, String position) throws SQLException;

  @Override
  public void close() {
    database.close();
  }

  /** As a replica has it: the transactions bear the GTIDs of the other server. */
  private static final class MySql extends ServerLog {

    MySql(TestDatabase database) {
      super(database);
    }

    @Override
    void leaveRoom() {}

    @Override
    String position() throws SQLException {
      return value("SELECT @@GLOBAL.gtid_executed");
    }

    @Override
    void takeOver(List<String> history, String position) throws SQLException {
      String[] executed = position.split(":1-", 2);
      int before = Integer.parseInt(executed[1]) - history.size();
      execute(List.of("SET GLOBAL gtid_purged = '+" + executed[0] + ":1-" + before + "'"));
      for (int i = 0; i < history.size(); i++) {
        String gtid = executed[0] + ":" + (before + 1 + i);
        execute(List.of("SET gtid_next = '" + gtid + "'", history.get(i)));
      }
      assertThat(position()).contains(position);
    }
  }

  /** As after a failover: a slot that has more to give than the job still wants. */
  private static final class Postgres extends ServerLog {

    Postgres(TestDatabase database) {
      super(database);
    }

    /** Further than what a fresh server of any version needs for a history. */
    @Override
    void leaveRoom() throws SQLException {
      runTo("0/8000000");
    }

    @Override
    String position() throws SQLException {
      return value("SELECT pg_current_wal_lsn()");
    }

    @Override
    void takeOver(List<String> history, String position) throws SQLException {
      execute(
          List.of(
              "CREATE PUBLICATION millrace FOR ALL TABLES",
              "SELECT pg_create_logical_replication_slot('millrace', 'pgoutput')"));
      execute(history);
      assertThat(isBefore(position)).as("the history ends before " + position).isTrue();
      runTo(position);
    }

    /** A segment of 16 MB at once. */
    private void runTo(String position) throws SQLException {
      while (isBefore(position)) {
        execute(
            List.of(
                "SELECT pg_logical_emit_message(false, 'millrace', '')", "SELECT pg_switch_wal()"));
      }
    }

    private boolean isBefore(String position) throws SQLException {
      return value("SELECT pg_current_wal_lsn() <= '" + position + "'").equals("t");
    }
  }
}
