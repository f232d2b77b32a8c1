package dev.millrace.crm;

import dev.millrace.change.ChangeEvent;
import dev.millrace.change.Operation;
import dev.millrace.change.Row;
import dev.millrace.change.SourcePosition;
import dev.millrace.change.TableId;
import dev.millrace.change.TableSchema;
import java.util.Objects;

/**
 * A change as the CRM is to see it: what to do to which record, and the field values. Immutable;
 * the values are the mapping's own objects, encoded once when the call's body is written.
 */
public final class CrmRecord {

  private static final Object[] NO_VALUES = new Object[0];

  private final RecordType type;
  private final Action action;
  private final String externalId;
  private final Object[] values;
  private final String parent;
  private final Operation operation;
  private final TableSchema schema;
  private final Object[] primaryKey;
  private final SourcePosition position;
  private final long commitTimeMillis;
  private final boolean snapshot;
  private final boolean removal;
  private final MappingFault mappingFault;

  private CrmRecord(
      RecordType type,
      Action action,
      String externalId,
      Object[] values,
      String parent,
      ChangeEvent change,
      boolean removal,
      MappingFault mappingFault) {
    this.type = Objects.requireNonNull(type, "type");
    this.action = action;
    this.externalId = externalId;
    this.values = values;
    this.parent = parent;
    // Not the change itself: a record that waits must not keep whole rows in memory.
    this.operation = change.operation();
    Row row = change.after() != null ? change.after() : change.before();
    this.schema = row.schema();
    this.primaryKey = schema.primaryKeyOf(row);
    this.position = change.position();
    this.commitTimeMillis = change.commitTimeMillis();
    this.snapshot = change.snapshot();
    this.removal = removal;
    this.mappingFault = mappingFault;
  }

  /** The same record with other values. */
  private CrmRecord(CrmRecord record, Object[] values, String parent) {
    this.type = record.type;
    this.action = record.action;
    this.externalId = record.externalId;
    this.values = values;
    this.parent = parent;
    this.operation = record.operation;
    this.schema = record.schema;
    this.primaryKey = record.primaryKey;
    this.position = record.position;
    this.commitTimeMillis = record.commitTimeMillis;
    this.snapshot = record.snapshot;
    this.removal = record.removal;
    this.mappingFault = record.mappingFault;
  }

  /**
   * @param values one value a field of the type, in its order: null clears the field, {@link
   *     Row#UNCHANGED} leaves it as it is, anything else is of a class that {@link
   *     dev.millrace.change.ColumnType.Kind} names. Behind them one value an association of the
   *     type: a {@link Link}, or {@link Row#UNCHANGED}. Kept, not copied.
   */
  public static CrmRecord upsert(
      RecordType type, String externalId, Object[] values, ChangeEvent change) {
    return written(type, externalId, values, change, false);
  }

  /** As {@link #upsert}, with values that mark a record whose row is gone. */
  public static CrmRecord mark(
      RecordType type, String externalId, Object[] values, ChangeEvent change) {
    return written(type, externalId, values, change, true);
  }

  private static CrmRecord written(
      RecordType type, String externalId, Object[] values, ChangeEvent change, boolean removal) {
    int expected = type.fields().size() + type.associations().size();
    if (values.length != expected) {
      throw new IllegalArgumentException(
          values.length + " values for " + expected + " fields and associations of " + type);
    }
    Objects.requireNonNull(externalId, "externalId");
    return new CrmRecord(
        type, Action.UPSERT, externalId, values, parent(type, values), change, removal, null);
  }

  /**
   * What stands in the place of the record that a row would have given. It is never sent, but given
   * up at once.
   *
   * @param externalId of the record that the row is, or was, in the CRM; null when it is not known
   */
  public static CrmRecord unmapped(
      RecordType type, String externalId, ChangeEvent change, MappingFault fault) {
    return new CrmRecord(
        type,
        Action.UPSERT,
        externalId,
        NO_VALUES,
        null,
        change,
        false,
        Objects.requireNonNull(fault, "fault"));
  }

  public static CrmRecord delete(RecordType type, String externalId, ChangeEvent change) {
    return delete(type, externalId, null, change);
  }

