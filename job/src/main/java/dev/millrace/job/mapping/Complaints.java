package dev.millrace.job.mapping;

import dev.millrace.change.Column;
import dev.millrace.change.TableSchema;
import dev.millrace.job.config.ExpressionSyntax;
import dev.millrace.job.config.Nearest;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.parser.SqlParseException;

/** Says in the user's words why an expression cannot be compiled. */
final class Complaints {

  private static final Pattern UNKNOWN_NAME =
      Pattern.compile("(?:Column|Table|Unknown identifier) '([^']*)'.*", Pattern.DOTALL);
  private static final Pattern UNKNOWN_FUNCTION =
      Pattern.compile("No match found for function signature (.*)", Pattern.DOTALL);
  private static final Pattern UNEXPECTED = Pattern.compile("Encountered \"([^\"]*)\" at.*");
  private static final int SHOWN_COLUMNS = 12;

  private Complaints() {}

  static ExpressionException syntax(String text, SqlParseException e, TableSchema schema) {
    String reason = ExpressionSyntax.reason(e);
    Matcher unexpected = UNEXPECTED.matcher(reason);
    if (unexpected.matches() && schema.indexOf(unexpected.group(1).strip()) >= 0) {
      String column = unexpected.group(1).strip();
      return new ExpressionException(
          "`" + text + "` uses the reserved word " + column,
          "a column in backticks",
          "'`" + column + "`'");
    }
    return new ExpressionException(
        ExpressionSyntax.complaint(text, e), ExpressionSyntax.EXPECTED, "");
  }

  static ExpressionException invalid(String text, CalciteException e, TableSchema schema) {
    String reason = reason(e);
    Matcher name = UNKNOWN_NAME.matcher(reason);
    if (name.matches()) {
      if (name.group(1).equalsIgnoreCase("STRING")) {
        return new ExpressionException("`" + text + "` names the type STRING", "VARCHAR", "");
      }
      return new ExpressionException(
          "`" + text + "` names the column '" + name.group(1) + "'",
          "a column of " + schema.table() + ": " + near(name.group(1), schema),
          "");
    }
    Matcher function = UNKNOWN_FUNCTION.matcher(reason);
    if (function.matches()) {
      return new ExpressionException(
          "`" + text + "` calls " + function.group(1),
          "a function of the Flink CDC transform dialect that takes these types",
          "");
    }
    return new ExpressionException(
        "`" + text + "` (" + reason + ")", "types that fit the function or operator", "");
  }

  static ExpressionException unsupported(String text, Throwable e) {
    return new ExpressionException(
        "`" + text + "` cannot be evaluated (" + brief(reason(e)) + ")",
        "functions of the Flink CDC transform dialect with arguments of their types",
        "");
  }

  /** A compiler's message without its place in generated code and its list of candidates. */
  private static String brief(String message) {
    return firstSentence(message)
        .replaceFirst("^Line \\d+, Column \\d+: ", "")
        .replaceFirst("; candidates are:.*", "")
        .replaceAll("[a-z.]+\\.([A-Z])", "$1");
  }

  private static String reason(Throwable e) {
    Throwable last = e;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return String.valueOf(last.getMessage());
  }

  private static String firstSentence(String message) {
    int line = String.valueOf(message).indexOf('\n');
    String first = line < 0 ? String.valueOf(message) : message.substring(0, line);
    return first.strip();
  }

  /** The columns, the likeliest first. */
  private static String near(String name, TableSchema schema) {
    List<String> columns =
        schema.columns().stream()
            .map(Column::name)
            .sorted(Comparator.comparingInt(column -> Nearest.distance(name, column)))
            .collect(Collectors.toList());
    String shown = columns.stream().limit(SHOWN_COLUMNS).collect(Collectors.joining(", "));
    return columns.size() > SHOWN_COLUMNS ? shown + ", ..." : shown;
  }
}
