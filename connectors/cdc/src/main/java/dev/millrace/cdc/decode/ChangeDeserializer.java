package dev.millrace.cdc.decode;

import dev.millrace.change.ChangeEvent;
import dev.millrace.change.TableId;
import dev.millrace.change.flink.HandedOnTypeInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Struct;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.source.SourceRecord;
import org.apache.flink.cdc.debezium.DebeziumDeserializationSchema;
import org.apache.flink.util.Collector;

/**
 * Makes one change of each of Debezium's data change records. DDL, heartbeats, transaction marks
 * and watermarks give none. Used by one thread.
 */
public final class ChangeDeserializer implements DebeziumDeserializationSchema<ChangeEvent> {

  private static final long serialVersionUID = 1L;

  private final SourceDialect dialect;
  private transient Map<String, TableDecoder> decoders;
  private transient TableDecoder last;

  public ChangeDeserializer(SourceDialect dialect) {
    this.dialect = Objects.requireNonNull(dialect, "dialect");
  }

  /** The change that the record tells of; null when it tells of none. */
  public ChangeEvent decode(SourceRecord record) {
    TableDecoder decoder = last;
    if (decoder == null || !decoder.decodes(record.valueSchema())) {
      if (!TableDecoder.isChange(record)) {
        return null;
      }
      decoder = decoder(record);
      last = decoder;
    }
    return decoder.decode((Struct) record.value());
  }

  /** Whether the record says that a table was emptied by {@code TRUNCATE} (Postgres). */
  public static boolean isTruncation(SourceRecord record) {
    return TableDecoder.isChange(record) && "t".equals(((Struct) record.value()).getString("op"));
  }

  /** The table that a record of a change or truncation is of. */
  public TableId table(SourceRecord record) {
    return dialect.table(((Struct) record.value()).getStruct("source"));
  }

  /**
   * The decoder of a table, by the record's topic, which Debezium has one of for each table. A
   * table's records keep the same schema instance until the table is altered or another reader
   * takes over, such as that of the next chunk of a snapshot.
   */
  private TableDecoder decoder(SourceRecord record) {
    if (decoders == null) {
      decoders = new HashMap<>();
    }
    TableDecoder decoder = decoders.get(record.topic());
    if (decoder == null || !decoder.decodes(record.valueSchema())) {
      decoder = new TableDecoder(dialect, record, decoder == null ? null : decoder.schema());
      decoders.put(record.topic(), decoder);
    }
    return decoder;
  }

  @Override
  public void deserialize(SourceRecord record, Collector<ChangeEvent> out) {
    ChangeEvent change = decode(record);
    if (change != null) {
      out.collect(change);
    }
  }

  @Override
  public TypeInformation<ChangeEvent> getProducedType() {
    return HandedOnTypeInfo.of(ChangeEvent.class);
  }
}
