package dev.millrace.job.mapping;

/**
 * An expression that does not give what is needed for a row. Thrown for each such row, so without a
 * trace; says nothing of the row's values.
 */
final class UnmappableRow extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Code of an expression without a result. */
  static final String EXPRESSION_FAILED = "EXPRESSION_FAILED";

  /** Code of an id that is null or empty. */
  static final String NO_EXTERNAL_ID = "NO_EXTERNAL_ID";

  private final String code;
  private final transient CompiledExpression expression;

  UnmappableRow(String code, CompiledExpression expression, String found) {
    super("`" + expression.text() + "` " + found, null, false, false);
    this.code = code;
    this.expression = expression;
  }

  String code() {
    return code;
  }

  CompiledExpression expression() {
    return expression;
  }
}
