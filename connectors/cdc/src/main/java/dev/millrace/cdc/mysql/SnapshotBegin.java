package dev.millrace.cdc.mysql;

import io.debezium.relational.TableId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import org.apache.flink.cdc.connectors.mysql.source.assigners.AssignerStatus;
import org.apache.flink.cdc.connectors.mysql.source.assigners.state.SnapshotPendingSplitsState;
import org.apache.flink.cdc.connectors.mysql.source.offset.BinlogOffset;
import org.apache.flink.cdc.connectors.mysql.source.split.MySqlSnapshotSplit;

/**
 * At or before which place of the log the first chunk of a table was read.
 *
 * <p>The tables that a job begins with are one snapshot, which began once for all. A table that
 * joins later is another: what the state tells of the others' chunks may be of long ago, where the
 * server no longer has the log, and the log would be read from there.
 */
public final class SnapshotBegin {

  private final Map<TableId, BinlogOffset> tables;

  /** Of tables that are not named; null when not known. */
  private final BinlogOffset others;

  private SnapshotBegin(Map<TableId, BinlogOffset> tables, BinlogOffset others) {
    this.tables = tables;
    this.others = others;
  }

  /** The same of every table. */
  public static SnapshotBegin at(BinlogOffset begin) {
    return new SnapshotBegin(Map.of(), begin);
  }

  /**
   * As far as a checkpoint tells.
   *
   * @param begun where the snapshot of the first tables began; null where it is not known
   */
  public static SnapshotBegin restored(SnapshotPendingSplitsState state, BinlogOffset begun) {
    Map<TableId, BinlogOffset> tables = new HashMap<>();
    state
        .getSplitFinishedOffsets()
        .forEach(
            (chunk, read) ->
                tables.merge(
                    MySqlSnapshotSplit.extractTableId(chunk),
                    read,
                    BinaryOperator.minBy(Comparator.naturalOrder())));
    if (state.getSnapshotAssignerStatus() != AssignerStatus.INITIAL_ASSIGNING) {
      return new SnapshotBegin(tables, null);
    }
    return at(
        begun != null
            ? begun
            : tables.values().stream().min(Comparator.naturalOrder()).orElse(null));
  }

  /** This one, and of what is not known that it begins now. */
  SnapshotBegin orElse(Supplier<BinlogOffset> now) {
    return others == null ? new SnapshotBegin(tables, now.get()) : this;
  }

  BinlogOffset of(TableId table) {
    return tables.getOrDefault(table, others);
  }
}
