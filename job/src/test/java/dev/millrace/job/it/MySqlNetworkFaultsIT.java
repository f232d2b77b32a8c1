package dev.millrace.job.it;

import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class MySqlNetworkFaultsIT extends NetworkFaultsIT {

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

  @Override
  Map<String, String> impatience() {
    return Map.of();
  }

  @Override
  long bytesIntoTheThirdStatement() {
    return 2_500_000;
  }
}
