package dev.millrace.job.mapping;

import dev.millrace.change.Row;
import dev.millrace.crm.Link;
import java.util.Objects;
import java.util.Set;

/** The links to its parents that a change of a row makes, or parts. Used by one thread. */
final class Links {

  private final MappingPlan plan;
  private final Object[] now;
  private final Object[] then;

  /**
   * @param now where the row's values are as they are after a change
   * @param then as they were before it
   */
  Links(MappingPlan plan, Object[] now, Object[] then) {
    this.plan = plan;
    this.now = now;
    this.then = then;
  }

  /**
   * Adds them to a record's values.
   *
   * @param seen whether the row before is that of the same record before the change
   * @param known whether the record is in the CRM already
   */
  void add(Object[] values, boolean seen, boolean known) {
    CompiledExpression[] parents = plan.parents();
    for (int i = 0; i < parents.length; i++) {
      values[plan.fields().length + i] = link(parents[i], seen, known);
    }
  }

  private Object link(CompiledExpression by, boolean seen, boolean known) {
    Object parent = by.evaluate(now);
    Object former = seen ? orUnchanged(by, then) : Row.UNCHANGED;
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
    String text = TableMapping.text(value);
    return text.isEmpty() ? null : text;
  }

  /** Whether the row before gave a record, of which the CRM knows the links. */
  boolean wereMade() {
    if (plan.parents().length == 0) {
      return true;
    }
    try {
      plan.matches(then);
      for (CompiledExpression field : plan.fields()) {
        field.evaluate(then);
      }
      return true;
    } catch (UnmappableRow row) {
      return false;
    }
  }

  /** An expression's value for a row before, which is as good as unknown where it fails. */
  static Object orUnchanged(CompiledExpression expression, Object[] row) {
    try {
      return expression.evaluate(row);
    } catch (UnmappableRow e) {
      return Row.UNCHANGED;
    }
  }
}
