package dev.millrace.job.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.change.ColumnType.Kind;
import dev.millrace.change.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class ExpressionTest {

  private static final TestTable TABLE =
      new TestTable(
          "id",
          Kind.BIGINT,
          "email",
          Kind.STRING,
          "missing",
          Kind.STRING,
          "amount",
          Kind.DECIMAL,
          "created",
          Kind.TIMESTAMP,
          "seen",
          Kind.TIMESTAMP_TZ,
          "n",
          Kind.INTEGER,
          "nil",
          Kind.INTEGER,
          "flag",
          Kind.BOOLEAN,
          "day",
          Kind.DATE,
          "Full Name",
          Kind.STRING,
          "small",
          Kind.SMALLINT,
          "ratio",
          Kind.DOUBLE,
          "bytes",
          Kind.BYTES,
          "now",
          Kind.STRING,
          "clock",
          Kind.TIME,
          "single",
          Kind.REAL,
          "tags",
          Kind.ARRAY,
          "unchanged",
          Kind.STRING);

  private static final byte[] BYTES = {1, 2};

  private static final Object[] ROW = {
    7L,
    "A@B.c",
    null,
    new BigDecimal("12.50"),
    LocalDateTime.of(2020, 1, 2, 3, 4, 5, 123_456_000),
    Instant.parse("2020-01-02T03:04:05.123456Z"),
    3,
    null,
    true,
    LocalDate.of(2020, 1, 2),
    "Ann \"A\" Lee",
    (short) 4,
    1.5,
    BYTES,
    "a column",
    LocalTime.of(1, 2, 3, 456_789_000),
    2.5f,
    List.of("p", "q"),
    Row.UNCHANGED
  };

  static final List<Arguments> RESULTS =
      List.of(
          // Plain columns come out as they went in.
          Arguments.of("id", 7L),
          Arguments.of("bytes", BYTES),
          Arguments.of("clock", LocalTime.of(1, 2, 3, 456_789_000)),
          Arguments.of("tags", List.of("p", "q")),
          Arguments.of("day", LocalDate.of(2020, 1, 2)),
          Arguments.of("`Full Name`", "Ann \"A\" Lee"),
          Arguments.of("Full Name", "Ann \"A\" Lee"),
          Arguments.of("now", "a column"),
          // Casts.
          Arguments.of("CAST(id AS VARCHAR)", "7"),
          Arguments.of("CAST(amount AS VARCHAR)", "12.50"),
          Arguments.of("CAST(created AS VARCHAR)", "2020-01-02T03:04:05.123456"),
          Arguments.of("CAST(amount AS DECIMAL(30, 1))", new BigDecimal("12.5")),
          Arguments.of("CAST(amount AS INT)", 12),
          Arguments.of("CAST(id AS INT)", 7),
          Arguments.of("CAST(created AS DATE)", LocalDate.of(2020, 1, 2)),
          Arguments.of(
              "CAST(seen AS TIMESTAMP)", LocalDateTime.parse("2020-01-02T03:04:05.123456")),
          Arguments.of("CAST(created AS TIME)", LocalTime.of(3, 4, 5, 123_000_000)),
          Arguments.of("CAST(email AS INTEGER)", null),
          Arguments.of("CAST(missing AS VARCHAR)", null),
          // Text.
          Arguments.of("LOWER(email)", "a@b.c"),
          Arguments.of("UPPER(`Full Name`)", "ANN \"A\" LEE"),
          Arguments.of("LOWER(missing)", null),
          Arguments.of("LOWER(now)", "a column"),
          Arguments.of("CONCAT(email, ' ', 'x', id)", "A@B.c x7"),
          Arguments.of("CONCAT(email, missing)", null),
          Arguments.of("email || '-' || n", "A@B.c-3"),
          Arguments.of("TRIM('  x ')", "x"),
          Arguments.of("TRIM(LEADING 'A' FROM email)", "@B.c"),
          Arguments.of("SUBSTRING(email FROM 3 FOR 1)", "B"),
          Arguments.of("SUBSTR(email, -2)", ".c"),
          Arguments.of("CHAR_LENGTH(email)", 5),
          Arguments.of("REGEXP_REPLACE(email, '[@.]', '#')", "A#B#c"),
          Arguments.of("'say \"hi\" \\ it''s é'", "say \"hi\" \\ it's é"),
          // Arithmetic: exact, of the type that SQL gives it.
          Arguments.of("(n + 1) * 2", 8),
          Arguments.of("id + n", 10L),
          Arguments.of("small + 1", 5),
          Arguments.of("n / 2", 1),
          Arguments.of("n % 2", 1),
          Arguments.of("n * 1.5", new BigDecimal("4.5")),
          Arguments.of("amount * 2", new BigDecimal("25.00")),
          Arguments.of("ratio * n", 4.5),
          Arguments.of("single + 1", 3.5f),
          Arguments.of("nil + 1", null),
          Arguments.of("ABS(amount - 20)", new BigDecimal("7.50")),
          Arguments.of("ROUND(amount, 1)", new BigDecimal("12.5")),
          Arguments.of("CEIL(amount)", new BigDecimal("13")),
          Arguments.of("FLOOR(ratio)", 1.0),
          // Choices.
          Arguments.of("COALESCE(missing, email)", "A@B.c"),
          Arguments.of("COALESCE(nil, 0)", 0),
          Arguments.of("COALESCE(amount, 0)", new BigDecimal("12.50")),
          Arguments.of("IF(flag, nil, 0)", null),
          Arguments.of("CASE WHEN n > 2 THEN 'big' ELSE 'small' END", "big"),
          Arguments.of("CASE n WHEN 1 THEN 'one' WHEN 3 THEN 'three' END", "three"),
          Arguments.of("CASE WHEN nil > 1 THEN 'a' WHEN nil IS NULL THEN 'b' END", "b"),
          // Times.
          Arguments.of("DATE_FORMAT(created, 'yyyy-MM-dd')", "2020-01-02"),
          Arguments.of("DATE_FORMAT(seen, 'HH:mm')", "03:04"),
          Arguments.of("TO_DATE('2020-05-06')", LocalDate.of(2020, 5, 6)),
          Arguments.of(
              "TO_TIMESTAMP('2020-05-06 07:08:09')", LocalDateTime.of(2020, 5, 6, 7, 8, 9)),
          Arguments.of("TO_DATE(missing)", null),
          Arguments.of("UNIX_TIMESTAMP('1970-01-02 00:00:00')", 86_400L),
          Arguments.of("FROM_UNIXTIME(id)", "1970-01-01 00:00:07"),
          Arguments.of("TIMESTAMPDIFF(DAY, created, seen)", 0),
          Arguments.of(
              "TIMESTAMPADD(DAY, 1, created)", LocalDateTime.of(2020, 1, 3, 3, 4, 5, 123_000_000)),
          // What the log left out stays left out.
          Arguments.of("unchanged", Row.UNCHANGED),
          Arguments.of("LOWER(unchanged)", Row.UNCHANGED));

  @ParameterizedTest
  @FieldSource("RESULTS")
  void givesTheValueOfItsType(String expression, Object expected) throws Exception {
    assertThat(evaluate(expression)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "id = 7; true",
        "email = 'A@B.c'; true",
        "missing <> 'x'; false",
        "missing = 'x'; false",
        "NOT flag; false",
        "flag = true; true",
        "flag IS NOT TRUE; false",
        "missing IS NULL; true",
        "email IS NOT NULL; true",
        "amount > 10; true",
        "amount >= 12.5; true",
        "12 < amount; true",
        "n BETWEEN 1 AND 3; true",
        "id NOT BETWEEN 1 AND 5; true",
        "id IN (1, 7); true",
        "email NOT IN ('a', 'b'); true",
        "missing IN ('a'); false",
        "missing NOT IN ('a'); false",
        "email LIKE 'A%'; true",
        "email LIKE '_@%'; true",
        "email NOT LIKE 'B%'; true",
        "missing LIKE '%'; false",
        "`day` > '2020-01-01'; true",
        "created > TIMESTAMP '2020-01-01 00:00:00'; true",
        // Without the parentheses each of these would be the other.
        "email = 'z' AND (missing IS NULL OR flag); false",
        "(email = 'z' AND missing IS NULL) OR flag; true",
        // The second half is not looked at.
        "n <> 3 AND 1 / (n - 3) > 0; false",
        "n = 3 OR 1 / (n - 3) > 0; true"
      })
  void decides(String expression, boolean expected) throws Exception {
    CompiledExpression condition = new ExpressionCompiler(TABLE.schema()).condition(expression);
    assertThat(condition.evaluate(ROW)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "LOWER(email), true",
    "UNIX_TIMESTAMP('1970-01-02 00:00:00'), true",
    "NOW(), false",
    "CURRENT_DATE, false",
    "UUID(), false",
    "UNIX_TIMESTAMP(), false"
  })
  void knowsWhetherEqualRowsGiveEqualResults(String expression, boolean expected) throws Exception {
    CompiledExpression compiled = new ExpressionCompiler(TABLE.schema()).compile(expression);
    assertThat(compiled.deterministic()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "emial; names the column 'emial'; a column of shop.customers: email,",
        "LOWER(customers.email); names the column 'customers'; a column of shop.customers: ",
        "SHOUT(email); calls SHOUT(<CHARACTER>); a function of the Flink CDC transform dialect",
        "LOWER(email; is not an expression; one expression",
        "email, id; is not an expression; one expression",
        "SELECT 1; is not an expression; one expression",
        "id > ALL (SELECT 1); cannot be evaluated; functions of the Flink CDC transform dialect",
        "day + 1; reserved word day; a column in backticks",
        "CAST(id AS STRING); names the type STRING; VARCHAR",
        "created + INTERVAL '1' DAY; TIMESTAMPADD; functions of the Flink CDC transform dialect",
        "DATE_FORMAT(email, 'yyyy'); cannot be evaluated; arguments of their types",
        "ABS(n, 1); Invalid number of arguments; types that fit",
        "NULL; has no type; an expression with a type"
      })
  void refusesWhatItCannotRunInTheUsersWords(String expression, String found, String expected) {
    assertThatThrownBy(() -> new ExpressionCompiler(TABLE.schema()).compile(expression))
        .isInstanceOfSatisfying(
            ExpressionException.class,
            e -> {
              assertThat(e.found()).contains(expression).contains(found);
              assertThat(e.expected()).contains(expected);
            });
  }

  @Test
  void refusesAFilterThatIsNoCondition() {
    assertThatThrownBy(() -> new ExpressionCompiler(TABLE.schema()).condition("email"))
        .hasMessage("`email` is of type VARCHAR; expected a condition (BOOLEAN)");
  }

  @ParameterizedTest
  @CsvSource({"CAST(email AS TIMESTAMP)", "TO_TIMESTAMP(email)", "n + 2147483647", "n / (n - 3)"})
  void failsWithoutQuotingAValue(String expression) {
    assertThatThrownBy(() -> evaluate(expression))
        .isInstanceOf(UnmappableRow.class)
        .hasMessageStartingWith("`" + expression + "` failed with ")
        .hasMessageNotContaining("A@B.c")
        .hasNoCause();
  }

  private static Object evaluate(String expression) throws ExpressionException {
    return new ExpressionCompiler(TABLE.schema()).compile(expression).evaluate(ROW.clone());
  }

  @Test
  void takesADecimalOfAnySize() throws Exception {
    Object[] row = ROW.clone();
    for (String digits :
        Arrays.asList("0.001", "1E+3", "-0.10", "99999999999999999999999999999999999999999.5")) {
      row[3] = new BigDecimal(digits);
      Object text =
          new ExpressionCompiler(TABLE.schema()).compile("CAST(amount AS VARCHAR)").evaluate(row);
      assertThat(text).isEqualTo(new BigDecimal(digits).toPlainString());
    }
  }
}
