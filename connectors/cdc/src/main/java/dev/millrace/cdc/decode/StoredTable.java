package dev.millrace.cdc.decode;

import dev.millrace.change.Row;
import dev.millrace.change.TableSchema;
import io.debezium.relational.Table;
import java.util.Map;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Schema;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Struct;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.source.SourceRecord;

/** A table as Debezium knows it, whose rows are decoded as those of the source are. */
public final class StoredTable {

  private final Table table;
  private final io.debezium.relational.TableSchema conversion;
  private final Schema envelope;
  private final TableDecoder decoder;

  /**
   * @param conversion Debezium's conversion of the table's columns
   * @param origin what {@link SourceDialect#table} reads
   */
  public StoredTable(
      SourceDialect dialect,
      Table table,
      io.debezium.relational.TableSchema conversion,
      Map<String, String> origin) {
    this.table = table;
    this.conversion = conversion;
    SchemaBuilder source = SchemaBuilder.struct();
    origin.keySet().forEach(name -> source.field(name, Schema.STRING_SCHEMA));
    this.envelope =
        SchemaBuilder.struct()
            .field("before", conversion.valueSchema())
            .field("after", conversion.valueSchema())
            .field("source", source.build())
            .field("op", Schema.STRING_SCHEMA)
            .build();
    Struct from = new Struct(envelope.field("source").schema());
    origin.forEach(from::put);
    this.decoder =
        new TableDecoder(
            dialect,
            new SourceRecord(
                Map.of(),
                Map.of(),
                table.id().identifier(),
                null,
                conversion.keySchema(),
                null,
                envelope,
                new Struct(envelope).put("source", from)),
            null);
  }

  /** As Debezium describes it. */
  public Table table() {
    return table;
  }

  TableSchema schema() {
    return decoder.schema();
  }

  /**
   * A row.
   *
   * @param columns the values as the driver gives them, by Debezium's places of the columns
   */
  Row row(Object[] columns) {
    Struct read = new Struct(envelope).put("op", "r");
    read.put("after", conversion.valueFromColumnData(columns));
    return decoder.decode(read).after();
  }
}
