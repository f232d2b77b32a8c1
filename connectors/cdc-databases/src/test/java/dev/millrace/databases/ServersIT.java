package dev.millrace.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ServersIT {

  @Test
  void mysqlKeepsItsRowsOverStopAndKill() throws SQLException {
    try (DatabaseServer server = Databases.mysql()) {
      keepsItsRows(server, "");
      assertThat(
              settings(
                  server,
                  "",
                  "SELECT @@binlog_format, @@binlog_row_image, @@gtid_mode, @@log_bin",
                  4))
          .containsExactly("ROW", "FULL", "ON", "1");
    }
  }

  @Test
  void mysqlTakesOtherSettings() throws SQLException {
    MySqlOptions options =
        MySqlOptions.defaults().gtid(false).rowImage("MINIMAL").binlogFormat("MIXED");
    try (DatabaseServer server = Databases.mysql(options)) {
      assertThat(settings(server, "", "SELECT @@binlog_format, @@binlog_row_image, @@gtid_mode", 3))
          .containsExactly("MIXED", "MINIMAL", "OFF");
    }
  }

  @Test
  void postgresKeepsItsRowsOverStopAndKill() throws SQLException {
    try (DatabaseServer server = Databases.postgres()) {
      keepsItsRows(server, "postgres");
      assertThat(
              settings(
                  server,
                  "postgres",
                  "SELECT current_setting('wal_level'), current_setting('synchronous_commit')",
                  2))
          .containsExactly("logical", "on");
    }
  }

  @Test
  void postgresTakesOtherSettings() throws SQLException {
    try (DatabaseServer server =
        Databases.postgres(PostgresOptions.defaults().walLevel("replica"))) {
      assertThat(settings(server, "postgres", "SELECT current_setting('wal_level')", 1))
          .containsExactly("replica");
    }
  }

  @Test
  void aServerThatCannotStartSaysWhy() {
    assertThatThrownBy(() -> PostgresServer.start(PostgresOptions.defaults().walLevel("sideways")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("invalid value for parameter \"wal_level\": \"sideways\"");
  }

  @Test
  void nothingIsLeftBehind() throws Exception {
    MySqlServer.start().close();
    PostgresServer.start().close();
    assertThat(directories()).isEmpty();
  }

  private static void keepsItsRows(DatabaseServer server, String database) throws SQLException {
    update(server, database, "CREATE SCHEMA shop");
    update(server, database, "CREATE TABLE shop.customers (id INT PRIMARY KEY)");
    update(server, database, "INSERT INTO shop.customers VALUES (1)");
    int port = server.port();

    server.stop();
    assertThatThrownBy(() -> server.connect(database)).isInstanceOf(SQLException.class);
    server.restart();
    update(server, database, "INSERT INTO shop.customers VALUES (2)");

    server.kill();
    assertThatThrownBy(() -> server.connect(database)).isInstanceOf(SQLException.class);
    server.restart();
    update(server, database, "INSERT INTO shop.customers VALUES (3)");

    assertThat(server.port()).isEqualTo(port);
    assertThat(
            settings(
                server,
                database,
                "SELECT count(*), min(id), max(id), sum(id) FROM shop.customers",
                4))
        .containsExactly("3", "1", "3", "6");
  }

  private static void update(DatabaseServer server, String database, String sql)
      throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> settings(
      DatabaseServer server, String database, String sql, int columns) throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      List<String> values = new ArrayList<>();
      for (int column = 1; column <= columns; column++) {
        values.add(row.getString(column));
      }
      return values;
    }
  }

  /** Of this process: other builds on the machine have their own. */
  private static List<Path> directories() throws Exception {
    String ours = "millrace-(mysql|postgres)-" + ProcessHandle.current().pid() + "-.*";
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.filter(path -> path.getFileName().toString().matches(ours)).toList();
    }
  }
}
