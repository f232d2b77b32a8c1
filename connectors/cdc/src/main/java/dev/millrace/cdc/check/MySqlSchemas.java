package dev.millrace.cdc.check;

import dev.millrace.cdc.mysql.MySqlTypes;
import dev.millrace.change.Column;
import dev.millrace.change.TableId;
import dev.millrace.change.TableSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Schemas of MySQL tables, from {@code information_schema}. */
final class MySqlSchemas {

  private static final String COLUMNS =
      "SELECT COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE FROM information_schema.COLUMNS"
          + " WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION";

  private static final String KEY =
      "SELECT COLUMN_NAME FROM information_schema.KEY_COLUMN_USAGE WHERE TABLE_SCHEMA = ?"
          + " AND TABLE_NAME = ? AND CONSTRAINT_NAME = 'PRIMARY' ORDER BY ORDINAL_POSITION";

  static Map<TableId, TableSchema> read(Connection connection, List<TableId> tables)
      throws SQLException {
    Map<TableId, TableSchema> schemas = new LinkedHashMap<>();
    for (TableId table : tables) {
      List<Column> columns = new ArrayList<>();
      for (String[] row : Query.rows(connection, COLUMNS, table.namespace(), table.table())) {
        columns.add(new Column(row[0], MySqlTypes.ofDeclaration(row[1]), row[2].equals("YES")));
      }
      if (!columns.isEmpty()) {
        schemas.put(table, new TableSchema(table, columns, key(connection, table)));
      }
    }
    return schemas;
  }

  static List<String> key(Connection connection, TableId table) throws SQLException {
    List<String> key = new ArrayList<>();
    for (String[] row : Query.rows(connection, KEY, table.namespace(), table.table())) {
      key.add(row[0]);
    }
    return key;
  }

  private MySqlSchemas() {}
}
