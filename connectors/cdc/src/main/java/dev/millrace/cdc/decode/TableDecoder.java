package dev.millrace.cdc.decode;

import dev.millrace.change.ChangeEvent;
import dev.millrace.change.Column;
import dev.millrace.change.ColumnType;
import dev.millrace.change.Operation;
import dev.millrace.change.Row;
import dev.millrace.change.SourcePosition;
import dev.millrace.change.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Field;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Schema;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Struct;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.source.SourceRecord;

/** What is looked up once per Connect schema of a table's records. */
final class TableDecoder {

  private final Schema recordSchema;
  private final Field before;
  private final Field after;
  private final Field source;
  private final Field operation;
  private final Field commitTime;
  private final Function<Struct, SourcePosition> position;
  private final boolean leavesValuesOut;
  private final boolean logsWholeRows;
  private final TableSchema schema;
  private final boolean[] inKey;
  private final Field[] fields;
  private final Conversion[] conversions;

  /**
   * @param known the table's schema as the previous decoder had it, null for the first; taken over
   *     when nothing changed, so that a table keeps one instance
   */
  TableDecoder(SourceDialect dialect, SourceRecord record, TableSchema known) {
    recordSchema = record.valueSchema();
    before = recordSchema.field("before");
    after = recordSchema.field("after");
    source = recordSchema.field("source");
    operation = recordSchema.field("op");
    commitTime = source.schema().field("ts_ms");
    position = dialect.position(source.schema());
    leavesValuesOut = dialect.leavesValuesOut();

    List<Field> row = after.schema().fields();
    fields = row.toArray(new Field[0]);
    conversions = new Conversion[fields.length];
    List<Column> columns = new ArrayList<>(fields.length);
    for (int i = 0; i < fields.length; i++) {
      Schema column = fields[i].schema();
      ColumnType type = dialect.type(column);
      columns.add(new Column(fields[i].name(), type, column.isOptional()));
      conversions[i] = Conversion.of(column, type);
    }
    List<String> key = new ArrayList<>();
    if (record.keySchema() != null) {
      record.keySchema().fields().forEach(field -> key.add(field.name()));
    }
    TableSchema found =
        new TableSchema(dialect.table(((Struct) record.value()).getStruct("source")), columns, key);
    schema = found.equals(known) ? known : found;
    logsWholeRows = dialect.logsWholeRows(schema.table());
    inKey = new boolean[fields.length];
    for (int column : schema.primaryKeyIndexes()) {
      inKey[column] = true;
    }
  }

  /** Whether a record's values are those of a row change, read by a decoder. */
  static boolean isChange(SourceRecord record) {
    Schema schema = record.valueSchema();
    return schema != null
        && schema.type() == Schema.Type.STRUCT
        && schema.field("op") != null
        && schema.field("after") != null
        && schema.field("source") != null;
  }

  boolean decodes(Schema valueSchema) {
    return recordSchema == valueSchema;
  }

  TableSchema schema() {
    return schema;
  }

  /** The change; null for an operation that changes no row, such as a truncation's mark. */
  ChangeEvent decode(Struct value) {
    Struct origin = (Struct) value.get(source);
    switch (((String) value.get(operation)).charAt(0)) {
      case 'r':
        return new ChangeEvent(
            Operation.INSERT, null, row(value, after), SourcePosition.SNAPSHOT, 0, true);
      case 'c':
        return logged(Operation.INSERT, null, row(value, after), origin);
      case 'u':
        return logged(Operation.UPDATE, before(value), row(value, after), origin);
      case 'd':
        return logged(Operation.DELETE, before(value), null, origin);
      default:
        return null;
    }
  }

  private ChangeEvent logged(Operation operation, Row before, Row after, Struct origin) {
    return new ChangeEvent(
        operation, before, after, position.apply(origin), (Long) origin.get(commitTime), false);
  }

  private Row row(Struct value, Field image) {
    return new StructRow(this, (Struct) value.get(image), false);
  }

  private Row before(Struct value) {
    Struct image = (Struct) value.get(before);
    return image == null ? null : new StructRow(this, image, !logsWholeRows);
  }

  Object value(Struct struct, int column, boolean keyOnly) {
    if (keyOnly && !inKey[column]) {
      return Row.UNCHANGED;
    }
    Field field = fields[column];
    // Struct.get(Field) answers a null with the column's DEFAULT, where it has one.
    Object value =
        field.schema().defaultValue() == null
            ? struct.get(field)
            : struct.getWithoutDefault(field.name());
    if (value == null) {
      return null;
    }
    if (leavesValuesOut && Unavailable.is(value)) {
      return Row.UNCHANGED;
    }
    try {
      return conversions[column].convert(value);
    } catch (RuntimeException e) {
      throw unreadable(column, e);
    }
  }

  /** Without the cause itself, whose message would hold the value. */
  private IllegalStateException unreadable(int column, RuntimeException cause) {
    Column unread = schema.columns().get(column);
    IllegalStateException failure =
        new IllegalStateException(
            "column "
                + unread.name()
                + " of table "
                + schema.table()
                + " holds a value that is no "
                + unread.type()
                + " ("
                + cause.getClass().getName()
                + ")");
    failure.setStackTrace(cause.getStackTrace());
    return failure;
  }
}
