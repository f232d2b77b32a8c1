package dev.millrace.job.mapping;

import dev.millrace.change.ChangeEvent;
import dev.millrace.change.Row;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.Link;
import dev.millrace.job.config.OnDelete;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
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
    UNCHANGED
  }

  private final MappingPlan plan;
  private final Object[] now;
  private final Object[] then;

  TableMapping(MappingPlan plan) {
    this.plan = plan;
    this.now = new Object[plan.width()];
    this.then = new Object[plan.width()];
  }

  /**
   * @param removals takes what removes a record, always before what {@code upserts} takes
   * @throws MappingException when the log does not hold what is needed or an expression fails
   */
  Outcome map(ChangeEvent change, Collector<CrmRecord> removals, Collector<CrmRecord> upserts) {
    try {
      switch (change.operation()) {
        case INSERT:
          return insert(change, upserts);
        case UPDATE:
          return update(change, removals, upserts);
        default:
          return delete(change, removals);
      }
    } catch (CompiledExpression.EvaluationException e) {
      MappingException failure = new MappingException(change, e.getMessage());
      failure.setStackTrace(e.getStackTrace());
      throw failure;
    }
  }

  private Outcome insert(ChangeEvent change, Collector<CrmRecord> upserts) {
    read(change.after(), null, now);
    if (!isIn(change)) {
      return Outcome.FILTERED;
    }
    Object[] values = values();
    link(values, false, false);
    upserts.collect(CrmRecord.upsert(plan.type(), externalId(change, values), values, change));
    return Outcome.MAPPED;
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
    Boolean wasIn = before == null ? wasInUnseen() : plan.matches(then);
    if (!isIn(change)) {
      return Boolean.FALSE.equals(wasIn)
          ? Outcome.FILTERED
          : remove(change, before == null ? now : then, before != null, wasIn, removals);
    }
    Object[] values = values();
    String id = externalId(change, values);
    boolean moved = false;
    if (before == null) {
      // The log gave no row before: only an id made of the key is known to be the same as then.
      requireIdOfKey(change);
    } else if (!same(plan.id().columns())
        && !externalId(change, plan.id().evaluate(then)).equals(id)) {
      moved = true;
      if (!Boolean.FALSE.equals(wasIn)) {
        remove(change, then, true, wasIn, removals);
      }
    }
    boolean known = Boolean.TRUE.equals(wasIn) && !moved;
    link(values, before != null && !moved, known);
    upserts.collect(CrmRecord.upsert(plan.type(), id, values, change));
    return known || isWhole(values) ? Outcome.MAPPED : Outcome.MAPPED_IN_PART;
  }

  private Outcome delete(ChangeEvent change, Collector<CrmRecord> removals) {
    read(change.before(), null, then);
    Boolean wasIn = plan.matches(then);
    return Boolean.FALSE.equals(wasIn)
        ? Outcome.FILTERED
        : remove(change, then, true, wasIn, removals);
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
    Object idValue = plan.id().evaluate(row);
    String id = externalId(change, idValue);
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
      values[0] = idValue;
      removals.collect(CrmRecord.mark(plan.removalType(), id, values, change));
    }
    return Outcome.MAPPED;
  }

  private String parent(Object[] row) {
    Object parent = plan.parent() == null ? null : plan.parent().evaluate(row);
    return parent == null || parent == Row.UNCHANGED ? null : parent.toString();
  }

  /** The fields' values, with place for the links behind them. */
  private Object[] values() {
    CompiledExpression[] fields = plan.fields();
    Object[] values = new Object[fields.length + plan.parents().length];
    for (int i = 0; i < fields.length; i++) {
      values[i] = fields[i].evaluate(now);
    }
    return values;
  }

  /**
   * Adds the links.
   *
   * @param seen whether {@link #then} is the row of the same record before the change
   * @param known whether the record is in the CRM already
   */
  private void link(Object[] values, boolean seen, boolean known) {
    CompiledExpression[] parents = plan.parents();
    for (int i = 0; i < parents.length; i++) {
      values[plan.fields().length + i] = link(parents[i], seen, known);
    }
  }

  private Object link(CompiledExpression by, boolean seen, boolean known) {
    Object parent = by.evaluate(now);
    Object former = seen ? by.evaluate(then) : Row.UNCHANGED;
    if (parent == Row.UNCHANGED) {
      return Row.UNCHANGED;
    }
    if (former == Row.UNCHANGED) {
      // Where the log gave no row before, the key is as it was.
      return known && plan.isOfKey(by) ? Row.UNCHANGED : new Link(parentId(parent), Set.of());
    }
    String parentId = parentId(parent);
    String formerId = parentId(former);
    return known && Objects.equals(parentId, formerId)
        ? Row.UNCHANGED
        : new Link(parentId, formerId == null ? Set.of() : Set.of(formerId));
  }

  private static String parentId(Object value) {
    String text = text(value);
    return text.isEmpty() ? null : text;
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

  private String externalId(ChangeEvent change, Object[] values) {
    return externalId(change, values[plan.idIndex()]);
  }

  private String externalId(ChangeEvent change, Object id) {
    if (id == Row.UNCHANGED) {
      throw new MappingException(
          change, "the log does not hold the columns of the id; " + plan.wholeRows());
    }
    String text = text(id);
    if (text.isEmpty()) {
      throw new MappingException(
          change,
          "the id `"
              + plan.id().text()
              + "` is "
              + (id == null ? "null" : "empty")
              + "; keep such rows out with a filter");
    }
    return text;
  }

  private static String text(Object id) {
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
