package dev.millrace.bench;

import dev.millrace.change.ChangeEvent;
import dev.millrace.change.Column;
import dev.millrace.change.ColumnType;
import dev.millrace.change.Operation;
import dev.millrace.change.Row;
import dev.millrace.change.SourcePosition;
import dev.millrace.change.TableId;
import dev.millrace.change.TableSchema;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.datagen.source.GeneratorFunction;

/** Updates of a table's rows, some rows far more often than others; each says its version. */
final class HotChanges implements GeneratorFunction<Long, ChangeEvent> {

  private static final long serialVersionUID = 1L;
  private static final TableSchema SCHEMA =
      new TableSchema(
          new TableId("shop", "customers"),
          List.of(
              new Column("id", ColumnType.of(ColumnType.Kind.BIGINT, null), false),
              new Column("version", ColumnType.of(ColumnType.Kind.BIGINT, null), false),
              new Column("name", ColumnType.of(ColumnType.Kind.STRING, null), false)),
          List.of("id"));

  private final int records;
  private final double exponent;
  private transient Zipf zipf;
  private transient SplittableRandom random;

  HotChanges(int records, double exponent) {
    this.records = records;
    this.exponent = exponent;
  }

  @Override
  public void open(SourceReaderContext context) {
    zipf = new Zipf(records, exponent);
    random = new SplittableRandom(1);
  }

  @Override
  public ChangeEvent map(Long number) {
    int record = zipf.draw(random);
    int version = HotKeys.ledger.commit(record, System.nanoTime());
    return new ChangeEvent(
        Operation.UPDATE,
        null,
        new Version(record, version),
        SourcePosition.lsn(number + 1),
        System.currentTimeMillis(),
        false);
  }

  private record Version(long id, long version) implements Row {

    @Override
    public TableSchema schema() {
      return SCHEMA;
    }

    @Override
    public Object value(int column) {
      return switch (column) {
        case 0 -> id;
        case 1 -> version;
        default -> "Customer with a name of the usual length";
      };
    }
  }
}
