package dev.millrace.cdc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cdc.LogCapture;
import dev.millrace.cdc.SourceRun;
import dev.millrace.cdc.SourceType;
import dev.millrace.change.TableId;
import dev.millrace.databases.DatabaseServer;
import dev.millrace.databases.Databases;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the log of a cluster that logs at INFO, and what must not be. */
class MySqlLogIT {

  /** In every row: as the key and as text. */
  private static final String VALUE = "jane-doe-";

  @TempDir Path directory;

  @Test
  void noRowValueIsLoggedAndLostRowsAreTold() throws Exception {
    List<TableId> tables =
        List.of(
            TableId.parse("shop.people"), TableId.parse("shop.parts"), TableId.parse("shop.other"));
    try (DatabaseServer server = Databases.mysql();
        Connection connection = server.connect("");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE shop");
      statement.execute("CREATE TABLE shop.people (name VARCHAR(50) PRIMARY KEY, d DATE)");
      statement.execute(
          "CREATE TABLE shop.parts (id INT PRIMARY KEY) PARTITION BY RANGE (id)"
              + " (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN (20))");
      statement.execute("CREATE TABLE shop.other (id INT PRIMARY KEY)");
      for (int i = 100; i < 120; i++) {
        statement.execute("INSERT INTO shop.people VALUES ('" + VALUE + i + "', NULL)");
      }
      Configuration options = SourceRun.options(SourceType.MYSQL, server, directory);
      options.setString("scan.snapshot.chunk-size", "5");
      try (LogCapture log = new LogCapture(Level.INFO)) {
        try (SourceRun run = SourceRun.start(options, tables)) {
          run.take(20);
          statement.execute("SET sql_mode = ''");
          statement.execute("INSERT INTO shop.people VALUES ('" + VALUE + "1', '2026-00-00')");
          run.take(1);
          statement.execute("/* by hand */ TRUNCATE shop.people");
          statement.execute("ALTER TABLE shop.parts DROP PARTITION p0");
          statement.execute("ALTER TABLE shop.parts ADD COLUMN more INT");
          statement.execute("DROP TABLE shop.other");
          statement.execute("INSERT INTO shop.people VALUES ('" + VALUE + "2', '2026-01-01')");
          run.take(1);
        }
        assertThat(log.of("RowsGone"))
            .satisfiesExactly(
                line -> assertThat(line).contains("Table shop.people was truncated"),
                line -> assertThat(line).contains("Table shop.parts was dropped, or a part of it"),
                line -> assertThat(line).contains("Table shop.other was dropped"));
        assertThat(log.text())
            .contains("INFO org.apache.flink")
            .doesNotContain(VALUE)
            .doesNotContain("2026-00-00");
      }
    }
  }
}
