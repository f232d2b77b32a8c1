package dev.millrace.job.mapping;

import dev.millrace.change.ChangeEvent;
import dev.millrace.change.Row;
import dev.millrace.crm.CrmRecord;
import dev.millrace.job.config.OnDelete;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Objects;
import org.apache.flink.util.Collector;

/**
 * One mapping compiled for one schema of its table: turns a change into what the CRM is to see. A
 * row is in the CRM while it fulfils the filter; a row that leaves the filter is gone, like a
 * deleted one. Used by one thread.
 */
final class TableMapping {

  /** What became of a change. */
  enum Outcome {
    /** At least one record came out. */
    MAPPED,
    /**
     * A record came out that is or may be new to the CRM, and the log left out a value of it
     * because the update did not change it (Postgres TOAST).
     */
    MAPPED_IN_PART,
    /** The row is not, and was not, in the CRM, or its removal is to be ignored. */
    FILTERED,
    /** No column that the mapping uses has changed. */
    UNCHANGED,
    /** What came out only says why the row gives no record: for its values. */
    UNMAPPABLE
  }

  private final MappingPlan plan;
  private final Object[] now;
  private final Object[] then;
  private final Links links;

  TableMapping(MappingPlan plan) {
    this.plan = plan;
    this.now = new Object[plan.width()];
    this.then = new Object[plan.width()];
    this.links = new Links(plan, now, then);
  }

  /**
   * @param removals takes what removes a record, always before what {@code upserts} takes
   * @param upserts takes what writes a record, or says that the row can give none
   * @throws MappingException when the log does not hold what is needed
   */
  Outcome map(ChangeEvent change, Collector<CrmRecord> removals, Collector<CrmRecord> upserts) {
    switch (change.operation()) {
      case INSERT:
        return insert(change, upserts);
      case UPDATE:
        return update(change, removals, upserts);
      default:
        return delete(change, removals);
    }
  }

  private Outcome insert(ChangeEvent change, Collector<CrmRecord> upserts) {
    read(change.after(), null, now);
    try {
      if (!isIn(change)) {
        return Outcome.FILTERED;
      }
      Object id = requireId(change);
      Object[] values = values(id);
      links.add(values, false, false);
      upserts.collect(CrmRecord.upsert(plan.type(), text(id), values, change));
      return Outcome.MAPPED;
    } catch (UnmappableRow row) {
      return unmappable(change, row, idOf(change, now), upserts);
    }
  }

  private Outcome update(
      ChangeEvent change, Collector<CrmRecord> removals, Collector<CrmRecord> upserts) {
    Row before = change.before();
    read(change.after(), before, now);
    if (before != null) {
      read(before, null, then);
      if (plan.deterministic() && same(plan.columns())) {
        return Outcome.UNCHANGED;
      }
    }
    Boolean wasIn = before == null ? wasInUnseen() : wasIn();
    try {
      if (!isIn(change)) {
        return Boolean.FALSE.equals(wasIn)
            ? Outcome.FILTERED
            : remove(change, before == null ? now : then, before != null, wasIn, removals);
      }
      Object id = requireId(change);
      boolean moved = false;
      if (before == null) {
        // The log gave no row before: only an id made of the key is known to be the same as then.
        requireIdOfKey(change);
      } else if (!same(plan.id().columns()) && !text(id).equals(idOf(change, then))) {
        moved = true;
        if (!Boolean.FALSE.equals(wasIn)) {
          remove(change, then, true, wasIn, removals);
        }
      }
      Object[] values = values(id);
      boolean known = Boolean.TRUE.equals(wasIn) && !moved && (before == null || links.wereMade());
      links.add(values, before != null && !moved, known);
      upserts.collect(CrmRecord.upsert(plan.type(), text(id), values, change));
      return known || isWhole(values) ? Outcome.MAPPED : Outcome.MAPPED_IN_PART;
    } catch (UnmappableRow row) {
      String id = idOf(change, now);
      if (id == null && before != null && !Boolean.FALSE.equals(wasIn)) {
        // What the CRM has of the row stays there, and the dead letter names it.
        id = idOf(change, then);
      }
      return unmappable(change, row, id, upserts);
    }
  }

  private Outcome delete(ChangeEvent change, Collector<CrmRecord> removals) {
    read(change.before(), null, then);
    Boolean wasIn = wasIn();
    return Boolean.FALSE.equals(wasIn)
        ? Outcome.FILTERED
        : remove(change, then, true, wasIn, removals);
  }

