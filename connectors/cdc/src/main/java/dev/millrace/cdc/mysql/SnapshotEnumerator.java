package dev.millrace.cdc.mysql;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.cdc.connectors.mysql.source.assigners.state.HybridPendingSplitsState;
import org.apache.flink.cdc.connectors.mysql.source.assigners.state.PendingSplitsState;
import org.apache.flink.cdc.connectors.mysql.source.events.FinishedSnapshotSplitsReportEvent;
import org.apache.flink.cdc.connectors.mysql.source.offset.BinlogOffset;
import org.apache.flink.cdc.connectors.mysql.source.split.MySqlSplit;

/**
 * Flink CDC's enumerator, which lets the log repeat what happened to a chunk's rows since the
 * snapshot began, where the chunk may have been read before.
 *
 * <p>Flink CDC leaves out of the log what a chunk has seen. After a failure it reads the chunk
 * again; a row that the first reading had delivered and that was deleted before the second is in
 * neither, and its record would stay. So a chunk that is read after a failure is said to have been
 * read when the snapshot of its table began, which is kept with the state. The tables that a job
 * begins with are one snapshot, which began once for all; tables that join later are another.
 */
public final class SnapshotEnumerator implements SplitEnumerator<MySqlSplit, PendingSplitsState> {

  private final SplitEnumerator<MySqlSplit, PendingSplitsState> enumerator;
  private final Supplier<BinlogOffset> logEnd;
  private BinlogOffset begin;
  private boolean readsAgain;

  /**
   * @param begin at or before which the reading of the snapshot under way began; null for one that
   *     begins now
   * @param logEnd asks the database where its log ends
   * @param readsAgain whether chunks may have been read before that are read now
   */
  public SnapshotEnumerator(
      SplitEnumerator<MySqlSplit, PendingSplitsState> enumerator,
      BinlogOffset begin,
      Supplier<BinlogOffset> logEnd,
      boolean readsAgain) {
    this.enumerator = Objects.requireNonNull(enumerator, "enumerator");
    this.begin = begin;
    this.logEnd = Objects.requireNonNull(logEnd, "logEnd");
    this.readsAgain = readsAgain;
  }

  /**
   * The one that goes on with a snapshot where the state has one under way.
   *
   * @param enumerator restored from the same state
   * @param logEnd asks the database where its log ends
   */
  public static SnapshotEnumerator restored(
      SplitEnumerator<MySqlSplit, PendingSplitsState> enumerator,
      HybridPendingSplitsState state,
      Supplier<BinlogOffset> logEnd) {
    return new SnapshotEnumerator(
        enumerator, BegunSplitsState.begin(state), logEnd, BegunSplitsState.isInSnapshot(state));
  }

  @Override
  public void addSplitsBack(List<MySqlSplit> splits, int subtask) {
    readsAgain = true;
    enumerator.addSplitsBack(splits, subtask);
  }

  @Override
  public void handleSourceEvent(int subtask, SourceEvent event) {
    enumerator.handleSourceEvent(subtask, readsAgain ? corrected(event) : event);
  }

  private SourceEvent corrected(SourceEvent event) {
    if (!(event instanceof FinishedSnapshotSplitsReportEvent)) {
      return event;
    }
    Map<String, BinlogOffset> offsets =
        new HashMap<>(((FinishedSnapshotSplitsReportEvent) event).getFinishedOffsets());
    offsets.replaceAll((chunk, read) -> begin.isBefore(read) ? begin : read);
    return new FinishedSnapshotSplitsReportEvent(offsets);
  }

  @Override
  public void start() {
    // Not when it is restored: a failure there would end the job for good.
    if (begin == null) {
      begin = logEnd.get();
    }
    enumerator.start();
  }

  @Override
  public void handleSplitRequest(int subtask, String host) {
    enumerator.handleSplitRequest(subtask, host);
  }

  @Override
  public void addReader(int subtask) {
    enumerator.addReader(subtask);
  }

  @Override
  public PendingSplitsState snapshotState(long checkpoint) throws Exception {
    return BegunSplitsState.of(enumerator.snapshotState(checkpoint), begin);
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) throws Exception {
    enumerator.notifyCheckpointComplete(checkpoint);
  }

  @Override
  public void notifyCheckpointAborted(long checkpoint) throws Exception {
    enumerator.notifyCheckpointAborted(checkpoint);
  }

  @Override
  public void close() throws IOException {
    enumerator.close();
  }
}
