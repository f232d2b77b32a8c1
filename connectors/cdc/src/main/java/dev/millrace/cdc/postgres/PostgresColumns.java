package dev.millrace.cdc.postgres;

import dev.millrace.cdc.decode.SourceColumn;
import dev.millrace.cdc.decode.SourceDialect;
import dev.millrace.change.ColumnType;
import dev.millrace.change.ColumnType.Kind;
import dev.millrace.change.SourcePosition;
import dev.millrace.change.TableId;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Decimal;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Field;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Schema;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Struct;

/** Reads what is Postgres's own in Debezium's records. */
final class PostgresColumns implements SourceDialect {

  private static final long serialVersionUID = 1L;

  /** Length that Debezium gives a numeric without one. */
  private static final int NO_PRECISION = 131_089;

  private final Set<TableId> wholeRows;

  /**
   * @param wholeRows the tables whose {@code REPLICA IDENTITY} is {@code FULL}
   */
  PostgresColumns(Set<TableId> wholeRows) {
    this.wholeRows = Set.copyOf(wholeRows);
  }

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
    String name = source.typeName().toLowerCase(Locale.ROOT);
    if (!name.startsWith("_")) {
      return scalar(column, PostgresTypes.sqlName(name));
    }
    boolean free = source.length() == NO_PRECISION;
    return PostgresTypes.of(
        name, name, free ? -1 : source.length(), free ? -1 : Math.max(source.scale(), 0));
  }

  /** By what Debezium made of it, since a domain's name does not tell its type. */
  private static ColumnType scalar(Schema column, String name) {
    String meaning = String.valueOf(column.name());
    switch (column.type()) {
      case BOOLEAN:
        return ColumnType.of(Kind.BOOLEAN, name);
      case INT16:
        return ColumnType.of(Kind.SMALLINT, name);
      case INT32:
        return ColumnType.of(meaning.endsWith(".Date") ? Kind.DATE : Kind.INTEGER, name);
      case INT64:
        return ColumnType.of(
            meaning.endsWith("Timestamp")
                ? Kind.TIMESTAMP
                : meaning.endsWith("Time") ? Kind.TIME : Kind.BIGINT,
            name);
      case FLOAT32:
        return ColumnType.of(Kind.REAL, name);
      case FLOAT64:
        return ColumnType.of(Kind.DOUBLE, name);
      case STRUCT:
        return ColumnType.decimal(-1, -1, name);
      case BYTES:
        return bytes(column, meaning, name);
      default:
        return ColumnType.of(
            meaning.endsWith("ZonedTimestamp") ? Kind.TIMESTAMP_TZ : Kind.STRING, name);
    }
  }

  /** Types that Debezium does not know come as the bytes of their text. */
  private static ColumnType bytes(Schema column, String meaning, String name) {
    if (meaning.equals(Decimal.LOGICAL_NAME)) {
      String precision = column.parameters().get("connect.decimal.precision");
      return ColumnType.decimal(
          precision == null ? -1 : Integer.parseInt(precision),
          Integer.parseInt(column.parameters().get(Decimal.SCALE_FIELD)),
          name);
    }
    boolean binary = meaning.endsWith("Bits") || name.equals("bytea");
    return ColumnType.of(binary ? Kind.BYTES : Kind.STRING, name);
  }

  @Override
  public boolean leavesValuesOut() {
    return true;
  }

  @Override
  public boolean logsWholeRows(TableId table) {
    return wholeRows.contains(table);
  }
}
