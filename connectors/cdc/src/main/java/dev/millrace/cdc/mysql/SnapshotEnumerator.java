package dev.millrace.cdc.mysql;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.cdc.connectors.mysql.source.assigners.state.HybridPendingSplitsState;
import org.apache.flink.cdc.connectors.mysql.source.assigners.state.PendingSplitsState;
import org.apache.flink.cdc.connectors.mysql.source.events.FinishedSnapshotSplitsReportEvent;
import org.apache.flink.cdc.connectors.mysql.source.offset.BinlogOffset;
import org.apache.flink.cdc.connectors.mysql.source.split.MySqlSplit;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * Flink CDC's enumerator, which lets the log repeat what happened to a chunk's rows since the
 * snapshot began, where the chunk may have been read before.
 *
 * <p>Flink CDC leaves out of the log what a chunk has seen. After a failure it reads the chunk
 * again; a row that the first reading had delivered and that was deleted before the second is in
 * neither, and its record would stay. So a chunk that is read after a failure is said to have been
 * read when the snapshot of its table began, which is kept with the state. The tables that a job
 * begins with are one snapshot, which began once for all; tables that join later are another.
 *
 * <p>With several readers Flink CDC begins the log with the first checkpoint behind the snapshot.
 * It takes a chunk for read that a reader has finished, though that reader, restored alone from an
 * older checkpoint, reads it again: beside another one's log, whose later changes its rows would
 * follow. So in the snapshot a reader does not go back to the checkpoint without the others.
 */
public final class SnapshotEnumerator implements SplitEnumerator<MySqlSplit, PendingSplitsState> {

  private final SplitEnumerator<MySqlSplit, PendingSplitsState> enumerator;
  private final SnapshotBegin next;
  private final int readers;
  private BinlogOffset begin;
  private boolean readsAgain;

  /** As the state of the latest checkpoint has it, and until there is one. */
  private boolean inSnapshot = true;

  /**
   * @param begin at or before which the reading of the snapshot under way began; null for one that
   *     begins now
   * @param next where one begins that begins now
   * @param readsAgain whether chunks may have been read before that are read now
   * @param readers how many there are
   */
  public SnapshotEnumerator(
      SplitEnumerator<MySqlSplit, PendingSplitsState> enumerator,
      BinlogOffset begin,
      SnapshotBegin next,
      boolean readsAgain,
      int readers) {
    this.enumerator = Objects.requireNonNull(enumerator, "enumerator");
    this.begin = begin;
    this.next = Objects.requireNonNull(next, "next");
    this.readsAgain = readsAgain;
    this.readers = readers;
  }

  /**
   * The one that goes on with a snapshot where the state has one under way.
   *
   * @param enumerator restored from the same state
   * @param next where the snapshot of tables begins that join
   * @param readers how many there are
   */
  public static SnapshotEnumerator restored(
      SplitEnumerator<MySqlSplit, PendingSplitsState> enumerator,
      HybridPendingSplitsState state,
      SnapshotBegin next,
      int readers) {
    return new SnapshotEnumerator(
        enumerator,
        BegunSplitsState.begin(state),
        next,
        next.isKnown() || BegunSplitsState.isInSnapshot(state),
        readers);
  }

  /**
   * Told of each reader that begins anew, unless all do.
   *
   * @throws FlinkRuntimeException in a snapshot of several readers: Flink then restores the whole
   *     job, this enumerator included
   */
  @Override
  public void addSplitsBack(List<MySqlSplit> splits, int subtask) {
    if (readers > 1 && inSnapshot) {
      throw new FlinkRuntimeException(
          "Subtask "
              + subtask
              + " of the MySQL source has failed in the snapshot. The other ones go back to the"
              + " latest checkpoint with it, so that no row of it is sent behind later changes");
    }
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
      begin = next.get();
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
    PendingSplitsState state = enumerator.snapshotState(checkpoint);
    inSnapshot =
        state instanceof HybridPendingSplitsState
            && BegunSplitsState.isInSnapshot((HybridPendingSplitsState) state);
    return BegunSplitsState.of(state, begin);
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) throws Exception {
    next.isInCheckpoint();
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
