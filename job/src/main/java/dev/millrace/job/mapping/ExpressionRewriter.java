package dev.millrace.job.mapping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAbstractDateTimeLiteral;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.fun.SqlBetweenOperator;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlLikeOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.NlsString;
import org.apache.flink.cdc.runtime.parser.JaninoCompiler;

/**
 * Prepares a checked expression for Flink CDC's {@link JaninoCompiler}, so that what it generates
 * is right. In 3.5.0 it writes operators without parentheses ({@code a AND (b OR c)} runs as {@code
 * (a && b) || c}), strings unescaped, date and decimal literals as bare text, and conditionals that
 * unbox nulls. Operators therefore become calls of {@link dev.millrace.job.mapping.functions}, AND
 * and OR become CASE (which keeps their short circuit), and a CASE is read back as its own type.
 */
final class ExpressionRewriter extends SqlShuttle {

  private static final SqlParserPos POS = SqlParserPos.ZERO;

  private static final Map<SqlKind, String> OPERATORS =
      Map.ofEntries(
          Map.entry(SqlKind.NOT, "SQL_NOT"),
          Map.entry(SqlKind.EQUALS, "SQL_EQUALS"),
          Map.entry(SqlKind.NOT_EQUALS, "SQL_NOT_EQUALS"),
          Map.entry(SqlKind.LESS_THAN, "SQL_LESS"),
          Map.entry(SqlKind.LESS_THAN_OR_EQUAL, "SQL_LESS_OR_EQUAL"),
          Map.entry(SqlKind.IS_NULL, "SQL_IS_NULL"),
          Map.entry(SqlKind.IS_TRUE, "SQL_TRUE"),
          Map.entry(SqlKind.IS_FALSE, "SQL_FALSE"),
          Map.entry(SqlKind.IS_NOT_TRUE, "SQL_NOT"),
          Map.entry(SqlKind.IN, "SQL_IN"),
          Map.entry(SqlKind.NOT_IN, "SQL_NOT_IN"),
          Map.entry(SqlKind.PLUS, "SQL_PLUS"),
          Map.entry(SqlKind.MINUS, "SQL_MINUS"),
          Map.entry(SqlKind.TIMES, "SQL_TIMES"),
          Map.entry(SqlKind.DIVIDE, "SQL_DIVIDE"),
          Map.entry(SqlKind.MOD, "SQL_MOD"));

  private static final Map<String, String> FUNCTIONS =
      Map.ofEntries(
          Map.entry("||", "SQL_CONCAT"),
          Map.entry("CONCAT", "SQL_CONCAT"),
          Map.entry("LOWER", "SQL_LOWER"),
          Map.entry("UPPER", "SQL_UPPER"),
          Map.entry("CHAR_LENGTH", "SQL_CHAR_LENGTH"),
          Map.entry("TRIM", "SQL_TRIM"),
          Map.entry("SUBSTR", "SQL_SUBSTRING"),
          Map.entry("SUBSTRING", "SQL_SUBSTRING"),
          Map.entry("REGEXP_REPLACE", "SQL_REGEXP_REPLACE"),
          Map.entry("ABS", "SQL_ABS"),
          Map.entry("CEIL", "SQL_CEIL"),
          Map.entry("FLOOR", "SQL_FLOOR"),
          Map.entry("ROUND", "SQL_ROUND"),
          Map.entry("TO_DATE", "SQL_TO_DATE"),
          Map.entry("TO_TIMESTAMP", "SQL_TO_TIMESTAMP"),
          Map.entry("FROM_UNIXTIME", "SQL_FROM_UNIXTIME"));

  private static final List<String> WITH_ZONE =
      List.of("SQL_TO_DATE", "SQL_TO_TIMESTAMP", "SQL_FROM_UNIXTIME");

  private final SqlValidator validator;
  private final Map<String, String> arguments;

  /**
   * @param arguments column name to the name of the argument that brings its value
   */
  ExpressionRewriter(SqlValidator validator, Map<String, String> arguments) {
    this.validator = validator;
    this.arguments = arguments;
  }

