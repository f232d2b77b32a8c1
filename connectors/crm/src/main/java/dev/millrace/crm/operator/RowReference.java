package dev.millrace.crm.operator;

import dev.millrace.change.RowKey;
import dev.millrace.change.SourcePosition;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.delivery.DeferredRecord;
import java.util.Objects;

/**
 * What a checkpoint holds of a record that a barrier does not wait for: where its row is, and
 * nothing of the row but its primary key.
 */
public final class RowReference {

  private final String object;
  private final RowKey row;
  private final SourcePosition position;
  private final int attempts;
  private final long firstSentMillis;

  RowReference(
      String object, RowKey row, SourcePosition position, int attempts, long firstSentMillis) {
    this.object = Objects.requireNonNull(object, "object");
    this.row = Objects.requireNonNull(row, "row");
    this.position = Objects.requireNonNull(position, "position");
    this.attempts = attempts;
    this.firstSentMillis = firstSentMillis;
  }

  static RowReference of(DeferredRecord deferred) {
    CrmRecord record = deferred.record();
    return new RowReference(
        record.type().object(),
        RowKey.of(record.schema(), record.primaryKey()),
        record.position(),
        deferred.attempts(),
        deferred.firstSentMillis());
  }

  /** The CRM's object: of several mappings of a table, the one meant. */
  public String object() {
    return object;
  }

  public RowKey row() {
    return row;
  }

  /** Where the change was that brought the record. */
  public SourcePosition position() {
    return position;
  }

  /** See {@link DeferredRecord#attempts}. */
  int attempts() {
    return attempts;
  }

  /** See {@link DeferredRecord#firstSentMillis}. */
  long firstSentMillis() {
    return firstSentMillis;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof RowReference
        && object.equals(((RowReference) o).object)
        && row.equals(((RowReference) o).row)
        && position.equals(((RowReference) o).position)
        && attempts == ((RowReference) o).attempts
        && firstSentMillis == ((RowReference) o).firstSentMillis;
  }

  @Override
  public int hashCode() {
    return Objects.hash(object, row);
  }

  /** Says which table, never a value. */
  @Override
  public String toString() {
    return object + " of a " + row + " at " + position;
  }
}