  /**
   * @param parent as {@link #parent}, from the row as it was; null for none
   */
  public static CrmRecord delete(
      RecordType type, String externalId, String parent, ChangeEvent change) {
    Objects.requireNonNull(externalId, "externalId");
    return new CrmRecord(type, Action.DELETE, externalId, NO_VALUES, parent, change, true, null);
  }

  private static String parent(RecordType type, Object[] values) {
    Object value = type.parentField() < 0 ? null : values[type.parentField()];
    return value == null || value == Row.UNCHANGED ? null : value.toString();
  }

  public RecordType type() {
    return type;
  }

  public Action action() {
    return action;
  }

  /** Value of the id field, as text; never empty, null only where {@link #mappingFault} is not. */
  public String externalId() {
    return externalId;
  }

  /** Value of the field at this index of {@link RecordType#fields}; an UPSERT's only. */
  public Object value(int field) {
    return values[field];
  }

  /**
   * The link of the association at this index of {@link RecordType#associations}, of an UPSERT;
   * null when the change leaves it as it is.
   */
  public Link link(int association) {
    Object value = values[type.fields().size() + association];
    return value == Row.UNCHANGED ? null : (Link) value;
  }

  /**
   * What names the record's parent, see {@link RecordType#parentField}; null when it has none or
   * the change does not tell. Which object the parent is of is the type's matter.
   */
  public String parent() {
    return parent;
  }

  /** What happened to the row. */
  public Operation operation() {
    return operation;
  }

  /** The row's table. */
  public TableId table() {
    return schema.table();
  }

  /** The row's columns. With {@link #primaryKey} it is what the row can be read again by. */
  public TableSchema schema() {
    return schema;
  }

  /**
   * Values of the row's primary key after the change (before it, of a DELETE), in the order of
   * {@link TableSchema#primaryKey}; empty for a table without one. Not to be written to.
   */
  public Object[] primaryKey() {
    return primaryKey;
  }

  /** Where the change is in the database's log. */
  public SourcePosition position() {
    return position;
  }

  /** See {@link ChangeEvent#commitTimeMillis}. */
  public long commitTimeMillis() {
    return commitTimeMillis;
  }

  /** See {@link ChangeEvent#snapshot}. */
  public boolean snapshot() {
    return snapshot;
  }

  /** Whether the row is no more, or not to be in the CRM any more: a delete or a {@link #mark}. */
  public boolean removal() {
    return removal;
  }

  /** Why there is nothing to send; null of a record that is one. */
  public MappingFault mappingFault() {
    return mappingFault;
  }

  /**
   * Whether its row, read again by its primary key, tells all that this record does, or something
   * newer. Not so of a removal: the row, if there is one, does not tell what was removed.
   */
  public boolean canBeReadAgain() {
    return !removal && primaryKey.length > 0;
  }

  /**
   * This record, with the values that its change's log entry did not hold taken from an earlier
   * record of the same type and external id that was not accepted. Of a parent that the earlier one
   * names this one knows that it may have to be parted from it. Returns this instance when there is
   * nothing to take.
   */
  public CrmRecord over(CrmRecord earlier) {
    if (action != Action.UPSERT || earlier.action != Action.UPSERT) {
      return this;
    }
    Object[] merged = null;
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (earlier.values[i] == Row.UNCHANGED) {
        continue;
      }
      if (value == Row.UNCHANGED) {
        value = earlier.values[i];
      } else if (value instanceof Link) {
        value = ((Link) value).over((Link) earlier.values[i]);
      }
      if (value != values[i]) {
        if (merged == null) {
          merged = values.clone();
        }
        merged[i] = value;
      }
    }
    return merged == null ? this : new CrmRecord(this, merged, parent(type, merged));
  }

  /** Says what and where, never a value nor the external id. */
  @Override
  public String toString() {
    return action
        + " of "
        + type.object()
        + " for "
        // The snapshot's rows look like inserts, which they are not.
        + (snapshot
            ? "a row of " + table() + " in the snapshot"
            : operation + " " + table() + " at " + position);
  }
}
