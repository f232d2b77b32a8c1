package dev.millrace.job.mapping;

import dev.millrace.change.Column;
import dev.millrace.change.TableSchema;
import dev.millrace.job.config.ExpressionSyntax;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeSystem;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.flink.cdc.runtime.parser.JaninoCompiler;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.janino.ExpressionEvaluator;

/**
 * Compiles expressions of the Flink CDC transform dialect for one table: Calcite parses and checks
 * them against Flink CDC's functions, Flink CDC turns them into Java, Janino into byte code.
 */
final class ExpressionCompiler {

  /** The zone in which times without one are read and written. */
  private static final String ZONE = "UTC";

  private static final String IMPORTS =
      "import static org.apache.flink.cdc.runtime.functions.SystemFunctionUtils.*;"
          + "import static dev.millrace.job.mapping.functions.Conditions.*;"
          + "import static dev.millrace.job.mapping.functions.Numbers.*;"
          + "import static dev.millrace.job.mapping.functions.Texts.*;"
          + "import static dev.millrace.job.mapping.functions.Times.*;"
          + "import static dev.millrace.job.mapping.functions.Values.*;";

  private static final RelDataTypeSystem TYPES =
      new RelDataTypeSystemImpl() {
        @Override
        public int getMaxNumericPrecision() {
          return ExpressionTypes.MAX_PRECISION;
        }

        @Override
        public int getMaxNumericScale() {
          return ExpressionTypes.MAX_PRECISION;
        }
      };

  private final TableSchema schema;
  private final SqlTypeFactoryImpl typeFactory = new SqlTypeFactoryImpl(TYPES);
  private final Map<String, RelDataType> columnTypes = new LinkedHashMap<>();

  ExpressionCompiler(TableSchema schema) {
    this.schema = schema;
    for (Column column : schema.columns()) {
      columnTypes.put(column.name(), ExpressionTypes.sqlType(typeFactory, column.type()));
    }
  }

  /** Compiles an expression that must be true or false. */
  CompiledExpression condition(String text) throws ExpressionException {
    CompiledExpression compiled = compile(text);
    if (compiled.type().getSqlTypeName() != SqlTypeName.BOOLEAN) {
      throw new ExpressionException(
          "`" + text + "` is of type " + compiled.type(), "a condition (BOOLEAN)", "");
    }
    return compiled;
  }

  CompiledExpression compile(String text) throws ExpressionException {
    int column = schema.indexOf(text.strip());
    if (column >= 0) {
      return plain(text, column);
    }
    SqlNode expression = parse(text);
    if (expression instanceof SqlIdentifier && ((SqlIdentifier) expression).isSimple()) {
      column = schema.indexOf(((SqlIdentifier) expression).getSimple());
      if (column >= 0) {
        return plain(text, column);
      }
    }
    Map<String, String> arguments = argumentsOf(expression);
    SqlValidator validator = validator();
    SqlNode checked = check(text, expression, validator);
    RelDataType type = validator.getValidatedNodeType(checked);
    if (type.getSqlTypeName() == SqlTypeName.NULL) {
      throw new ExpressionException(
          "`" + text + "` has no type", "an expression with a type", "CAST(NULL AS VARCHAR)");
    }
    return generate(text, checked, validator, arguments, type);
  }

  private CompiledExpression plain(String text, int column) {
    RelDataType type = columnTypes.get(schema.columns().get(column).name());
    return new CompiledExpression(text, new int[] {column}, null, type, true, ZONE);
  }

  private SqlNode parse(String text) throws ExpressionException {
    try {
      return ExpressionSyntax.parse(text);
    } catch (SqlParseException e) {
      throw Complaints.syntax(text, e, schema);
    }
  }

  /** The columns that an expression names, each with the argument that brings its value. */
  private Map<String, String> argumentsOf(SqlNode expression) {
    Map<String, String> arguments = new LinkedHashMap<>();
    expression.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlIdentifier identifier) {
            if (identifier.isSimple() && columnTypes.containsKey(identifier.getSimple())) {
              arguments.putIfAbsent(identifier.getSimple(), "$" + arguments.size());
            }
            return null;
          }
        });
    return arguments;
  }

  private SqlValidator validator() {
    CalciteCatalogReader noTables =
        new CalciteCatalogReader(
            CalciteSchema.createRootSchema(false),
            List.of(),
            typeFactory,
            new CalciteConnectionConfigImpl(new Properties()));
    return SqlValidatorUtil.newValidator(
        new DialectFunctions(),
        noTables,
        typeFactory,
        SqlValidator.Config.DEFAULT.withConformance(SqlConformanceEnum.MYSQL_5));
  }

  private SqlNode check(String text, SqlNode expression, SqlValidator validator)
      throws ExpressionException {
    try {
      return validator.validateParameterizedExpression(expression, columnTypes);
    } catch (CalciteException e) {
      throw Complaints.invalid(text, e, schema);
    } catch (RuntimeException | LinkageError e) {
      // What needs a table, such as a subquery, ends in failures without words.
      throw Complaints.unsupported(text, e);
    }
  }

  private CompiledExpression generate(
      String text,
      SqlNode checked,
      SqlValidator validator,
      Map<String, String> arguments,
      RelDataType type)
      throws ExpressionException {
    int[] columns = new int[arguments.size()];
    List<String> names = new ArrayList<>(arguments.values());
    List<Class<?>> classes = new ArrayList<>();
    for (String name : arguments.keySet()) {
      int index = schema.indexOf(name);
      columns[classes.size()] = index;
      classes.add(ExpressionTypes.argumentClass(schema.columns().get(index).type()));
    }
    names.add(JaninoCompiler.DEFAULT_TIME_ZONE);
    classes.add(String.class);
    names.add(JaninoCompiler.DEFAULT_EPOCH_TIME);
    classes.add(Long.class);

    String java;
    ExpressionEvaluator evaluator = new ExpressionEvaluator();
    try {
      SqlNode rewritten = new ExpressionRewriter(validator, arguments).rewrite(checked);
      java = JaninoCompiler.translateSqlNodeToJaninoExpression(rewritten, List.of(), Map.of());
      evaluator.setParentClassLoader(ExpressionCompiler.class.getClassLoader());
      evaluator.setParameters(names.toArray(new String[0]), classes.toArray(new Class<?>[0]));
      evaluator.setExpressionType(Object.class);
      evaluator.cook(IMPORTS + java);
    } catch (CompileException | RuntimeException e) {
      throw Complaints.unsupported(text, e);
    }
    // A generator or the clock: equal rows may give different results.
    boolean deterministic =
        !java.contains(JaninoCompiler.DEFAULT_EPOCH_TIME) && !java.contains("uuid(");
    return new CompiledExpression(text, columns, evaluator, type, deterministic, ZONE);
  }
}
