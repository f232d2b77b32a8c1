package dev.millrace.databases;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A running database server of its own. Its data lives in a temporary directory until {@link
 * #close()}; the server never outlives this JVM. Methods that fail throw {@link
 * java.io.UncheckedIOException} or {@link IllegalStateException} with the end of the server's log.
 */
public interface DatabaseServer extends AutoCloseable {

  /** Name of the administrator that every server here has; it may do anything from anywhere. */
  String USERNAME = "millrace";

  /** The administrator's password: a text that tests can look for where no secret may be. */
  String PASSWORD = "pa55-of-the-source";

  /** Where clients connect, as a name or an address. */
  String host();

  /** The TCP port; it stays the same over {@link #restart()}. */
  int port();

  default String username() {
    return USERNAME;
  }

  default String password() {
    return PASSWORD;
  }

  /** The JDBC URL of a database on this server, without user and password. */
  String jdbcUrl(String database);

  /**
   * Connects as the administrator. A Postgres driver must be on the class path: the one inside
   * {@code flink-sql-connector-postgres-cdc}.
   */
  Connection connect(String database) throws SQLException;

  /** What the server says it is, for example {@code MySQL 8.0.33}. */
  String description();

  /** Asks the server to shut down in good order and waits until it has. */
  void stop();

  /** Ends every process of the server as a power cut would, and waits until they are gone. */
  void kill();

  /** Starts the server again on its data and its port, stopping it first if it runs. */
  void restart();

  /** Ends the server and removes its data. */
  @Override
  void close();
}
