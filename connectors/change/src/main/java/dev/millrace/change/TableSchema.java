package dev.millrace.change;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Columns of a table at the time of a change. A source hands out the same instance for every change
 * until the table is altered, so that what is compiled for a schema can be found by identity.
 */
public final class TableSchema implements Serializable {

  private static final long serialVersionUID = 1L;

  private final TableId table;
  private final List<Column> columns;
  private final List<String> primaryKey;
  private final int[] primaryKeyIndexes;

  /** Primary key columns by name, in key order; empty for a table without one. */
  public TableSchema(TableId table, List<Column> columns, List<String> primaryKey) {
    this.table = Objects.requireNonNull(table, "table");
    this.columns = List.copyOf(columns);
    this.primaryKey = List.copyOf(primaryKey);
    for (String key : this.primaryKey) {
      if (indexOf(key) < 0) {
        throw new IllegalArgumentException(
            "primary key column '" + key + "' is not a column of " + table);
      }
    }
    this.primaryKeyIndexes = new int[this.primaryKey.size()];
    Arrays.setAll(primaryKeyIndexes, i -> indexOf(this.primaryKey.get(i)));
  }

  public TableId table() {
    return table;
  }

  /** Columns in table order; a column's place here is its index for {@link Row#value}. */
  public List<Column> columns() {
    return columns;
  }

  public List<String> primaryKey() {
    return primaryKey;
  }

  /** Index of the column with this exact name, -1 if there is none. A search: keep the result. */
  public int indexOf(String columnName) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(columnName)) {
        return i;
      }
    }
    return -1;
  }

  /** Indexes of the primary key columns in key order. */
  public int[] primaryKeyIndexes() {
    return primaryKeyIndexes.clone();
  }

  /** Values of the primary key in a row of this schema, in key order. */
  public Object[] primaryKeyOf(Row row) {
    Object[] values = new Object[primaryKeyIndexes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.value(primaryKeyIndexes[i]);
    }
    return values;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof TableSchema
        && table.equals(((TableSchema) o).table)
        && columns.equals(((TableSchema) o).columns)
        && primaryKey.equals(((TableSchema) o).primaryKey);
  }

  @Override
  public int hashCode() {
    return Objects.hash(table, columns, primaryKey);
  }

  @Override
  public String toString() {
    return table + " " + columns + " key " + primaryKey;
  }
}
