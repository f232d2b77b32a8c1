package dev.millrace.job.mapping;

import dev.millrace.change.Row;
import java.lang.reflect.InvocationTargetException;
import org.apache.calcite.rel.type.RelDataType;
import org.codehaus.janino.ExpressionEvaluator;

/** An expression compiled for one table schema. Used by one thread. */
final class CompiledExpression {

  private final String text;
  private final int[] columns;
  private final ExpressionEvaluator evaluator;
  private final RelDataType type;
  private final boolean deterministic;
  private final Object[] arguments;

  /**
   * @param columns schema indexes of the columns in the order of the arguments
   * @param evaluator null for a plain column, whose value is taken as it is
   * @param type the result's SQL type
   */
  CompiledExpression(
      String text,
      int[] columns,
      ExpressionEvaluator evaluator,
      RelDataType type,
      boolean deterministic,
      String zone) {
    this.text = text;
    this.columns = columns;
    this.evaluator = evaluator;
    this.type = type;
    this.deterministic = deterministic;
    this.arguments = new Object[columns.length + 2];
    this.arguments[columns.length] = zone;
  }

  /** The expression as the configuration has it. */
  String text() {
    return text;
  }

  /** Schema indexes of the columns that it uses. */
  int[] columns() {
    return columns;
  }

  RelDataType type() {
    return type;
  }

  /** Whether equal rows give equal results, now and later. */
  boolean deterministic() {
    return deterministic;
  }

  /** Whether all of its columns are among these values. */
  boolean computable(Object[] row) {
    for (int column : columns) {
      if (row[column] == Row.UNCHANGED) {
        return false;
      }
    }
    return true;
  }

  /**
   * The result for a row, {@link Row#UNCHANGED} where a column that it uses is.
   *
   * @param row the values by schema index; only those of {@link #columns} are read
   * @throws UnmappableRow when there is no result
   */
  Object evaluate(Object[] row) {
    if (evaluator == null) {
      return row[columns[0]];
    }
    if (!computable(row)) {
      return Row.UNCHANGED;
    }
    for (int i = 0; i < columns.length; i++) {
      arguments[i] = ExpressionTypes.toArgument(row[columns[i]]);
    }
    if (!deterministic) {
      arguments[columns.length + 1] = System.currentTimeMillis();
    }
    try {
      return ExpressionTypes.fromResult(evaluator.evaluate(arguments));
    } catch (InvocationTargetException e) {
      // Of the failure only its class: its message may quote a value (For input string: "...").
      throw new UnmappableRow(
          UnmappableRow.EXPRESSION_FAILED,
          this,
          "failed with " + e.getCause().getClass().getSimpleName());
    }
  }
}
