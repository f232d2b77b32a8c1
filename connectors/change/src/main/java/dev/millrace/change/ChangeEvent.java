package dev.millrace.change;

import java.util.Objects;

/**
 * One committed change of one row. Immutable and handed on by reference through the whole chain;
 * its type information is {@link dev.millrace.change.flink.HandedOnTypeInfo}.
 */
public final class ChangeEvent {

  private final Operation operation;
  private final Row before;
  private final Row after;
  private final SourcePosition position;
  private final long commitTimeMillis;
  private final boolean snapshot;

  /**
   * @param before the row before an UPDATE or DELETE where the log holds it, null otherwise; of a
   *     DELETE it holds at least the primary key, columns that the log lacks are {@link
   *     Row#UNCHANGED}
   * @param after the row after an INSERT or UPDATE, null for a DELETE
   */
  public ChangeEvent(
      Operation operation,
      Row before,
      Row after,
      SourcePosition position,
      long commitTimeMillis,
      boolean snapshot) {
    this.operation = Objects.requireNonNull(operation, "operation");
    this.before = before;
    this.after = after;
    this.position = Objects.requireNonNull(position, "position");
    this.commitTimeMillis = commitTimeMillis;
    this.snapshot = snapshot;
    if ((operation == Operation.DELETE ? before : after) == null) {
      throw new IllegalArgumentException(operation + " at " + position + " without its row image");
    }
  }

  public Operation operation() {
    return operation;
  }

  /** The table's schema at the time of the change. */
  public TableSchema schema() {
    return (after != null ? after : before).schema();
  }

  public TableId table() {
    return schema().table();
  }

  /**
   * The row before the change; null for an INSERT, and for an UPDATE whose log entry does not hold
   * it.
   */
  public Row before() {
    return before;
  }

  /** The row after the change; null for a DELETE. */
  public Row after() {
    return after;
  }

  public SourcePosition position() {
    return position;
  }

  /**
   * When the change was committed, epoch milliseconds by the database's clock; 0 for a snapshot
   * row. MySQL's log has whole seconds.
   */
  public long commitTimeMillis() {
    return commitTimeMillis;
  }

  /** Whether the row was read by the snapshot rather than from the log. */
  public boolean snapshot() {
    return snapshot;
  }

  /** Says what and where, never a value. */
  @Override
  public String toString() {
    return operation + " " + table() + " at " + position;
  }
}
