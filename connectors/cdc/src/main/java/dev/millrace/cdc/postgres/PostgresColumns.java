package dev.millrace.cdc.postgres;

import dev.millrace.cdc.decode.SourceColumn;
import dev.millrace.cdc.decode.SourceDialect;
import dev.millrace.change.ColumnType;
import dev.millrace.change.ColumnType.Kind;
import dev.millrace.change.SourcePosition;
import dev.millrace.change.TableId;
import java.util.function.Function;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Field;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Schema;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Struct;

/** Reads what is Postgres's own in Debezium's records. */
final class PostgresColumns implements SourceDialect {

  private static final long serialVersionUID = 1L;

  @Override
  public TableId table(Struct source) {
    return new TableId(source.getString("schema"), source.getString("table"));
  }

  @Override
  public Function<Struct, SourcePosition> position(Schema source) {
    Field lsn = source.field("lsn");
    return struct -> SourcePosition.lsn((Long) struct.get(lsn));
  }

  @Override
  public ColumnType type(Schema column) {
    SourceColumn source = new SourceColumn(column);
    return ColumnType.of(Kind.STRING, source.typeName());
  }

  @Override
  public boolean leavesValuesOut() {
    return true;
  }
}
