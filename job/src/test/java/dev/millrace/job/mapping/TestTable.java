package dev.millrace.job.mapping;

import dev.millrace.change.ChangeEvent;
import dev.millrace.change.Column;
import dev.millrace.change.ColumnType;
import dev.millrace.change.Operation;
import dev.millrace.change.Row;
import dev.millrace.change.SourcePosition;
import dev.millrace.change.TableId;
import dev.millrace.change.TableSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table with key {@code id}, and changes of its rows. */
final class TestTable {

  private final TableSchema schema;

  /**
   * @param columns name and {@link ColumnType.Kind} in turn
   */
  TestTable(Object... columns) {
    List<Column> list = new ArrayList<>();
    for (int i = 0; i < columns.length; i += 2) {
      ColumnType type =
          columns[i + 1] == ColumnType.Kind.ARRAY
              ? ColumnType.array(ColumnType.of(ColumnType.Kind.STRING, null), null)
              : ColumnType.of((ColumnType.Kind) columns[i + 1], null);
      list.add(new Column((String) columns[i], type, true));
    }
    schema = new TableSchema(new TableId("shop", "customers"), list, List.of("id"));
  }

  TableSchema schema() {
    return schema;
  }

  Row row(Object... values) {
    Object[] copy = Arrays.copyOf(values, schema.columns().size());
    return new Row() {
      @Override
      public TableSchema schema() {
        return schema;
      }

      @Override
      public Object value(int column) {
        return copy[column];
      }
    };
  }

  ChangeEvent insert(Row after) {
    return change(Operation.INSERT, null, after);
  }

  ChangeEvent update(Row before, Row after) {
    return change(Operation.UPDATE, before, after);
  }

  ChangeEvent delete(Row before) {
    return change(Operation.DELETE, before, null);
  }

  private static ChangeEvent change(Operation operation, Row before, Row after) {
    return new ChangeEvent(operation, before, after, SourcePosition.lsn(0x16B3748), 1L, false);
  }
}
