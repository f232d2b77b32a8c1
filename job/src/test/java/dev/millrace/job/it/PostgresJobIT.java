package dev.millrace.job.it;

import dev.millrace.databases.DatabaseServer;
import dev.millrace.databases.Databases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresJobIT extends JobIT {

  private static DatabaseServer server;
  private static int tables;

  @BeforeAll
  static void startServer() throws SQLException {
    server = Databases.postgres();
    try (Connection connection = server.connect("postgres");
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
    return new Shop(server, "shop", "public.customers" + ++tables, "TIMESTAMP(6)");
  }

  @Override
  String source() {
    return "type: postgres, database: shop, slot.name: millrace_" + tables;
  }
}
