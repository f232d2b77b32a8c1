package dev.millrace.cdc.postgres;

import com.zaxxer.hikari.HikariDataSource;
import dev.millrace.cdc.DebeziumProperties;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.cdc.connectors.base.config.JdbcSourceConfig;
import org.apache.flink.cdc.connectors.base.relational.connection.ConnectionPoolId;
import org.apache.flink.cdc.connectors.postgres.source.PostgresConnectionPoolFactory;
import org.apache.flink.configuration.ReadableConfig;
import org.postgresql.Driver;

/** Connections that read their password when the server asks for it. */
public final class PostgresConnections {

  /** Debezium's own among the {@code database.} properties; all others are the driver's. */
  private static final Set<String> NOT_THE_DRIVERS =
      Set.of("hostname", "port", "user", "password", "dbname", "server.name");

  private static final String PREFIX = "database.";

  /** Whether a driver's property is set by the source itself, or would be a secret's own text. */
  static boolean isFixed(String property) {
    return NOT_THE_DRIVERS.contains(property)
        || property.equals("authenticationPluginClassName")
        || DebeziumProperties.isSecret(property);
  }

  /**
   * A connection of its own to the database of a source, which the caller closes.
   *
   * @throws IllegalArgumentException when an option is missing or wrong
   */
  public static Connection open(ReadableConfig source) throws SQLException {
    return open(PostgresChangeSource.configuration(source, List.of()).create(0));
  }

  /** A connection of its own, which the caller closes. */
  static Connection open(JdbcSourceConfig config) throws SQLException {
    Properties properties = new Properties();
    properties.putAll(driverProperties(config));
    properties.setProperty("user", config.getUsername());
    properties.setProperty("password", config.getPassword());
    properties.setProperty("ApplicationName", "millrace");
    return new Driver().connect(url(config), properties);
  }

  private static String url(JdbcSourceConfig config) {
    return String.format(
        "jdbc:postgresql://%s:%d/%s",
        config.getHostname(), config.getPort(), encoded(config.getDatabaseList().get(0)));
  }

  private static Map<String, String> driverProperties(JdbcSourceConfig config) {
    Map<String, String> properties = new TreeMap<>();
    Properties all = config.getDbzProperties();
    for (String name : all.stringPropertyNames()) {
      if (name.startsWith(PREFIX)) {
        String property = name.substring(PREFIX.length());
        if (!NOT_THE_DRIVERS.contains(property) && !property.startsWith("history")) {
          properties.put(property, all.getProperty(name));
        }
      }
    }
    return properties;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /**
   * Flink CDC's pool, with the driver's properties, which upstream leaves out, and one pool for
   * each user: upstream's is shared by all users of a database in one JVM.
   */
  static final class Pool extends PostgresConnectionPoolFactory {

    private final JdbcSourceConfig config;

    Pool(JdbcSourceConfig config) {
      this.config = config;
    }

    /**
     * Keeps no connection that nobody asked for: while a server is away the pool would go on trying
     * for it, ever more rarely, and whoever then asks has to wait for the next try, 10 s off.
     */
    @Override
    public HikariDataSource createPooledDataSource(JdbcSourceConfig sourceConfig) {
      HikariDataSource pool = super.createPooledDataSource(sourceConfig);
      pool.setMinimumIdle(0);
      return pool;
    }

    @Override
    public String getJdbcUrl(JdbcSourceConfig sourceConfig) {
      return driverProperties(sourceConfig).entrySet().stream()
          .map(property -> encoded(property.getKey()) + '=' + encoded(property.getValue()))
          .collect(Collectors.joining("&", url(sourceConfig) + '?', ""));
    }

    @Override
    public ConnectionPoolId getPoolId(
        io.debezium.jdbc.JdbcConfiguration connection, String factory) {
      return new ConnectionPoolId(
          config.getHostname(),
          config.getPort(),
          config.getUsername() + ' ' + config.getPassword(),
          getJdbcUrl(config),
          factory);
    }
  }

  private PostgresConnections() {}
}
