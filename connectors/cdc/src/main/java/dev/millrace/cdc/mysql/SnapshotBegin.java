package dev.millrace.cdc.mysql;

import java.util.Objects;
import java.util.function.Supplier;
import org.apache.flink.cdc.connectors.mysql.source.offset.BinlogOffset;

/**
 * Where the log ended before the first chunk was cut, of the tables that a job begins with or of
 * such as join it: remembered from one enumerator to the next, for as long as no checkpoint has it.
 * Lives as long as the JobManager.
 */
public final class SnapshotBegin {

  private final Supplier<BinlogOffset> logEnd;
  private BinlogOffset begin;

  /**
   * @param logEnd asks the database where its log ends
   */
  public SnapshotBegin(Supplier<BinlogOffset> logEnd) {
    this.logEnd = Objects.requireNonNull(logEnd, "logEnd");
  }

  /** Whether there was an enumerator before, which came to no checkpoint. */
  public synchronized boolean isKnown() {
    return begin != null;
  }

  /** As the first one that asks has found it. */
  public synchronized BinlogOffset get() {
    if (begin == null) {
      begin = logEnd.get();
    }
    return begin;
  }

  /** A checkpoint has it: tables that join after that begin anew. */
  synchronized void isInCheckpoint() {
    begin = null;
  }
}
