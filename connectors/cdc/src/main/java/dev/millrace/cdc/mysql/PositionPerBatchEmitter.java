package dev.millrace.cdc.mysql;

import dev.millrace.cdc.UpstreamLogs;
import dev.millrace.cdc.decode.ChangeDeserializer;
import dev.millrace.change.ChangeEvent;
import java.util.function.Consumer;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.cdc.connectors.mysql.source.metrics.MySqlSourceReaderMetrics;
import org.apache.flink.cdc.connectors.mysql.source.offset.BinlogOffset;
import org.apache.flink.cdc.connectors.mysql.source.reader.MySqlRecordEmitter;
import org.apache.flink.cdc.connectors.mysql.source.split.MySqlSplitState;
import org.apache.flink.cdc.connectors.mysql.source.split.SourceRecords;
import org.apache.flink.cdc.connectors.mysql.source.utils.RecordUtils;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.source.SourceRecord;

/**
 * Hands on the changes of a batch and then moves the split's position once, to that of the last,
 * where Flink CDC's emitter moves it for each: building a position is its dearest step.
 *
 * <p>That is correct because nothing can see the positions in between. The split's state is read
 * only by the reader's {@code snapshotState}, which the task's mailbox runs between two calls of
 * {@code pollNext}, and {@code SourceReaderBase.pollNext} takes one element from {@code
 * MySqlRecords}: a {@code SourceRecords}, which is a whole batch as Debezium's queue gave it
 * ({@code BinlogSplitReader.pollSplitRecords}) and reaches {@link #emitRecord} in one call. An
 * operator behind that yields inside the call runs its own mails, never the source's. When a call
 * fails midway the task fails, and the state with it.
 */
public final class PositionPerBatchEmitter extends MySqlRecordEmitter<ChangeEvent> {

  private final ChangeDeserializer deserializer;
  private final MySqlSourceReaderMetrics metrics;
  private final Consumer<BinlogOffset> progress;

  /**
   * @param progress told the position after a batch that has moved it
   */
  public PositionPerBatchEmitter(
      ChangeDeserializer deserializer,
      MySqlSourceReaderMetrics metrics,
      boolean includeSchemaChanges,
      Consumer<BinlogOffset> progress) {
    super(deserializer, metrics, includeSchemaChanges);
    this.deserializer = deserializer;
    this.metrics = metrics;
    this.progress = progress;
  }

  @Override
  public void emitRecord(
      SourceRecords batch, SourceOutput<ChangeEvent> output, MySqlSplitState state)
      throws Exception {
    UpstreamLogs.quiet();
    SourceRecord lastWithPosition = null;
    ChangeEvent lastChange = null;
    for (SourceRecord record : batch.getSourceRecordList()) {
      ChangeEvent change = deserializer.decode(record);
      if (change != null) {
        emit(change, output);
        lastChange = change;
        lastWithPosition = record;
      } else if (RecordUtils.isHeartbeatEvent(record)) {
        lastWithPosition = record;
      } else {
        GoneTables.tell(record);
        processElement(record, output, state);
      }
    }
    if (lastWithPosition != null && state.isBinlogSplitState()) {
      BinlogOffset position = RecordUtils.getBinlogPosition(lastWithPosition);
      state.asBinlogSplitState().setStartingOffset(position);
      progress.accept(position);
    }
    if (lastChange != null && !lastChange.snapshot()) {
      reportFetchDelay(lastWithPosition, lastChange);
    }
  }

  private static void emit(ChangeEvent change, SourceOutput<ChangeEvent> output) {
    if (change.snapshot()) {
      output.collect(change);
    } else {
      // Flink's currentEmitEventTimeLag is told from it.
      output.collect(change, change.commitTimeMillis());
    }
  }

  private void reportFetchDelay(SourceRecord record, ChangeEvent change) {
    Long fetched = RecordUtils.getFetchTimestamp(record);
    if (fetched != null && fetched >= change.commitTimeMillis()) {
      metrics.recordFetchDelay(fetched - change.commitTimeMillis());
    }
  }
}
