package dev.millrace.cdc.postgres;

import dev.millrace.change.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.cdc.connectors.base.config.JdbcSourceConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The publication that tells the server which tables' changes to send. Only ever made or added to:
 * Debezium's own {@code filtered} mode sets it to the one table whose chunk is being read, and the
 * server then never sends what other tables commit meanwhile.
 */
public final class Publication {

  private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

  private final String name;

  /** The one that a source reads. */
  static Publication of(JdbcSourceConfig config) {
    return new Publication(config.getDbzProperties().getProperty("publication.name"));
  }

  public Publication(String name) {
    this.name = name;
  }

  /** Makes the publication where it is missing and adds the tables that it lacks. */
  public void ensure(Connection connection, Collection<TableId> tables) throws SQLException {
    String statement = null;
    if (!exists(connection)) {
      statement = createStatement(tables);
    } else {
      List<TableId> missing = missing(connection, tables);
      if (!missing.isEmpty()) {
        statement = addStatement(missing);
      }
    }
    if (statement != null) {
      LOG.info("{}", statement);
      try (Statement execution = connection.createStatement()) {
        execution.execute(statement);
      }
    }
  }

  public boolean exists(Connection connection) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT 1 FROM pg_publication WHERE pubname = ?")) {
      query.setString(1, name);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next();
      }
    }
  }

  /** Those of the tables whose changes the publication does not send. */
  public List<TableId> missing(Connection connection, Collection<TableId> tables)
      throws SQLException {
    Set<TableId> published = new HashSet<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT schemaname, tablename FROM pg_publication_tables WHERE pubname = ?")) {
      query.setString(1, name);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          published.add(new TableId(rows.getString(1), rows.getString(2)));
        }
      }
    }
    List<TableId> missing = new ArrayList<>(tables);
    missing.removeAll(published);
    return missing;
  }

  /** Those of the tables that the database has. */
  public static List<TableId> existing(Connection connection, Collection<TableId> tables)
      throws SQLException {
    List<TableId> existing = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')")) {
      for (TableId table : tables) {
        query.setString(1, table.namespace());
        query.setString(2, table.table());
        try (ResultSet rows = query.executeQuery()) {
          if (rows.next()) {
            existing.add(table);
          }
        }
      }
    }
    return existing;
  }

  public String createStatement(Collection<TableId> tables) {
    return "CREATE PUBLICATION " + quoted(name) + " FOR TABLE " + list(tables);
  }

  public String addStatement(Collection<TableId> tables) {
    return "ALTER PUBLICATION " + quoted(name) + " ADD TABLE " + list(tables);
  }

  private static String list(Collection<TableId> tables) {
    return tables.stream()
        .map(table -> quoted(table.namespace()) + '.' + quoted(table.table()))
        .collect(Collectors.joining(", "));
  }

  private static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }
}
