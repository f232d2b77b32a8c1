package dev.millrace.cdc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.relational.TableId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.cdc.connectors.mysql.source.assigners.AssignerStatus;
import org.apache.flink.cdc.connectors.mysql.source.assigners.state.ChunkSplitterState;
import org.apache.flink.cdc.connectors.mysql.source.assigners.state.SnapshotPendingSplitsState;
import org.apache.flink.cdc.connectors.mysql.source.offset.BinlogOffset;
import org.junit.jupiter.api.Test;

class SnapshotBeginTest {

  private static final TableId FIRST = TableId.parse("shop.first");
  private static final TableId SECOND = TableId.parse("shop.second");
  private static final Map<String, BinlogOffset> READ =
      Map.of("shop.first:0", at(30), "shop.first:1", at(20));

  private static BinlogOffset at(long position) {
    return BinlogOffset.ofBinlogFilePosition("binlog.000001", position);
  }

  private static SnapshotPendingSplitsState state(
      AssignerStatus status, Map<String, BinlogOffset> read) {
    return new SnapshotPendingSplitsState(
        List.of(),
        List.of(),
        Map.of(),
        Map.of(),
        new HashMap<>(read),
        status,
        List.of(),
        false,
        true,
        ChunkSplitterState.NO_SPLITTING_TABLE_STATE);
  }

  private static SnapshotBegin restored(
      AssignerStatus status, Map<String, BinlogOffset> read, BinlogOffset begun) {
    return SnapshotBegin.restored(state(status, read), begun).orElse(() -> at(99));
  }

  @Test
  void theFirstTablesAreOneSnapshot() {
    SnapshotBegin begin = restored(AssignerStatus.INITIAL_ASSIGNING, READ, null);

    assertThat(begin.of(FIRST)).isEqualTo(at(20));
    assertThat(begin.of(SECOND)).isEqualTo(at(20));
  }

  @Test
  void whereItBeganIsNotForgottenByAJobManagerThatSawIt() {
    SnapshotBegin begin = restored(AssignerStatus.INITIAL_ASSIGNING, READ, at(10));

    assertThat(begin.of(SECOND)).isEqualTo(at(10));
  }

  @Test
  void withoutAChunkItBeginsAnew() {
    SnapshotBegin begin = restored(AssignerStatus.INITIAL_ASSIGNING, Map.of(), null);

    assertThat(begin.of(FIRST)).isEqualTo(at(99));
  }

  /** Of what was read when the job began the server may have no log any more. */
  @Test
  void aTableThatJoinsIsASnapshotOfItsOwn() {
    SnapshotBegin begin = restored(AssignerStatus.NEWLY_ADDED_ASSIGNING, READ, at(10));

    assertThat(begin.of(FIRST)).isEqualTo(at(20));
    assertThat(begin.of(SECOND)).isEqualTo(at(99));
  }
}
