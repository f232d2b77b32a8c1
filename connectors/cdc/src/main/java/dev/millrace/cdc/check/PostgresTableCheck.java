package dev.millrace.cdc.check;

import dev.millrace.change.TableId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What a Postgres table must be. */
final class PostgresTableCheck {

  private static final String TABLE =
      "SELECT c.relkind, c.relreplident, has_schema_privilege(n.oid, 'USAGE'),"
          + " has_table_privilege(c.oid, 'SELECT'),"
          + " EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary),"
          + " EXISTS (SELECT 1 FROM pg_index i"
          + "  WHERE i.indrelid = c.oid AND i.indisreplident AND i.indisprimary),"
          + " (SELECT string_agg(quote_ident(a.attname), ', ') FROM pg_attribute a"
          + "  WHERE a.attrelid = c.oid AND a.attnum > 0 AND a.atttypid = 'money'::regtype)"
          + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE n.nspname = ? AND c.relname = ?";

  private final Connection connection;
  private final String user;
  private final Faults faults;

  PostgresTableCheck(Connection connection, String user, Faults faults) {
    this.connection = connection;
    this.user = user;
    this.faults = faults;
  }

  /** Those of the tables that exist. */
  List<TableId> run(List<TableId> tables) throws SQLException {
    List<TableId> existing = new ArrayList<>();
    for (TableId table : tables) {
      List<String[]> found = Query.rows(connection, TABLE, table.namespace(), table.table());
      if (found.isEmpty()) {
        missing(table);
      } else if (!found.get(0)[0].equals("r")) {
        faults.add(
            "table " + table,
            "is a " + (found.get(0)[0].equals("p") ? "partitioned table" : "view or the like"),
            "an ordinary table",
            found.get(0)[0].equals("p")
                ? "name its partitions instead"
                : "name its tables instead");
      } else {
        existing.add(table);
        check(table, found.get(0));
      }
    }
    return existing;
  }

  private void missing(TableId table) throws SQLException {
    List<TableId> all = new ArrayList<>();
    for (String[] row :
        Query.rows(
            connection,
            "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n"
                + " ON n.oid = c.relnamespace WHERE c.relkind = 'r'"
                + " AND n.nspname NOT IN ('pg_catalog', 'information_schema')")) {
      all.add(new TableId(row[0], row[1]));
    }
    faults.add("table " + table, "does not exist", "a table", Meant.mend(table, all));
  }

  private void check(TableId table, String[] row) {
    String object = "table " + table;
    String name = '"' + table.namespace() + "\".\"" + table.table() + '"';
    if (!row[2].equals("t") || !row[3].equals("t")) {
      faults.add(
          object,
          "user '" + user + "' may not read it",
          "the right SELECT",
          "GRANT USAGE ON SCHEMA \""
              + table.namespace()
              + "\" TO \""
              + user
              + "\"; GRANT SELECT ON "
              + name
              + " TO \""
              + user
              + "\"");
    }
    if (!row[4].equals("t")) {
      faults.add(
          object,
          "has no primary key",
          "a primary key",
          "ALTER TABLE " + name + " ADD PRIMARY KEY (...)");
    } else if (row[1].equals("n") || (row[1].equals("i") && !row[5].equals("t"))) {
      faults.add(
          object,
          "REPLICA IDENTITY is "
              + (row[1].equals("n") ? "NOTHING" : "an index other than the key's")
              + ", so that the log does not say which row a delete was of",
          "DEFAULT or FULL",
          "ALTER TABLE " + name + " REPLICA IDENTITY DEFAULT");
    }
    if (row[6] != null) {
      faults.add(
          object,
          "has columns of the type money ("
              + row[6]
              + "), of which Flink CDC's snapshot cannot read"
              + " values above 999",
          "another type, such as numeric",
          "ALTER TABLE " + name + " ALTER COLUMN ... TYPE numeric(19,2)");
    }
  }
}
