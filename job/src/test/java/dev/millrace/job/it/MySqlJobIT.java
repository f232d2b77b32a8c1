package dev.millrace.job.it;

import dev.millrace.databases.DatabaseServer;
import dev.millrace.databases.Databases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class MySqlJobIT extends JobIT {

  private static DatabaseServer server;
  private static int tables;

  @BeforeAll
  static void startServer() throws SQLException {
    server = Databases.mysql();
    try (Connection connection = server.connect("");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE shop");
    }
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  DatabaseServer server() {
    return server;
  }

  @Override
  Shop shop() throws SQLException {
    return new Shop(server, "shop", "shop.customers" + ++tables, "DATETIME(6)");
  }

  @Override
  String source() {
    // Debezium's client looks for a lost connection only once a minute.
    return "type: mysql, debezium.connect.keep.alive.interval.ms: 1000";
  }
}
