package dev.millrace.cdc.decode;

import dev.millrace.change.Row;
import dev.millrace.change.RowKey;
import dev.millrace.change.TableSchema;
import java.util.Arrays;
import java.util.List;

/** A row of which nothing but the primary key is known. */
final class KeyRow implements Row {

  private final TableSchema schema;
  private final Object[] values;

  KeyRow(TableSchema schema, RowKey key) {
    this.schema = schema;
    this.values = new Object[schema.columns().size()];
    Arrays.fill(values, UNCHANGED);
    List<Object> keyValues = key.values(schema);
    int[] columns = schema.primaryKeyIndexes();
    for (int i = 0; i < columns.length; i++) {
      values[columns[i]] = keyValues.get(i);
    }
  }

  @Override
  public TableSchema schema() {
    return schema;
  }

  @Override
  public Object value(int column) {
    return values[column];
  }

  @Override
  public String toString() {
    return "key of " + schema.table();
  }
}
