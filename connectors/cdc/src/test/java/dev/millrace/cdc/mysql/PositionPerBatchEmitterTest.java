package dev.millrace.cdc.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cdc.decode.ChangeDeserializer;
import dev.millrace.change.ChangeEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.cdc.connectors.mysql.source.metrics.MySqlSourceReaderMetrics;
import org.apache.flink.cdc.connectors.mysql.source.offset.BinlogOffset;
import org.apache.flink.cdc.connectors.mysql.source.split.MySqlBinlogSplit;
import org.apache.flink.cdc.connectors.mysql.source.split.MySqlBinlogSplitState;
import org.apache.flink.cdc.connectors.mysql.source.split.SourceRecords;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Schema;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Struct;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.source.SourceRecord;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class PositionPerBatchEmitterTest {

  private static final Schema KEY = SchemaBuilder.struct().field("id", Schema.INT32_SCHEMA).build();
  private static final Schema ROW =
      SchemaBuilder.struct()
          .optional()
          .field(
              "id", SchemaBuilder.int32().parameter("__debezium.source.column.type", "INT").build())
          .build();
  private static final Schema SOURCE =
      SchemaBuilder.struct()
          .field("db", Schema.STRING_SCHEMA)
          .field("table", Schema.STRING_SCHEMA)
          .field("file", Schema.STRING_SCHEMA)
          .field("pos", Schema.INT64_SCHEMA)
          .field("row", Schema.INT32_SCHEMA)
          .field("ts_ms", Schema.INT64_SCHEMA)
          .build();
  private static final Schema ENVELOPE =
      SchemaBuilder.struct()
          .field("before", ROW)
          .field("after", ROW)
          .field("source", SOURCE)
          .field("op", Schema.STRING_SCHEMA)
          .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
          .build();
  private static final Schema HEARTBEAT =
      SchemaBuilder.struct()
          .name("io.debezium.connector.common.Heartbeat")
          .field("ts_ms", Schema.INT64_SCHEMA)
          .build();

  private final MySqlSourceReaderMetrics metrics =
      new MySqlSourceReaderMetrics(new UnregisteredMetricsGroup());
  private final List<BinlogOffset> told = new ArrayList<>();
  private final PositionPerBatchEmitter emitter =
      new PositionPerBatchEmitter(
          new ChangeDeserializer(new MySqlDialect()), metrics, false, told::add);
  private final MySqlBinlogSplitState state =
      new MySqlBinlogSplitState(
          new MySqlBinlogSplit(
              "binlog-split",
              BinlogOffset.ofBinlogFilePosition("binlog.000001", 4),
              BinlogOffset.ofNonStopping(),
              Collections.emptyList(),
              new HashMap<>(),
              0));
  private final Output output = new Output();

  @Test
  void movesToTheLastChangeOfTheBatch() throws Exception {
    emit(change(1, 100, 0), change(2, 100, 1), change(3, 200, 0));
    assertThat(output.ids).containsExactly(1, 2, 3);
    assertThat(output.timestamps).containsOnly(1_700_000_000_000L);
    assertThat(state.getStartingOffset()).isEqualTo(offset(200, 1));
    assertThat(told).containsExactly(offset(200, 1));
    assertThat(metrics.getFetchDelay()).isEqualTo(25);
  }

  @Test
  void aHeartbeatMovesOnToo() throws Exception {
    emit(change(1, 100, 0), heartbeat(300));
    assertThat(output.ids).containsExactly(1);
    assertThat(state.getStartingOffset()).isEqualTo(offset(300, 0));
    emit(heartbeat(400), change(2, 500, 0));
    assertThat(state.getStartingOffset()).isEqualTo(offset(500, 1));
  }

  @Test
  void anEmptyBatchMovesNothing() throws Exception {
    emit();
    assertThat(output.ids).isEmpty();
    assertThat(state.getStartingOffset())
        .isEqualTo(BinlogOffset.ofBinlogFilePosition("binlog.000001", 4));
    assertThat(told).isEmpty();
  }

  @Test
  void aFailureMidwayMovesNothing() {
    output.failAt = 2;
    assertThatThrownBy(() -> emit(change(1, 100, 0), change(2, 100, 1)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(state.getStartingOffset())
        .isEqualTo(BinlogOffset.ofBinlogFilePosition("binlog.000001", 4));
  }

  private void emit(SourceRecord... batch) throws Exception {
    emitter.emitRecord(new SourceRecords(Arrays.asList(batch)), output, state);
  }

  /** A row of an event; Debezium's offset after it is behind the row. */
  private static SourceRecord change(int id, long position, int row) {
    Struct source =
        new Struct(SOURCE)
            .put("db", "shop")
            .put("table", "customers")
            .put("file", "binlog.000001")
            .put("pos", position)
            .put("row", row)
            .put("ts_ms", 1_700_000_000_000L);
    Struct value =
        new Struct(ENVELOPE)
            .put("after", new Struct(ROW).put("id", id))
            .put("source", source)
            .put("op", "c")
            .put("ts_ms", 1_700_000_000_025L);
    return new SourceRecord(
        Map.of(),
        debeziumOffset(position, row + 1),
        "server.shop.customers",
        null,
        KEY,
        new Struct(KEY).put("id", id),
        ENVELOPE,
        value);
  }

  private static SourceRecord heartbeat(long position) {
    return new SourceRecord(
        Map.of(),
        debeziumOffset(position, 0),
        "heartbeat",
        HEARTBEAT,
        new Struct(HEARTBEAT).put("ts_ms", 1L));
  }

  private static Map<String, Object> debeziumOffset(long position, int rows) {
    return Map.of("file", "binlog.000001", "pos", position, "event", 0L, "row", rows, "ts_sec", 0L);
  }

  private static BinlogOffset offset(long position, long rows) {
    return BinlogOffset.builder()
        .setBinlogFilePosition("binlog.000001", position)
        .setSkipRows(rows)
        .build();
  }

  private static final class Output implements SourceOutput<ChangeEvent> {

    private final List<Object> ids = new ArrayList<>();
    private final List<Long> timestamps = new ArrayList<>();
    private int failAt = -1;

    @Override
    public void collect(ChangeEvent change) {
      throw new AssertionError("a logged change has its time");
    }

    @Override
    public void collect(ChangeEvent change, long timestamp) {
      if (change.after().value(0).equals(failAt)) {
        throw new IllegalStateException("the sink failed");
      }
      ids.add(change.after().value(0));
      timestamps.add(timestamp);
    }

    @Override
    public void emitWatermark(Watermark watermark) {}

    @Override
    public void markIdle() {}

    @Override
    public void markActive() {}
  }
}
