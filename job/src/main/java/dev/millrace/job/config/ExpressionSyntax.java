package dev.millrace.job.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.config.Lex;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.validate.SqlConformanceEnum;

/** The grammar of the Flink CDC transform dialect: what can be told without knowing the table. */
public final class ExpressionSyntax {

  public static final String EXPECTED = "one expression of the Flink CDC transform dialect";

  private static final SqlParser.Config DIALECT =
      SqlParser.config()
          .withLex(Lex.JAVA)
          .withConformance(SqlConformanceEnum.MYSQL_5)
          .withCaseSensitive(true);

  /** A text without any of these may be a column's name, which need be no expression. */
  private static final Pattern PUNCTUATION = Pattern.compile("[()'<>=+*/|,]");

  private static final Pattern WORD =
      Pattern.compile("Encountered \"([A-Za-z_]\\w*)\" at.*", Pattern.DOTALL);

  private ExpressionSyntax() {}

  public static SqlNode parse(String text) throws SqlParseException {
    return SqlParser.create(text, DIALECT).parseExpression();
  }

  /** What is no expression whatever columns the table has is a fault. */
  static void check(Setting setting, Faults faults) {
    String text = setting.text();
    if (!PUNCTUATION.matcher(text).find()) {
      return;
    }
    try {
      parse(text);
    } catch (SqlParseException e) {
      Matcher word = WORD.matcher(reason(e));
      faults.add(
          setting.place(),
          complaint(text, e),
          EXPECTED,
          word.matches()
              ? "complete it; where '" + word.group(1) + "' is a column, put it in backticks"
              : "");
    }
  }

  /** What was found instead of an expression. */
  public static String complaint(String text, SqlParseException e) {
    return "`" + text + "` is not an expression (" + reason(e) + ")";
  }

  /** The parser's first sentence: the others list every word that it would have taken. */
  public static String reason(SqlParseException e) {
    String message = String.valueOf(e.getMessage());
    int line = message.indexOf('\n');
    return (line < 0 ? message : message.substring(0, line)).strip();
  }
}
