package dev.millrace.cdc.postgres;

import dev.millrace.cdc.LogWatch;
import dev.millrace.cdc.RowsGone;
import dev.millrace.cdc.UpstreamLogs;
import dev.millrace.cdc.decode.ChangeDeserializer;
import dev.millrace.change.ChangeEvent;
import dev.millrace.change.SourcePosition;
import io.debezium.connector.postgresql.SourceInfo;
import java.util.Iterator;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.cdc.connectors.base.source.meta.offset.Offset;
import org.apache.flink.cdc.connectors.base.source.meta.offset.OffsetFactory;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceRecords;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitState;
import org.apache.flink.cdc.connectors.base.source.metrics.SourceReaderMetrics;
import org.apache.flink.cdc.connectors.base.source.reader.IncrementalSourceRecordEmitter;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.source.SourceRecord;

/**
 * Emits a batch and then moves the split's position once. Upstream moves it, and reports its
 * metrics, for every record; no checkpoint can see a position inside a batch, since a batch is
 * emitted in one turn of the task's loop.
 */
final class WalEmitter extends IncrementalSourceRecordEmitter<ChangeEvent> {

  private final ChangeDeserializer deserializer;
  private final LogWatch watch;

  WalEmitter(
      ChangeDeserializer deserializer,
      SourceReaderMetrics metrics,
      OffsetFactory offsets,
      LogWatch watch) {
    super(deserializer, metrics, false, offsets);
    this.deserializer = deserializer;
    this.watch = watch;
  }

  @Override
  public void emitRecord(
      SourceRecords records, SourceOutput<ChangeEvent> output, SourceSplitState split)
      throws Exception {
    UpstreamLogs.quiet();
    SourceRecord last = null;
    for (Iterator<SourceRecord> batch = records.iterator(); batch.hasNext(); ) {
      SourceRecord record = batch.next();
      ChangeEvent change = deserializer.decode(record);
      if (change != null) {
        emit(change, output);
        last = record;
      } else if (ChangeDeserializer.isTruncation(record)) {
        RowsGone.truncated(deserializer.table(record));
        last = record;
      } else {
        moveTo(last, split);
        last = null;
        processElement(record, output, split);
      }
    }
    moveTo(last, split);
    if (split.isStreamSplitState()) {
      tellProgress(split.asStreamSplitState().getStartingOffset(), watch);
    }
  }

  /** See {@link LogWatch#readTo}. */
  static void tellProgress(Offset position, LogWatch watch) {
    String lsn = position.getOffset().get(SourceInfo.LSN_KEY);
    if (lsn != null) {
      watch.readTo(SourcePosition.lsn(Long.parseLong(lsn)));
    }
  }

  private void emit(ChangeEvent change, SourceOutput<ChangeEvent> output) {
    sourceReaderMetrics.markRecord();
    if (change.commitTimeMillis() > 0) {
      output.collect(change, change.commitTimeMillis());
    } else {
      output.collect(change);
    }
  }

  private void moveTo(SourceRecord last, SourceSplitState split) {
    if (last == null) {
      return;
    }
    if (split.isStreamSplitState()) {
      split.asStreamSplitState().setStartingOffset(getOffsetPosition(last));
    }
    reportMetrics(last);
  }
}
