package dev.millrace.cdc.decode;

import dev.millrace.change.Row;
import dev.millrace.change.TableSchema;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Struct;

/** A row image that looks into the struct which Debezium decoded; converts on each look. */
final class StructRow implements Row {

  private final TableDecoder decoder;
  private final Struct struct;
  private final boolean keyOnly;

  /**
   * @param keyOnly whether the log holds nothing but the primary key
   */
  StructRow(TableDecoder decoder, Struct struct, boolean keyOnly) {
    this.decoder = decoder;
    this.struct = struct;
    this.keyOnly = keyOnly;
  }

  @Override
  public TableSchema schema() {
    return decoder.schema();
  }

  @Override
  public Object value(int column) {
    return decoder.value(struct, column, keyOnly);
  }

  /** Says which table, never a value. */
  @Override
  public String toString() {
    return "row of " + schema().table();
  }
}