  /** The whole expression, its result an object whatever its type. */
  SqlNode rewrite(SqlNode expression) {
    return call("SQL_VALUE", expression.accept(this));
  }

  @Override
  public SqlNode visit(SqlIdentifier identifier) {
    String argument = arguments.get(identifier.getSimple());
    return argument == null ? identifier : new SqlIdentifier(argument, POS);
  }

  @Override
  public SqlNode visit(SqlLiteral literal) {
    if (literal instanceof SqlCharStringLiteral) {
      return text(literal.getValueAs(NlsString.class).getValue());
    } else if (literal instanceof SqlNumericLiteral
        && ((SqlNumericLiteral) literal).isExact()
        && !((SqlNumericLiteral) literal).isInteger()) {
      return call("SQL_DECIMAL", text(literal.bigDecimalValue().toPlainString()));
    } else if (literal instanceof SqlIntervalLiteral) {
      throw new UnsupportedOperationException("INTERVAL is not of the dialect, TIMESTAMPADD is");
    } else if (literal instanceof SqlAbstractDateTimeLiteral) {
      String value = ((SqlAbstractDateTimeLiteral) literal).toFormattedString();
      switch (literal.getTypeName()) {
        case DATE:
          return call("SQL_CAST_TO_DATE", text(value), zone());
        case TIME:
          return call("SQL_CAST_TO_TIME", text(value));
        default:
          return call("SQL_CAST_TO_TIMESTAMP", text(value), zone());
      }
    }
    return literal;
  }

  @Override
  public SqlNode visit(SqlCall call) {
    switch (call.getKind()) {
      case AND:
        return when(operand(call, 0), condition(call, 1), SqlLiteral.createBoolean(false, POS));
      case OR:
        return when(operand(call, 0), SqlLiteral.createBoolean(true, POS), condition(call, 1));
      case GREATER_THAN:
        return call("SQL_LESS", operand(call, 1), operand(call, 0));
      case GREATER_THAN_OR_EQUAL:
        return call("SQL_LESS_OR_EQUAL", operand(call, 1), operand(call, 0));
      case IS_NOT_NULL:
        return call("SQL_NOT", call("SQL_IS_NULL", operand(call, 0)));
      case IS_NOT_FALSE:
        return call("SQL_NOT", call("SQL_FALSE", operand(call, 0)));
      case BETWEEN:
        return call(
            ((SqlBetweenOperator) call.getOperator()).isNegated()
                ? "SQL_NOT_BETWEEN"
                : "SQL_BETWEEN",
            operands(call));
      case LIKE:
        return call(
            ((SqlLikeOperator) call.getOperator()).isNegated() ? "SQL_NOT_LIKE" : "SQL_LIKE",
            operands(call));
      case PLUS:
      case MINUS:
      case TIMES:
      case DIVIDE:
      case MOD:
      case CEIL:
      case FLOOR:
        return typed(call, named(call));
      case CASE:
        return typed(call, caseOf((SqlCase) call));
      case CAST:
        return cast(call);
      default:
        return named(call);
    }
  }

  private SqlNode named(SqlCall call) {
    String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
    List<SqlNode> operands = operands(call);
    if (name.equals("IF")) {
      return typed(call, when(operands.get(0), boxed(operands.get(1)), boxed(operands.get(2))));
    } else if (name.equals("UNIX_TIMESTAMP") && !operands.isEmpty()) {
      operands.add(zone());
      return call("SQL_UNIX_TIMESTAMP", operands);
    }
    String function = OPERATORS.getOrDefault(call.getKind(), FUNCTIONS.get(name));
    if (function == null) {
      return call.getOperator().createCall(POS, operands);
    } else if (function.equals("SQL_CONCAT")) {
      return operands.stream().reduce((a, b) -> call("SQL_CONCAT", a, b)).orElseThrow();
    } else if (WITH_ZONE.contains(function)) {
      operands.add(zone());
    }
    SqlNode rewritten = call(function, operands);
    return function.equals("SQL_ABS") || function.equals("SQL_ROUND")
        ? typed(call, rewritten)
        : rewritten;
  }

