package dev.millrace.cdc.check;

import dev.millrace.cdc.SourceOptions;
import dev.millrace.change.TableId;
import dev.millrace.secret.SecretReference;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ReadableConfig;

/** What a MySQL server must be and allow. */
final class MySqlCheck {

  /** No such database, no such table. */
  private static final Set<Integer> MISSING = Set.of(1049, 1146);

  /** Denied: to a database, to a table, to a statement. */
  private static final Set<Integer> DENIED = Set.of(1044, 1142, 1227);

  private static final String VECTORS =
      "SELECT COLUMN_NAME FROM information_schema.COLUMNS"
          + " WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND DATA_TYPE = 'vector'";

  private static final Pattern TAG = Pattern.compile(":([a-z_][a-z0-9_]*):");

  private final Connection connection;
  private final String user;
  private final List<TableId> tables;
  private final Faults faults;

  MySqlCheck(Connection connection, String user, List<TableId> tables, Faults faults) {
    this.connection = connection;
    this.user = user;
    this.tables = tables;
    this.faults = faults;
  }

  static Connection connect(ReadableConfig source) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("connectionTimeZone", "UTC");
    properties.setProperty("allowPublicKeyRetrieval", "true");
    properties.setProperty(
        "connectTimeout", Long.toString(source.get(SourceOptions.CONNECT_TIMEOUT).toMillis()));
    properties.setProperty(
        "socketTimeout", Long.toString(source.get(SourceOptions.READ_TIMEOUT).toMillis()));
    properties.putAll(source.get(SourceOptions.JDBC));
    properties.setProperty("user", source.get(SourceOptions.USERNAME));
    properties.setProperty(
        "password", SecretReference.parse(source.get(SourceOptions.PASSWORD)).resolve());
    String url =
        "jdbc:mysql://"
            + source.get(SourceOptions.HOSTNAME)
            + ":"
            + SourceOptions.port(source)
            + "/";
    return new com.mysql.cj.jdbc.Driver().connect(url, properties);
  }

  void run() throws SQLException {
    String version = Query.value(connection, "SELECT VERSION()");
    if (version.compareTo("5.7") < 0 && !version.startsWith("1")) {
      faults.add("", "MySQL " + version, "MySQL 5.7 or newer", "upgrade the server");
    }
    if (!"1".equals(Query.value(connection, "SELECT @@log_bin"))) {
      faults.add(
          "",
          "log_bin is off",
          "a binary log",
          "log-bin=binlog and server-id=1 in my.cnf; then restart the server (on RDS: turn on"
              + " automated backups)");
    }
    variable("binlog_format", "ROW");
    variable("binlog_row_image", "FULL");
    variable("binlog_row_value_options", "");
    variable("binlog_transaction_compression", "OFF");
    tags();
    rights();
    for (TableId table : tables) {
      table(table);
    }
  }

  private void variable(String name, String expected) throws SQLException {
    List<String[]> found = Query.rows(connection, "SHOW GLOBAL VARIABLES LIKE '" + name + "'");
    if (found.isEmpty() || found.get(0)[1].equalsIgnoreCase(expected)) {
      return;
    }
    faults.add(
        "",
        name + " is " + found.get(0)[1],
        expected.isEmpty() ? "none" : expected,
        "SET PERSIST " + name + " = '" + expected + "' (sessions that are open keep the old one)");
  }

  /** Flink CDC 3.5 cannot read a set with tagged GTIDs, which came with MySQL 8.3. */
  private void tags() throws SQLException {
    if (Query.rows(connection, "SHOW GLOBAL VARIABLES LIKE 'gtid_executed'").isEmpty()) {
      return;
    }
    String tag = tagIn(Query.value(connection, "SELECT @@GLOBAL.gtid_executed"));
    if (tag != null) {
      faults.add(
          "",
          "gtid_executed has GTIDs with the tag " + tag,
          "GTIDs without tags",
          "read from a server that has none: they stay in the set, and Flink CDC cannot read it."
              + " They come from sessions with GTID_NEXT = 'AUTOMATIC:"
              + tag
              + "'");
    }
  }

  /** The first tag of a set such as {@code uuid:1-3:tag:1-5}; null when there is none. */
  static String tagIn(String gtidSet) {
    Matcher tag = TAG.matcher(gtidSet);
    return tag.find() ? tag.group(1) : null;
  }

  /** Tried, not read from SHOW GRANTS, which does not say what a role gives. */
  private void rights() throws SQLException {
    if (denied("SHOW MASTER STATUS") && denied("SHOW BINARY LOG STATUS")) {
      right("REPLICATION CLIENT");
    }
    if (denied("SHOW BINLOG EVENTS LIMIT 1")) {
      right("REPLICATION SLAVE");
    }
  }

  private void right(String right) {
    faults.add(
        "",
        "user '" + user + "' lacks the right " + right,
        right + " ON *.*",
        "GRANT " + right + " ON *.* TO '" + user + "'");
  }

  private boolean denied(String statement) throws SQLException {
    try {
      Query.rows(connection, statement);
      return false;
    } catch (SQLException e) {
      // A syntax error is that of the older or newer form of a statement, not of a right.
      return DENIED.contains(e.getErrorCode()) || e.getErrorCode() == 1064;
    }
  }

  private void table(TableId table) throws SQLException {
    String name = '`' + table.namespace() + "`.`" + table.table() + '`';
    String object = "table " + table;
    try {
      Query.rows(connection, "SELECT 1 FROM " + name + " LIMIT 0");
    } catch (SQLException e) {
      if (MISSING.contains(e.getErrorCode())) {
        faults.add(object, "does not exist", "a table", Meant.mend(table, all()));
      } else if (DENIED.contains(e.getErrorCode())) {
        faults.add(
            object,
            "user '" + user + "' may not read it, or it does not exist",
            "the right SELECT",
            "GRANT SELECT ON " + name + " TO '" + user + "'");
      } else {
        throw e;
      }
      return;
    }
    if (MySqlSchemas.key(connection, table).isEmpty()) {
      faults.add(
          object,
          "has no primary key",
          "a primary key",
          "ALTER TABLE " + name + " ADD PRIMARY KEY (...)");
    }
    List<String[]> vectors = Query.rows(connection, VECTORS, table.namespace(), table.table());
    if (!vectors.isEmpty()) {
      faults.add(
          object,
          "has a column of the type VECTOR ("
              + vectors.get(0)[0]
              + "), which Flink CDC cannot read",
          "a table without one",
          "move the column to a table of its own");
    }
  }

  private List<TableId> all() throws SQLException {
    List<TableId> all = new ArrayList<>();
    for (String[] row :
        Query.rows(
            connection,
            "SELECT TABLE_SCHEMA, TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA NOT"
                + " IN ('mysql', 'sys', 'information_schema', 'performance_schema')")) {
      all.add(new TableId(row[0], row[1]));
    }
    return all;
  }
}