  private Outcome unmappable(
      ChangeEvent change, UnmappableRow row, String id, Collector<CrmRecord> out) {
    out.collect(CrmRecord.unmapped(plan.type(), id, change, plan.fault(row)));
    return Outcome.UNMAPPABLE;
  }

  /** Whether the row before is in the CRM; null where the log does not tell. */
  private Boolean wasIn() {
    try {
      return plan.matches(then);
    } catch (UnmappableRow row) {
      // An earlier version of it may be.
      return Boolean.TRUE;
    }
  }

  /** Whether the row was in the CRM where the log does not tell: null without knowing. */
  private Boolean wasInUnseen() {
    return plan.hasFilter() ? null : Boolean.TRUE;
  }

  private boolean isIn(ChangeEvent change) {
    Boolean in = plan.matches(now);
    if (in == null) {
      throw new MappingException(
          change,
          "the filter uses a column that the log left out because it did not change; "
              + plan.wholeRows());
    }
    return in;
  }

  private Outcome remove(
      ChangeEvent change,
      Object[] row,
      boolean seen,
      Boolean wasIn,
      Collector<CrmRecord> removals) {
    if (plan.onDelete() == OnDelete.Kind.IGNORE) {
      return Outcome.FILTERED;
    }
    if (!seen) {
      requireIdOfKey(change);
    }
    String id = idOf(change, row);
    if (id == null) {
      // A row without an id never gave a record.
      return Outcome.FILTERED;
    }
    if (plan.onDelete() == OnDelete.Kind.ARCHIVE) {
      removals.collect(CrmRecord.delete(plan.type(), id, parent(row), change));
    } else {
      if (wasIn == null) {
        throw new MappingException(
            change,
            "whether the row was in the CRM is not in the log, and 'on-delete: set' would create"
                + " a record for a row that was not; "
                + plan.wholeRows());
      }
      Object[] values = plan.removalValues().clone();
      values[0] = plan.id().evaluate(row);
      removals.collect(CrmRecord.mark(plan.removalType(), id, values, change));
    }
    return Outcome.MAPPED;
  }

  private String parent(Object[] row) {
    Object parent = plan.parent() == null ? null : Links.orUnchanged(plan.parent(), row);
    return parent == null || parent == Row.UNCHANGED ? null : parent.toString();
  }

  /** The fields' values, with place for the links behind them. */
  private Object[] values(Object id) {
    CompiledExpression[] fields = plan.fields();
    Object[] values = new Object[fields.length + plan.parents().length];
    for (int i = 0; i < fields.length; i++) {
      values[i] = i == plan.idIndex() ? id : fields[i].evaluate(now);
    }
    return values;
  }

  private boolean isWhole(Object[] values) {
    for (int i = 0; i < plan.fields().length; i++) {
      if (values[i] == Row.UNCHANGED) {
        return false;
      }
    }
    return true;
  }

  private void requireIdOfKey(ChangeEvent change) {
    if (!plan.idIsOfKey() && plan.onDelete() != OnDelete.Kind.IGNORE) {
      throw new MappingException(
          change, "the id before the change is not in the log; " + plan.wholeRows());
    }
  }

  private Object requireId(ChangeEvent change) {
    Object id = plan.id().evaluate(now);
    if (externalId(change, id).isEmpty()) {
      throw new UnmappableRow(
          UnmappableRow.NO_EXTERNAL_ID, plan.id(), "is " + (id == null ? "null" : "empty"));
    }
    return id;
  }

  /** Null where the row gives none. */
  private String idOf(ChangeEvent change, Object[] row) {
    try {
      String id = externalId(change, plan.id().evaluate(row));
      return id.isEmpty() ? null : id;
    } catch (UnmappableRow e) {
      return null;
    }
  }

  private String externalId(ChangeEvent change, Object id) {
    if (id == Row.UNCHANGED) {
      throw new MappingException(
          change, "the log does not hold the columns of the id; " + plan.wholeRows());
    }
    return text(id);
  }

  static String text(Object id) {
    return id instanceof BigDecimal ? ((BigDecimal) id).toPlainString() : Objects.toString(id, "");
  }

  /** Reads the used columns; what an update left out is taken from the row before. */
  private void read(Row row, Row before, Object[] values) {
    for (int column : plan.columns()) {
      Object value = row.value(column);
      values[column] = value == Row.UNCHANGED && before != null ? before.value(column) : value;
    }
  }

  private boolean same(int[] columns) {
    for (int column : columns) {
      Object a = now[column];
      Object b = then[column];
      if (!(a instanceof byte[] && b instanceof byte[]
          ? Arrays.equals((byte[]) a, (byte[]) b)
          : Objects.equals(a, b))) {
        return false;
      }
    }
    return true;
  }
}
