package dev.millrace.cdc.decode;

import dev.millrace.change.ColumnType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Postgres arrays by their text, {@code {1,NULL,"a, b"}}, as the server writes it; arrays in arrays
 * become lists in lists. The text is how an array of any type arrives: Debezium's own arrays lose
 * fractions of a second, know only some element types and cannot say that the log left one out.
 */
final class PostgresArrays {

  private static final DateTimeFormatter ZONED =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendPattern("x")
          .toFormatter(Locale.ROOT);

  private final String text;
  private final Function<String, Object> element;
  private int at;

  private PostgresArrays(String text, Function<String, Object> element) {
    this.text = text;
    this.element = element;
    // Bounds other than 1 stand before the array: [0:2]={...}
    this.at = text.indexOf('{');
  }

  static Conversion conversion(ColumnType element) {
    Function<String, Object> value = orNull(element(element));
    return text -> new PostgresArrays((String) text, value).list();
  }

  private List<Object> list() {
    List<Object> list = new ArrayList<>();
    at++;
    while (text.charAt(at) != '}') {
      char next = text.charAt(at);
      if (next == ',') {
        at++;
      } else if (next == '{') {
        list.add(list());
      } else if (next == '"') {
        list.add(element.apply(quoted()));
      } else {
        String plain = plain();
        list.add(plain.equalsIgnoreCase("NULL") ? null : element.apply(plain));
      }
    }
    at++;
    return Collections.unmodifiableList(list);
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    at++;
    while (text.charAt(at) != '"') {
      if (text.charAt(at) == '\\') {
        at++;
      }
      value.append(text.charAt(at++));
    }
    at++;
    return value.toString();
  }

  private String plain() {
    int start = at;
    while (text.charAt(at) != ',' && text.charAt(at) != '}') {
      at++;
    }
    return text.substring(start, at);
  }

  /**
   * What has no value of the type, as {@code NaN} of a numeric or {@code infinity} of a date, is
   * null, as it is where it is no array's element.
   */
  private static Function<String, Object> orNull(Function<String, Object> element) {
    return text -> {
      try {
        return element.apply(text);
      } catch (NumberFormatException | DateTimeException e) {
        return null;
      }
    };
  }

  private static Function<String, Object> element(ColumnType type) {
    switch (type.kind()) {
      case BOOLEAN:
        return text -> text.equals("t") || text.equals("true") || text.equals("1");
      case SMALLINT:
        return Short::valueOf;
      case INTEGER:
        return Integer::valueOf;
      case BIGINT:
        return Long::valueOf;
      case DECIMAL:
        return BigDecimal::new;
      case REAL:
        return Float::valueOf;
      case DOUBLE:
        return Double::valueOf;
      case BYTES:
        return PostgresArrays::bytes;
      case DATE:
        return text -> LocalDate.parse(year(text));
      case TIME:
        return LocalTime::parse;
      case TIMESTAMP:
        return text -> LocalDateTime.parse(year(text).replace(' ', 'T'));
      case TIMESTAMP_TZ:
        return text -> OffsetDateTime.parse(year(text), ZONED).toInstant();
      default:
        return text -> text;
    }
  }

  /**
   * A date, alone or in front of a time, with its year as Java writes it: the year before 1 is 0,
   * and one of more than four digits has a sign.
   */
  private static String year(String text) {
    boolean beforeChrist = text.endsWith(" BC");
    int end = text.indexOf('-');
    if (!beforeChrist && end <= 4) {
      return text;
    }
    int year = Integer.parseInt(text.substring(0, end));
    String rest = text.substring(end, text.length() - (beforeChrist ? 3 : 0));
    return beforeChrist
        ? String.format(year == 1 ? "%04d" : "%05d", 1 - year) + rest
        : "+" + year + rest;
  }

  /** A bytea in the server's hex format. */
  private static byte[] bytes(String text) {
    byte[] bytes = new byte[text.length() / 2 - 1];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(text, 2 * i + 2, 2 * i + 4, 16);
    }
    return bytes;
  }
}
