package dev.millrace.cdc.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cdc.SourceRun;
import dev.millrace.cdc.SourceType;
import dev.millrace.change.TableId;
import dev.millrace.databases.DatabaseServer;
import dev.millrace.databases.Databases;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.flink.runtime.throwable.ThrowableClassifier;
import org.apache.flink.runtime.throwable.ThrowableType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What cannot be read ends the job; it is neither passed over nor waited at. And so does a lost
 * connection, which is not made anew in silence.
 */
class BinlogClientIT {

  @TempDir Path directory;

  @Test
  void compressedAndPartialEventsAreToldBySettingAndMend() throws Exception {
    try (DatabaseServer server = Databases.mysql();
        Connection connection = server.connect("");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE shop");
      assertRefused(
          server,
          statement,
          "SET SESSION binlog_row_value_options = PARTIAL_JSON",
          "an update with a part of a JSON document only",
          "SET PERSIST binlog_row_value_options = ''");
      statement.execute("SET SESSION binlog_row_value_options = ''");
      assertRefused(
          server,
          statement,
          "SET SESSION binlog_transaction_compression = ON",
          "a compressed transaction",
          "SET PERSIST binlog_transaction_compression = OFF");
    }
  }

  @Test
  void theEndOfTheConnectionEndsTheJob() throws Exception {
    try (DatabaseServer server = Databases.mysql();
        Connection connection = server.connect("");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE shop");
      statement.execute("CREATE TABLE shop.orders (id INT PRIMARY KEY)");
      statement.execute("INSERT INTO shop.orders VALUES (1)");
      try (SourceRun run =
          SourceRun.startOnce(
              SourceRun.options(SourceType.MYSQL, server, directory),
              List.of(TableId.parse("shop.orders")))) {
        run.take(1);
        statement.execute("INSERT INTO shop.orders VALUES (2)");
        run.take(1);
        statement.execute("KILL " + reader(statement));
        statement.execute("INSERT INTO shop.orders VALUES (3)");
        assertThatThrownBy(() -> run.take(2))
            .hasStackTraceContaining("the database could not be read");
      }
    }
  }

  /** The connection that reads the log. */
  private static long reader(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT id FROM information_schema.processlist WHERE command LIKE 'Binlog Dump%'")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void assertRefused(
      DatabaseServer server, Statement statement, String setting, String found, String mend)
      throws Exception {
    statement.execute("DROP TABLE IF EXISTS shop.documents");
    statement.execute("CREATE TABLE shop.documents (id INT PRIMARY KEY, d JSON)");
    statement.execute(
        "INSERT INTO shop.documents VALUES (1, JSON_OBJECT('a', 1, 'b', REPEAT('x', 100)))");
    try (SourceRun run =
        SourceRun.startOnce(
            SourceRun.options(SourceType.MYSQL, server, directory),
            List.of(TableId.parse("shop.documents")))) {
      run.take(1);
      statement.execute(setting);
      statement.execute("UPDATE shop.documents SET d = JSON_SET(d, '$.a', 2)");
      assertThatThrownBy(() -> run.take(1))
          .hasStackTraceContaining(found)
          .hasStackTraceContaining(mend)
          .satisfies(
              failure ->
                  assertThat(
                          ThrowableClassifier.findThrowableOfThrowableType(
                              failure, ThrowableType.NonRecoverableError))
                      .as("not restarted")
                      .isPresent());
    }
  }
}
