package dev.millrace.cdc.mysql;

import java.util.Comparator;
import org.apache.flink.cdc.connectors.mysql.source.assigners.AssignerStatus;
import org.apache.flink.cdc.connectors.mysql.source.assigners.state.HybridPendingSplitsState;
import org.apache.flink.cdc.connectors.mysql.source.assigners.state.PendingSplitsState;
import org.apache.flink.cdc.connectors.mysql.source.assigners.state.SnapshotPendingSplitsState;
import org.apache.flink.cdc.connectors.mysql.source.offset.BinlogOffset;

/** Flink CDC's state of its enumerator, and where the snapshot began that is under way in it. */
final class BegunSplitsState extends HybridPendingSplitsState {

  private final BinlogOffset begin;

  /**
   * @param begin at or before which the first chunk of the tables was read that are being read
   */
  BegunSplitsState(HybridPendingSplitsState state, BinlogOffset begin) {
    super(state.getSnapshotPendingSplits(), state.isBinlogSplitAssigned());
    this.begin = begin;
  }

  BinlogOffset begin() {
    return begin;
  }

  /** Whether chunks have been read, and not all of them. */
  static boolean isInSnapshot(HybridPendingSplitsState state) {
    return !AssignerStatus.isAssigningFinished(
        state.getSnapshotPendingSplits().getSnapshotAssignerStatus());
  }

  /**
   * Where the snapshot began that is under way; null where there is none, or where it is not known.
   * Of one that has ended it is of no use: the next one is that of tables that join later, and the
   * server may have no log of back then.
   */
  static BinlogOffset begin(HybridPendingSplitsState state) {
    if (!isInSnapshot(state)) {
      return null;
    }
    return state instanceof BegunSplitsState
        ? ((BegunSplitsState) state).begin
        : ofChunks(state.getSnapshotPendingSplits());
  }

  /** What can be told of it in Flink CDC's own state. */
  private static BinlogOffset ofChunks(SnapshotPendingSplitsState chunks) {
    return chunks.getSnapshotAssignerStatus() == AssignerStatus.INITIAL_ASSIGNING
        ? chunks.getSplitFinishedOffsets().values().stream()
            .min(Comparator.naturalOrder())
            .orElse(null)
        : null;
  }

  /** The state with where its snapshot began; as it is where it is of no snapshot. */
  static PendingSplitsState of(PendingSplitsState state, BinlogOffset begin) {
    return state instanceof HybridPendingSplitsState
        ? new BegunSplitsState((HybridPendingSplitsState) state, begin)
        : state;
  }
}
