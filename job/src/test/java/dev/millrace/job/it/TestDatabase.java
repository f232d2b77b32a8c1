package dev.millrace.job.it;

import dev.millrace.databases.DatabaseServer;
import dev.millrace.databases.Databases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A database server with a database {@code shop}, for all tests of a class. */
abstract class TestDatabase implements AutoCloseable {

  private final DatabaseServer server;
  private int tables;

  private TestDatabase(DatabaseServer server, String anyDatabase) throws SQLException {
    this.server = server;
    try (Connection connection = server.connect(anyDatabase);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE shop");
    }
  }

  static TestDatabase mysql() throws SQLException {
    return new TestDatabase(Databases.mysql(), "") {
      @Override
      Shop shop(int table) throws SQLException {
        return new Shop(server(), "shop", "shop.customers" + table, "DATETIME(6)");
      }

      @Override
      String source(int table) {
        // Three of them without a sign of the server are a lost connection.
        return "type: mysql, heartbeat.interval: 1 s, debezium.connect.keep.alive.interval.ms: 2000";
      }
    };
  }

  static TestDatabase postgres() throws SQLException {
    return new TestDatabase(Databases.postgres(), "postgres") {
      @Override
      Shop shop(int table) throws SQLException {
        return new Shop(server(), "shop", "public.customers" + table, "TIMESTAMP(6)");
      }

      @Override
      String source(int table) {
        return "type: postgres, database: shop, slot.name: millrace_" + table;
      }
    };
  }

  final DatabaseServer server() {
    return server;
  }

  /** A fresh table. */
  final Shop shop() throws SQLException {
    return shop(++tables);
  }

  /** The {@code source} section's own keys for the latest table, without a password. */
  final String source() {
    return source(tables);
  }

  abstract Shop shop(int table) throws SQLException;

  abstract String source(int table);

  @Override
  public void close() {
    server.close();
  }
}
