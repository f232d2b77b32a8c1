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
    try (PreparedStatement statement =
        connection.connection().prepareStatement(query(table, keys.size()))) {
      int parameter = 1;
      for (RowKey key : keys) {
        for (Object value : key.values(table.schema())) {
          bind(statement, parameter++, value);
        }
      }
      try (ResultSet rows = statement.executeQuery()) {
        ColumnUtils.ColumnArray columns = ColumnUtils.toArray(rows, table.table());
        while (rows.next()) {
          Row row = table.row(values(rows, columns, table));
          RowKey key = RowKey.of(table.schema(), table.schema().primaryKeyOf(row));
          found.put(key, new ChangeEvent(Operation.INSERT, null, row, position, now, false));
        }
      }
    }
    endTransaction();
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
        + quoted(schema.table().namespace())
        + '.'
        + quoted(schema.table().table())
        + " WHERE "
        + columns
        + " IN ("
        + String.join(", ", all)
        + ")";
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
