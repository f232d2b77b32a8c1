package dev.millrace.cdc.check;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Questions whose answers are texts. */
final class Query {

  /** All rows, each as the texts of its columns; null where the database has null. */
  static List<String[]> rows(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet result = statement.executeQuery()) {
        List<String[]> rows = new ArrayList<>();
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
          String[] row = new String[columns];
          for (int i = 0; i < columns; i++) {
            row[i] = result.getString(i + 1);
          }
          rows.add(row);
        }
        return rows;
      }
    }
  }

  /** The first row's first column; null when there is no row. */
  static String value(Connection connection, String sql, Object... parameters) throws SQLException {
    List<String[]> rows = rows(connection, sql, parameters);
    return rows.isEmpty() ? null : rows.get(0)[0];
  }

  private Query() {}
}
