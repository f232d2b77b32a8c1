package dev.millrace.cdc.mysql;

import dev.millrace.cdc.decode.SourceColumn;
import dev.millrace.cdc.decode.SourceDialect;
import dev.millrace.change.ColumnType;
import dev.millrace.change.SourcePosition;
import dev.millrace.change.TableId;
import java.util.function.Function;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Field;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Schema;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Struct;

/** MySQL's side of decoding. */
final class MySqlDialect implements SourceDialect {

  private static final long serialVersionUID = 1L;

  @Override
  public TableId table(Struct source) {
    return new TableId(source.getString("db"), source.getString("table"));
  }

  @Override
  public Function<Struct, SourcePosition> position(Schema source) {
    Field file = source.field("file");
    Field offset = source.field("pos");
    Field row = source.field("row");
    return change ->
        SourcePosition.binlog(
            (String) change.get(file), (Long) change.get(offset), (Integer) change.get(row));
  }

  @Override
  public ColumnType type(Schema column) {
    SourceColumn declared = new SourceColumn(column);
    return MySqlTypes.of(declared.typeName(), declared.length(), declared.scale());
  }

  /** The validator of Flink CDC refuses a server whose binlog_row_image is not FULL. */
  @Override
  public boolean leavesValuesOut() {
    return false;
  }

  @Override
  public boolean logsWholeRows(TableId table) {
    return true;
  }
}
