package dev.millrace.cdc.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.cdc.connectors.mysql.source.assigners.AssignerStatus;
import org.apache.flink.cdc.connectors.mysql.source.assigners.state.PendingSplitsState;
import org.apache.flink.cdc.connectors.mysql.source.events.FinishedSnapshotSplitsReportEvent;
import org.apache.flink.cdc.connectors.mysql.source.events.FinishedSnapshotSplitsRequestEvent;
import org.apache.flink.cdc.connectors.mysql.source.offset.BinlogOffset;
import org.apache.flink.cdc.connectors.mysql.source.split.MySqlSplit;
import org.junit.jupiter.api.Test;

/** How far a chunk is said to have seen the log: here it was read at 300, the snapshot from 100. */
class SnapshotEnumeratorTest {

  private static final BinlogOffset BEGIN = BinlogOffset.ofBinlogFilePosition("binlog.1", 100);
  private static final BinlogOffset READ = BinlogOffset.ofBinlogFilePosition("binlog.1", 300);

  private final List<SourceEvent> handedOn = new ArrayList<>();
  private AssignerStatus status = AssignerStatus.INITIAL_ASSIGNING;

  @Test
  void aChunkThatIsReadOnceHasSeenTheLogUpToThere() {
    SnapshotEnumerator enumerator = enumerator(BEGIN, false);

    assertThat(reported(enumerator)).isEqualTo(READ);
  }

  @Test
  void aChunkThatIsReadAfterAFailureHasSeenItUpToTheSnapshotsBegin() {
    SnapshotEnumerator enumerator = enumerator(BEGIN, false);
    enumerator.addSplitsBack(List.of(), 0);

    assertThat(reported(enumerator)).isEqualTo(BEGIN);
  }

  @Test
  void afterTheLossOfTheJobManagerToo() {
    assertThat(reported(enumerator(BEGIN, true))).isEqualTo(BEGIN);
  }

  @Test
  void otherEventsAreHandedOnAsTheyAre() {
    SourceEvent event = new FinishedSnapshotSplitsRequestEvent();
    enumerator(BEGIN, true).handleSourceEvent(0, event);

    assertThat(handedOn).containsExactly(event);
  }

  @Test
  void oneOfSeveralReadersIsNotRestoredAloneInTheSnapshot() throws Exception {
    SnapshotEnumerator enumerator = enumerator(BEGIN, false, 2);
    assertThatThrownBy(() -> enumerator.addSplitsBack(List.of(), 1))
        .hasMessageStartingWith("Subtask 1 of the MySQL source has failed in the snapshot.");

    enumerator.snapshotState(1);
    assertThatThrownBy(() -> enumerator.addSplitsBack(List.of(), 1))
        .hasMessageStartingWith("Subtask 1 of the MySQL source has failed in the snapshot.");

    status = AssignerStatus.INITIAL_ASSIGNING_FINISHED;
    enumerator.snapshotState(2);
    enumerator.addSplitsBack(List.of(), 1);
  }

  @Test
  void aTableThatJoinsIsReadSinceTheFirstTryUntilACheckpointHasThat() throws Exception {
    Iterator<BinlogOffset> ends = List.of(BEGIN, READ).iterator();
    SnapshotBegin next = new SnapshotBegin(ends::next);

    assertThat(reported(joinedBy(next))).as("the first").isEqualTo(READ);
    SnapshotEnumerator second = joinedBy(next);
    assertThat(reported(second)).as("came to no checkpoint before").isEqualTo(BEGIN);

    second.notifyCheckpointComplete(1);
    assertThat(reported(joinedBy(next))).as("another table, much later").isEqualTo(READ);
  }

  private SnapshotEnumerator joinedBy(SnapshotBegin next) {
    SnapshotEnumerator enumerator =
        SnapshotEnumerator.restored(
            upstream(),
            BegunSplitsStateTest.upstream(AssignerStatus.INITIAL_ASSIGNING_FINISHED, Map.of()),
            next,
            1);
    enumerator.start();
    return enumerator;
  }

  private BinlogOffset reported(SnapshotEnumerator enumerator) {
    handedOn.clear();
    enumerator.handleSourceEvent(
        0, new FinishedSnapshotSplitsReportEvent(Map.of("shop.customers:0", READ)));
    assertThat(handedOn).hasSize(1);
    return ((FinishedSnapshotSplitsReportEvent) handedOn.get(0))
        .getFinishedOffsets()
        .get("shop.customers:0");
  }

  private SnapshotEnumerator enumerator(BinlogOffset begin, boolean readsAgain) {
    return enumerator(begin, readsAgain, 1);
  }

  private SnapshotEnumerator enumerator(BinlogOffset begin, boolean readsAgain, int readers) {
    SnapshotBegin next = new SnapshotBegin(() -> BEGIN);
    return new SnapshotEnumerator(upstream(), begin, next, readsAgain, readers);
  }

  @SuppressWarnings("unchecked")
  private SplitEnumerator<MySqlSplit, PendingSplitsState> upstream() {
    return (SplitEnumerator<MySqlSplit, PendingSplitsState>)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {SplitEnumerator.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("handleSourceEvent")) {
                handedOn.add((SourceEvent) arguments[1]);
              }
              return method.getName().equals("snapshotState")
                  ? BegunSplitsStateTest.upstream(status, Map.of())
                  : null;
            });
  }
}
