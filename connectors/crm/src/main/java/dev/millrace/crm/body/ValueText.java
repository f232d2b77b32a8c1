package dev.millrace.crm.body;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * A value as text: dates as {@code yyyy-MM-dd}, times as ISO 8601 in UTC with milliseconds, numbers
 * as plain decimals, bytes in Base64, the elements of a list joined by semicolons.
 */
public final class ValueText {

  private static final DateTimeFormatter UTC_MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private ValueText() {}

  /**
   * @param value of a class that {@link dev.millrace.change.ColumnType.Kind} names; not null
   */
  public static String of(Object value) {
    if (value instanceof String
        || value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Boolean
        || value instanceof BigInteger) {
      return value.toString();
    }
    if (value instanceof BigDecimal) {
      return ((BigDecimal) value).toPlainString();
    }
    if (value instanceof Double || value instanceof Float) {
      // NaN and the infinities go as they are: CRMs refuse them, and the dead letter says why.
      String text = value.toString();
      return text.indexOf('E') < 0 ? text : new BigDecimal(text).toPlainString();
    }
    if (value instanceof LocalDate) {
      return value.toString();
    }
    if (value instanceof LocalTime) {
      return DateTimeFormatter.ISO_LOCAL_TIME.format((LocalTime) value);
    }
    if (value instanceof Instant) {
      return UTC_MILLIS.format((Instant) value);
    }
    if (value instanceof LocalDateTime) {
      return UTC_MILLIS.format(((LocalDateTime) value).toInstant(ZoneOffset.UTC));
    }
    if (value instanceof byte[]) {
      return Base64.getEncoder().encodeToString((byte[]) value);
    }
    if (value instanceof List) {
      return options((List<?>) value);
    }
    throw new IllegalArgumentException("no form for a value of " + value.getClass());
  }

  /**
   * Nulls and empty texts are no options, and left out: HubSpot adds what starts with a semicolon
   * to the options that are set, instead of replacing them.
   */
  private static String options(List<?> elements) {
    StringBuilder joined = new StringBuilder();
    for (Object element : elements) {
      String option = element == null ? "" : of(element);
      if (!option.isEmpty()) {
        if (joined.length() > 0) {
          joined.append(';');
        }
        joined.append(option);
      }
    }
    return joined.toString();
  }
}
