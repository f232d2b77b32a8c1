package dev.millrace.cdc.check;

import dev.millrace.cdc.postgres.PostgresTypes;
import dev.millrace.cdc.postgres.Publication;
import dev.millrace.change.Column;
import dev.millrace.change.ColumnType;
import dev.millrace.change.TableId;
import dev.millrace.change.TableSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Schemas of Postgres tables, from the catalog. */
final class PostgresSchemas {

  /** A domain stands for another type; generated columns are not in the log before Postgres 18. */
  private static final String COLUMNS =
      "WITH RECURSIVE resolved AS ("
          + " SELECT a.attnum, a.attname, t.typname, t.typname AS base, t.typbasetype,"
          + "  CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END AS mod,"
          + "  a.attnotnull OR t.typnotnull AS required"
          + " FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid"
          + " WHERE a.attrelid = format('%I.%I', ?::text, ?::text)::regclass AND a.attnum > 0"
          + "  AND NOT a.attisdropped AND a.attgenerated = ''"
          + " UNION ALL"
          + " SELECT r.attnum, r.attname, r.typname, t.typname, t.typbasetype,"
          + "  CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE r.mod END, r.required OR t.typnotnull"
          + " FROM resolved r JOIN pg_type t ON t.oid = r.typbasetype)"
          + " SELECT attname, typname, base, mod, required FROM resolved WHERE typbasetype = 0"
          + " ORDER BY attnum";

  private static final String KEY =
      "SELECT a.attname FROM pg_index i"
          + " CROSS JOIN unnest(i.indkey::int[]) WITH ORDINALITY AS k(attnum, place)"
          + " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum"
          + " WHERE i.indisprimary AND i.indrelid = format('%I.%I', ?::text, ?::text)::regclass"
          + " ORDER BY k.place";

  static Map<TableId, TableSchema> read(Connection connection, List<TableId> tables)
      throws SQLException {
    Map<TableId, TableSchema> schemas = new LinkedHashMap<>();
    for (TableId table : Publication.existing(connection, tables)) {
      schemas.put(table, read(connection, table));
    }
    return schemas;
  }

  private static TableSchema read(Connection connection, TableId table) throws SQLException {
    List<Column> columns = new ArrayList<>();
    for (String[] row : Query.rows(connection, COLUMNS, table.namespace(), table.table())) {
      ColumnType type = type(row[1], row[2], Integer.parseInt(row[3]));
      columns.add(new Column(row[0], type, row[4].equals("f")));
    }
    List<String> key = new ArrayList<>();
    for (String[] row : Query.rows(connection, KEY, table.namespace(), table.table())) {
      key.add(row[0]);
    }
    return new TableSchema(table, columns, key);
  }

  /** What a type modifier means: see {@code numerictypmodin} and {@code bittypmodin}. */
  private static ColumnType type(String name, String base, int modifier) {
    if (modifier < 0) {
      return PostgresTypes.of(name, base, -1, -1);
    }
    if (base.equals("numeric") || base.equals("_numeric")) {
      int packed = modifier - 4;
      return PostgresTypes.of(
          name, base, packed >> 16 & 0xFFFF, ((packed & 0x7FF) ^ 0x400) - 0x400);
    }
    return PostgresTypes.of(name, base, modifier, -1);
  }

  private PostgresSchemas() {}
}