  private SqlNode cast(SqlCall call) {
    SqlNode value = operand(call, 0);
    SqlDataTypeSpec type = call.operand(1);
    switch (type.getTypeName().getSimple().toUpperCase(Locale.ROOT)) {
      case "DATE":
        return call("SQL_CAST_TO_DATE", value, zone());
      case "TIME":
        return call("SQL_CAST_TO_TIME", value);
      case "TIMESTAMP":
        return call("SQL_CAST_TO_TIMESTAMP", value, zone());
      default:
        return new SqlBasicCall(call.getOperator(), List.of(value, type), POS);
    }
  }

  private SqlNode caseOf(SqlCase call) {
    SqlNodeList conditions = new SqlNodeList(POS);
    SqlNodeList results = new SqlNodeList(POS);
    call.getWhenOperands().forEach(node -> conditions.add(call("SQL_TRUE", node.accept(this))));
    call.getThenOperands().forEach(node -> results.add(boxed(node.accept(this))));
    return new SqlCase(POS, null, conditions, results, boxed(call.getElseOperand().accept(this)));
  }

  private SqlNode when(SqlNode condition, SqlNode then, SqlNode otherwise) {
    return new SqlCase(
        POS, null, SqlNodeList.of(call("SQL_TRUE", condition)), SqlNodeList.of(then), otherwise);
  }

  /** Reads an object back as the type that the original call was found to have. */
  private SqlNode typed(SqlCall original, SqlNode rewritten) {
    RelDataType type = validator.getValidatedNodeType(original);
    switch (type.getSqlTypeName()) {
      case BOOLEAN:
        return call("SQL_AS_BOOLEAN", rewritten);
      case TINYINT:
      case SMALLINT:
        return call("SQL_AS_SHORT", rewritten);
      case INTEGER:
        return call("SQL_AS_INTEGER", rewritten);
      case BIGINT:
        return call("SQL_AS_LONG", rewritten);
      case DECIMAL:
        return call("SQL_AS_DECIMAL", rewritten);
      case FLOAT:
      case REAL:
        return call("SQL_AS_FLOAT", rewritten);
      case DOUBLE:
        return call("SQL_AS_DOUBLE", rewritten);
      case CHAR:
      case VARCHAR:
        return call("SQL_AS_STRING", rewritten);
      case DATE:
        return call("SQL_AS_DATE", rewritten);
      case TIME:
        return call("SQL_AS_TIME", rewritten);
      case TIMESTAMP:
        return call("SQL_AS_TIMESTAMP", rewritten);
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE:
        return call("SQL_AS_ZONED", rewritten);
      default:
        return rewritten;
    }
  }

  private SqlNode operand(SqlCall call, int index) {
    return call.operand(index).accept(this);
  }

  private SqlNode condition(SqlCall call, int index) {
    return call("SQL_TRUE", operand(call, index));
  }

  /** The rewritten operands, those of a list (IN) in its place. */
  private List<SqlNode> operands(SqlCall call) {
    List<SqlNode> operands = new ArrayList<>();
    for (SqlNode operand : call.getOperandList()) {
      if (operand instanceof SqlNodeList) {
        ((SqlNodeList) operand).forEach(element -> operands.add(boxed(element.accept(this))));
      } else if (operand != null) {
        operands.add(operand.accept(this));
      }
    }
    return operands;
  }

  private static SqlNode boxed(SqlNode value) {
    return call("SQL_VALUE", value);
  }

  private static SqlNode zone() {
    return new SqlIdentifier(JaninoCompiler.DEFAULT_TIME_ZONE, POS);
  }

  private static SqlNode text(String value) {
    return SqlLiteral.createCharString(JavaText.escape(value), POS);
  }

  private static SqlNode call(String function, SqlNode... operands) {
    return call(function, Arrays.asList(operands));
  }

  private static SqlNode call(String function, List<SqlNode> operands) {
    return new SqlFunction(
            function,
            SqlKind.OTHER_FUNCTION,
            null,
            null,
            null,
            SqlFunctionCategory.USER_DEFINED_FUNCTION)
        .createCall(POS, operands);
  }
}
