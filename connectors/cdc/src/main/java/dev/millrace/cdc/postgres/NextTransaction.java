package dev.millrace.cdc.postgres;

import io.debezium.connector.postgresql.PostgresOffsetContext;
import io.debezium.connector.postgresql.SourceInfo;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.cdc.connectors.base.source.meta.split.StreamSplit;
import org.apache.flink.cdc.connectors.postgres.source.offset.PostgresOffset;

/**
 * Keeps the first change after a restored position.
 *
 * <p>A position at the end of a transaction is where the next thing in the WAL begins. If that is
 * the next transaction, its first change has the very position that is stored as done, and Debezium
 * 1.9's {@code WalPositionLocator} leaves out what has it: the first row of that transaction is
 * lost. One byte before there is nothing that could be left out.
 */
final class NextTransaction {

  private NextTransaction() {}

  static StreamSplit wholeFrom(StreamSplit split) {
    Map<String, String> offset = new HashMap<>(split.getStartingOffset().getOffset());
    String commit = offset.get(PostgresOffsetContext.LAST_COMMIT_LSN_KEY);
    if (commit == null) {
      return split;
    }
    String before = Long.toString(Long.parseLong(commit) - 1);
    offset.replace(SourceInfo.LSN_KEY, commit, before);
    offset.replace(PostgresOffsetContext.LAST_COMPLETELY_PROCESSED_LSN_KEY, commit, before);
    return new StreamSplit(
        split.splitId(),
        PostgresOffset.of(offset),
        split.getEndingOffset(),
        split.getFinishedSnapshotSplitInfos(),
        split.getTableSchemas(),
        split.getTotalFinishedSplitSize(),
        split.isSuspended(),
        split.isSnapshotCompleted());
  }
}
