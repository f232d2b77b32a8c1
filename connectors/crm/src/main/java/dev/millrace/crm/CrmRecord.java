package dev.millrace.crm;

import dev.millrace.change.ChangeEvent;
import dev.millrace.change.Row;
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
  private final ChangeEvent change;

  private CrmRecord(
      RecordType type, Action action, String externalId, Object[] values, ChangeEvent change) {
    this.type = Objects.requireNonNull(type, "type");
    this.action = action;
    this.externalId = Objects.requireNonNull(externalId, "externalId");
    this.values = values;
    this.change = Objects.requireNonNull(change, "change");
  }

  /**
   * @param values one value a field of the type, in its order: null clears the field, {@link
   *     Row#UNCHANGED} leaves it as it is, anything else is of a class that {@link
   *     dev.millrace.change.ColumnType.Kind} names. Kept, not copied.
   */
  public static CrmRecord upsert(
      RecordType type, String externalId, Object[] values, ChangeEvent change) {
    if (values.length != type.fields().size()) {
      throw new IllegalArgumentException(
          values.length + " values for " + type.fields().size() + " fields of " + type);
    }
    return new CrmRecord(type, Action.UPSERT, externalId, values, change);
  }

  public static CrmRecord delete(RecordType type, String externalId, ChangeEvent change) {
    return new CrmRecord(type, Action.DELETE, externalId, NO_VALUES, change);
  }

  public RecordType type() {
    return type;
  }

  public Action action() {
    return action;
  }

  /** Value of the id field, as text; never empty. */
  public String externalId() {
    return externalId;
  }

  /** Value of the field at this index of {@link RecordType#fields}; an UPSERT's only. */
  public Object value(int field) {
    return values[field];
  }

  /** The change this record comes from: its table, position, commit time. */
  public ChangeEvent change() {
    return change;
  }

  /**
   * This record, with the values that its change's log entry did not hold taken from an earlier
   * record of the same type and external id that was not sent. Returns this instance when there is
   * nothing to take.
   */
  public CrmRecord over(CrmRecord earlier) {
    if (action != Action.UPSERT || earlier.action != Action.UPSERT) {
      return this;
    }
    Object[] merged = null;
    for (int i = 0; i < values.length; i++) {
      if (values[i] == Row.UNCHANGED && earlier.values[i] != Row.UNCHANGED) {
        if (merged == null) {
          merged = values.clone();
        }
        merged[i] = earlier.values[i];
      }
    }
    return merged == null ? this : new CrmRecord(type, action, externalId, merged, change);
  }

  /** Says what and where, never a value nor the external id. */
  @Override
  public String toString() {
    return action + " of " + type.object() + " for " + change;
  }
}
