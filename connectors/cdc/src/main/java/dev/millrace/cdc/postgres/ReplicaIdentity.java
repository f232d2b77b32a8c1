package dev.millrace.cdc.postgres;

import dev.millrace.change.TableId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

/** How much of a row before its change the log holds. */
public final class ReplicaIdentity {

  /** The database's tables whose log entries hold the whole row: {@code REPLICA IDENTITY FULL}. */
  public static Set<TableId> full(Connection connection) throws SQLException {
    Set<TableId> tables = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT nspname, relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace"
                    + " WHERE relreplident = 'f'")) {
      while (rows.next()) {
        tables.add(new TableId(rows.getString(1), rows.getString(2)));
      }
      return tables;
    }
  }

  private ReplicaIdentity() {}
}
