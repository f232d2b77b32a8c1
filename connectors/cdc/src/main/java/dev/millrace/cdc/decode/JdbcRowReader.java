package dev.millrace.cdc.decode;

import dev.millrace.cdc.RowReader;
import dev.millrace.change.ChangeEvent;
import dev.millrace.change.Operation;
import dev.millrace.change.Row;
import dev.millrace.change.RowKey;
import dev.millrace.change.SourcePosition;
import dev.millrace.change.TableId;
import dev.millrace.change.TableSchema;
import io.debezium.jdbc.JdbcConnection;
import io.debezium.util.ColumnUtils;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What reading rows by their keys has in common, whatever the database. */
public abstract class JdbcRowReader implements RowReader {

  /** Keys in one query: few enough for every server's limit of parameters. */
  private static final int KEYS = 500;

  private final JdbcConnection connection;
  private final Map<TableId, StoredTable> tables = new HashMap<>();

  protected JdbcRowReader(JdbcConnection connection) {
    this.connection = connection;
  }

  /** How the table's columns are converted; asked once a table. */
  protected abstract StoredTable describe(TableId table) throws SQLException;

  protected abstract String quoted(String identifier);

  /** Sets a parameter that is compared with a key column. */
  protected abstract void bind(PreparedStatement statement, int parameter, Object value)
      throws SQLException;

  /** A column's value as Debezium's conversion takes it. */
  protected abstract Object column(
      ResultSet row, int index, StoredTable table, io.debezium.relational.Column column)
      throws SQLException;

  @Override
  public final Map<RowKey, ChangeEvent> read(Collection<RowKey> keys) throws SQLException {
    Map<TableId, List<RowKey>> byTable =
        keys.stream()
            .distinct()
            .collect(Collectors.groupingBy(RowKey::table, LinkedHashMap::new, Collectors.toList()));
    Map<RowKey, ChangeEvent> found = new HashMap<>();
    for (List<RowKey> ofTable : byTable.values()) {
      for (int from = 0; from < ofTable.size(); from += KEYS) {
        readSome(ofTable.subList(from, Math.min(ofTable.size(), from + KEYS)), found);
      }
    }
    Map<RowKey, ChangeEvent> inOrder = new LinkedHashMap<>();
    keys.forEach(key -> inOrder.put(key, found.get(key)));
    return inOrder;
  }

  private void readSome(List<RowKey> keys, Map<RowKey, ChangeEvent> found) throws SQLException {
    StoredTable table = table(keys.get(0).table());
    SourcePosition position = logEnd();
    long now = System.currentTimeMillis();
    for (RowKey key : keys) {
      found.put(
          key,
          new ChangeEvent(
              Operation.DELETE, new KeyRow(table.schema(), key), null, position, now, false));
    }
    List<Object> parameters =
        keys.stream()
            .flatMap(key -> key.values(table.schema()).stream())
            .collect(Collectors.toList());
    for (Row row : rows(table, query(table, keys.size()), parameters)) {
      RowKey key = RowKey.of(table.schema(), table.schema().primaryKeyOf(row));
      found.put(key, new ChangeEvent(Operation.INSERT, null, row, position, now, false));
    }
  }

  @Override
  public final List<ChangeEvent> find(TableId id, String column, String value) throws SQLException {
    StoredTable table = table(id);
    int index = table.schema().indexOf(column);
    if (index < 0) {
      throw new IllegalArgumentException(id + " has no column " + column);
    }
    SourcePosition position = logEnd();
    long now = System.currentTimeMillis();
    Object parameter = RowKey.value(value, table.schema().columns().get(index).type().kind());
    String query = "SELECT * FROM " + name(table) + " WHERE " + quoted(column) + " = ?";
    return rows(table, query, List.of(parameter)).stream()
        .map(row -> new ChangeEvent(Operation.INSERT, null, row, position, now, false))
        .collect(Collectors.toList());
  }

  private List<Row> rows(StoredTable table, String query, List<Object> parameters)
      throws SQLException {
    List<Row> found = new ArrayList<>();
    try (PreparedStatement statement = connection.connection().prepareStatement(query)) {
      int parameter = 1;
      for (Object value : parameters) {
        bind(statement, parameter++, value);
      }
      try (ResultSet rows = statement.executeQuery()) {
        ColumnUtils.ColumnArray columns = ColumnUtils.toArray(rows, table.table());
        while (rows.next()) {
          found.add(table.row(values(rows, columns, table)));
        }
      }
    }
    endTransaction();
    return found;
  }

  private Object[] values(ResultSet row, ColumnUtils.ColumnArray columns, StoredTable table)
      throws SQLException {
    Object[] values = new Object[columns.getGreatestColumnPosition()];
    for (int i = 0; i < columns.getColumns().length; i++) {
      io.debezium.relational.Column column = columns.getColumns()[i];
      values[column.position() - 1] = column(row, i + 1, table, column);
    }
    return values;
  }

  private StoredTable table(TableId id) throws SQLException {
    StoredTable table = tables.get(id);
    if (table == null) {
      table = describe(id);
      tables.put(id, table);
    }
    return table;
  }

  private String query(StoredTable table, int keys) {
    TableSchema schema = table.schema();
    String columns =
        schema.primaryKey().stream().map(this::quoted).collect(Collectors.joining(", ", "(", ")"));
    String one =
        schema.primaryKey().stream().map(name -> "?").collect(Collectors.joining(", ", "(", ")"));
    List<String> all = new ArrayList<>(Collections.nCopies(keys, one));
    return "SELECT * FROM "
        + name(table)
        + " WHERE "
        + columns
        + " IN ("
        + String.join(", ", all)
        + ")";
  }

  private String name(StoredTable table) {
    TableId id = table.schema().table();
    return quoted(id.namespace()) + '.' + quoted(id.table());
  }

  /** So that the next read sees what is committed until then, and nothing is kept open. */
  private void endTransaction() throws SQLException {
    if (!connection.connection().getAutoCommit()) {
      connection.connection().commit();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
