package dev.millrace.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cdc.postgres.Await;
import dev.millrace.change.TableId;
import dev.millrace.databases.DatabaseServer;
import dev.millrace.databases.Databases;
import dev.millrace.databases.PostgresOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source that has read all there is does not lag, however long nothing more comes. */
class LogWatchIT {

  private static final Duration HEARTBEAT = Duration.ofMillis(200);

  /** Many times what a lag is told from. */
  private static final Duration LONG = HEARTBEAT.multipliedBy(10);

  private static final long MEBIBYTE = 1 << 20;

  @TempDir Path directory;

  @Test
  void mySql() throws Exception {
    try (DatabaseServer server = Databases.mysql();
        Connection connection = server.connect("");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE shop");
      statement.execute("CREATE TABLE shop.people (id INT PRIMARY KEY)");
      statement.execute("CREATE TABLE shop.other (id INT PRIMARY KEY, text LONGTEXT)");
      Configuration options = SourceRun.options(SourceType.MYSQL, server, directory);
      try (SourceRun run = start(options, "shop.people")) {
        statement.execute("INSERT INTO shop.people VALUES (1)");
        run.take(1);
        statement.execute("INSERT INTO shop.other VALUES (1, REPEAT('x', 5000000))");
        statement.execute("FLUSH BINARY LOGS");
        awaitSteadily(() -> is("log.unreadBytes", 0, 0) && is("log.lagMillis", 0, 0));
        assertThat(Gauges.value("log.retainedBytes")).isNull();
      }
    }
  }

  @Test
  void postgres() throws Exception {
    try (DatabaseServer server = Databases.postgres(PostgresOptions.defaults());
        Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE people (id int PRIMARY KEY)");
      statement.execute("CREATE TABLE other (id int PRIMARY KEY, text text)");
      Configuration options = SourceRun.options(SourceType.POSTGRES, server, directory);
      options.set(SourceOptions.DATABASE, "postgres");
      options.set(SourceOptions.SLOT_NAME, "millrace");
      try (SourceRun run = start(options, "public.people")) {
        statement.execute("INSERT INTO people VALUES (1)");
        run.take(1);
        statement.execute(
            "INSERT INTO other SELECT g, repeat(md5(g::text), 50) FROM generate_series(1, 5000) g");
        awaitSteadily(
            () ->
                is("log.unreadBytes", 0, MEBIBYTE)
                    && is("log.lagMillis", 0, 0)
                    && is("log.unconfirmedBytes", 0, MEBIBYTE)
                    && is("log.retainedBytes", 1, Long.MAX_VALUE));
      }
    }
  }

  private static SourceRun start(Configuration options, String table) throws Exception {
    options.set(SourceOptions.HEARTBEAT_INTERVAL, HEARTBEAT);
    return SourceRun.start(options, List.of(TableId.parse(table)));
  }

  private static boolean is(String gauge, long least, long most) {
    Long value = Gauges.value(gauge);
    return value != null && least <= value && value <= most;
  }

  /** Until it has been so, whenever looked, for a long time. */
  private static void awaitSteadily(Callable<Boolean> condition) throws Exception {
    long[] since = {System.nanoTime()};
    Await.until(
        () -> {
          if (!condition.call()) {
            since[0] = System.nanoTime();
          }
          return System.nanoTime() - since[0] > LONG.toNanos();
        });
  }
}
