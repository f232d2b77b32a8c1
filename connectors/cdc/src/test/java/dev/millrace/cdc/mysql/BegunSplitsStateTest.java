package dev.millrace.cdc.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.cdc.connectors.mysql.source.assigners.AssignerStatus;
import org.apache.flink.cdc.connectors.mysql.source.assigners.state.BinlogPendingSplitsState;
import org.apache.flink.cdc.connectors.mysql.source.assigners.state.ChunkSplitterState;
import org.apache.flink.cdc.connectors.mysql.source.assigners.state.HybridPendingSplitsState;
import org.apache.flink.cdc.connectors.mysql.source.assigners.state.PendingSplitsState;
import org.apache.flink.cdc.connectors.mysql.source.assigners.state.PendingSplitsStateSerializer;
import org.apache.flink.cdc.connectors.mysql.source.assigners.state.SnapshotPendingSplitsState;
import org.apache.flink.cdc.connectors.mysql.source.offset.BinlogOffset;
import org.apache.flink.cdc.connectors.mysql.source.split.MySqlSplitSerializer;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.junit.jupiter.api.Test;

/** What another JobManager reads of where the snapshot began: at 10. */
class BegunSplitsStateTest {

  private static final SimpleVersionedSerializer<PendingSplitsState> UPSTREAM =
      new PendingSplitsStateSerializer(MySqlSplitSerializer.INSTANCE);
  private static final SimpleVersionedSerializer<PendingSplitsState> OURS =
      new BegunSplitsStateSerializer(UPSTREAM);
  private static final Map<String, BinlogOffset> NO_CHUNK = Map.of();
  private static final Map<String, BinlogOffset> TWO_CHUNKS =
      Map.of("shop.first:0", at(30), "shop.first:1", at(20));

  private static BinlogOffset at(long position) {
    return BinlogOffset.ofBinlogFilePosition("binlog.000001", position);
  }

  static HybridPendingSplitsState upstream(AssignerStatus status, Map<String, BinlogOffset> read) {
    return new HybridPendingSplitsState(
        new SnapshotPendingSplitsState(
            List.of(),
            List.of(),
            Map.of(),
            Map.of(),
            new HashMap<>(read),
            status,
            List.of(),
            false,
            true,
            ChunkSplitterState.NO_SPLITTING_TABLE_STATE),
        false);
  }

  private static BinlogOffset restored(AssignerStatus status, Map<String, BinlogOffset> read)
      throws IOException {
    PendingSplitsState written = BegunSplitsState.of(upstream(status, read), at(10));
    return BegunSplitsState.begin(
        (HybridPendingSplitsState) OURS.deserialize(OURS.getVersion(), OURS.serialize(written)));
  }

  private static BinlogOffset restoredOfBefore(
      AssignerStatus status, Map<String, BinlogOffset> read) throws IOException {
    byte[] bytes = UPSTREAM.serialize(upstream(status, read));
    return BegunSplitsState.begin(
        (HybridPendingSplitsState) OURS.deserialize(UPSTREAM.getVersion(), bytes));
  }

  @Test
  void whereTheSnapshotBeganIsKnownWithoutAFinishedChunk() throws IOException {
    assertThat(restored(AssignerStatus.INITIAL_ASSIGNING, NO_CHUNK)).isEqualTo(at(10));
    assertThat(restored(AssignerStatus.INITIAL_ASSIGNING, TWO_CHUNKS)).isEqualTo(at(10));
    assertThat(restored(AssignerStatus.NEWLY_ADDED_ASSIGNING, TWO_CHUNKS)).isEqualTo(at(10));
  }

  /** Of what was read when the job began the server may have no log any more. */
  @Test
  void aSnapshotThatHasEndedTellsNothingOfTheNextOne() throws IOException {
    assertThat(restored(AssignerStatus.INITIAL_ASSIGNING_FINISHED, TWO_CHUNKS)).isNull();
    assertThat(restored(AssignerStatus.NEWLY_ADDED_ASSIGNING_FINISHED, TWO_CHUNKS)).isNull();
  }

  @Test
  void flinkCdcsOwnStateIsReadAndTellsItByTheEarliestOfTheChunks() throws IOException {
    assertThat(restoredOfBefore(AssignerStatus.INITIAL_ASSIGNING, TWO_CHUNKS)).isEqualTo(at(20));
    assertThat(restoredOfBefore(AssignerStatus.INITIAL_ASSIGNING, NO_CHUNK)).isNull();
    assertThat(restoredOfBefore(AssignerStatus.NEWLY_ADDED_ASSIGNING, TWO_CHUNKS)).isNull();
  }

  @Test
  void allElseOfTheStateIsFlinkCdcs() throws IOException {
    HybridPendingSplitsState state = upstream(AssignerStatus.INITIAL_ASSIGNING, TWO_CHUNKS);
    PendingSplitsState begun =
        OURS.deserialize(OURS.getVersion(), OURS.serialize(BegunSplitsState.of(state, at(10))));
    assertThat(((HybridPendingSplitsState) begun).getSnapshotPendingSplits())
        .isEqualTo(state.getSnapshotPendingSplits());

    PendingSplitsState noSnapshot = new BinlogPendingSplitsState(true);
    assertThat(
            OURS.deserialize(
                OURS.getVersion(), OURS.serialize(BegunSplitsState.of(noSnapshot, at(10)))))
        .isEqualTo(noSnapshot);
  }

  @Test
  void aLaterVersionIsRefused() {
    assertThatThrownBy(() -> OURS.deserialize(OURS.getVersion() + 1, new byte[0]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("start it with the Millrace that wrote it");
  }
}
