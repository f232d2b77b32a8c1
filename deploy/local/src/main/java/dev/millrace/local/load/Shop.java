package dev.millrace.local.load;

import dev.millrace.databases.DatabaseServer;
import dev.millrace.databases.MySqlOptions;
import dev.millrace.databases.MySqlServer;
import dev.millrace.databases.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/** The demo's database: a real server with the tables shop.customers and shop.companies. */
public final class Shop implements AutoCloseable {

  /** Which database; named as the source's type in a configuration. */
  public enum Kind {
    MYSQL,
    POSTGRES;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String POSTGRES_DATABASE = "demo";

  private static final String CUSTOMERS =
      """
      CREATE TABLE shop.customers (
        id BIGINT PRIMARY KEY,
        first_name VARCHAR(60) NOT NULL,
        last_name VARCHAR(60) NOT NULL,
        email VARCHAR(120) NOT NULL,
        status VARCHAR(12) NOT NULL,
        credit DECIMAL(12,2) NOT NULL,
        birthday DATE,
        attributes %s,
        changed_at %s NOT NULL)
      """;

  private static final String COMPANIES =
      """
      CREATE TABLE shop.companies (
        id BIGINT PRIMARY KEY,
        name VARCHAR(120) NOT NULL,
        domain VARCHAR(120) NOT NULL,
        city VARCHAR(60),
        employees INT,
        revenue DECIMAL(15,2),
        changed_at %s NOT NULL)
      """;

  private final Kind kind;
  private final DatabaseServer server;

  private Shop(Kind kind, DatabaseServer server) {
    this.kind = kind;
    this.server = server;
  }

  /** Starts a server with the empty tables. */
  public static Shop open(Kind kind) throws SQLException {
    DatabaseServer server =
        kind == Kind.MYSQL
            ? MySqlServer.start(
                MySqlOptions.defaults()
                    .set("innodb-buffer-pool-size", "256M")
                    // They wait by spinning, which is for machines of many cores.
                    .set("innodb-log-writer-threads", "OFF"))
            : PostgresServer.start();
    Shop shop = new Shop(kind, server);
    try {
      shop.createTables();
      return shop;
    } catch (SQLException e) {
      shop.close();
      throw e;
    }
  }

  private void createTables() throws SQLException {
    boolean mysql = kind == Kind.MYSQL;
    if (!mysql) {
      execute("postgres", List.of("CREATE DATABASE " + POSTGRES_DATABASE));
    }
    String json = mysql ? "JSON" : "JSONB";
    String moment = mysql ? "DATETIME(6)" : "TIMESTAMP(6)";
    execute(
        mysql ? "" : POSTGRES_DATABASE,
        List.of(
            "CREATE SCHEMA shop", CUSTOMERS.formatted(json, moment), COMPANIES.formatted(moment)));
  }

  private void execute(String database, List<String> statements) throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /**
   * Changes every customer's {@code changed_at} by a microsecond, so that a job reads each again;
   * not while the load runs, which may wait for one row and hold another.
   */
  public void touchCustomers() throws SQLException {
    execute(
        database(),
        List.of(
            "UPDATE shop.customers SET changed_at = changed_at + INTERVAL "
                + (kind == Kind.MYSQL ? "1 MICROSECOND" : "'1 microsecond'")));
  }

  public Kind kind() {
    return kind;
  }

  public DatabaseServer server() {
    return server;
  }

  /** The Postgres database; empty on MySQL, whose tables name theirs. */
  public String database() {
    return kind == Kind.MYSQL ? "" : POSTGRES_DATABASE;
  }

  /** A connection for the load, which sends the statements of a transaction together. */
  public Connection connect() throws SQLException {
    if (kind == Kind.POSTGRES) {
      return server.connect(database());
    }
    Properties properties = new Properties();
    properties.setProperty("user", server.username());
    properties.setProperty("password", server.password());
    properties.setProperty("rewriteBatchedStatements", "true");
    properties.setProperty("useLocalSessionState", "true");
    properties.setProperty("cacheServerConfiguration", "true");
    return DriverManager.getConnection(server.jdbcUrl(database()), properties);
  }

  @Override
  public void close() {
    server.close();
  }
}
