package dev.millrace.cdc.decode;

import dev.millrace.change.ChangeEvent;
import dev.millrace.change.flink.HandedOnTypeInfo;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
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

  public ChangeDeserializer(SourceDialect dialect) {
    this.dialect = Objects.requireNonNull(dialect, "dialect");
  }

  /** The change that the record tells of; null when it tells of none. */
  public ChangeEvent decode(SourceRecord record) {
    throw new UnsupportedOperationException(dialect.getClass().getName());
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
