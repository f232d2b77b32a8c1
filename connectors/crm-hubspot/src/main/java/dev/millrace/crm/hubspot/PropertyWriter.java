package dev.millrace.crm.hubspot;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
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
 * Writes a value in the form that HubSpot takes for it: dates as {@code yyyy-MM-dd}, times as ISO
 * 8601 in UTC with milliseconds, numbers as plain decimals, several options joined by semicolons,
 * null as the empty text, which clears the property (a JSON null is ignored). Not thread safe.
 */
final class PropertyWriter {

  private static final SerializedString TRUE = new SerializedString("true");
  private static final SerializedString FALSE = new SerializedString("false");

  /** Doubles below this hold every integer exactly, and print it without an exponent as a long. */
  private static final double WHOLE = 1L << 53;

  /** Decimals of up to this many digits fit a long. */
  private static final int LONG_DIGITS = 18;

  private static final DateTimeFormatter UTC_MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private final char[] iso = new char[IsoText.LONGEST];

  /**
   * @param value of a class that {@link dev.millrace.change.ColumnType.Kind} names, or null
   */
  void write(JsonGenerator json, Object value) throws IOException {
    if (value == null) {
      json.writeString("");
    } else if (value instanceof String) {
      json.writeString((String) value);
    } else if (value instanceof Long || value instanceof Integer || value instanceof Short) {
      json.writeNumber(((Number) value).longValue());
    } else if (value instanceof Boolean) {
      json.writeString((Boolean) value ? TRUE : FALSE);
    } else if (value instanceof BigDecimal) {
      write(json, (BigDecimal) value);
    } else if (value instanceof Double) {
      write(json, (Double) value, value);
    } else if (value instanceof Float) {
      write(json, (Float) value, value);
    } else if (value instanceof LocalDate) {
      write(json, (LocalDate) value);
    } else if (value instanceof Instant) {
      Instant instant = (Instant) value;
      write(
          json,
          LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC));
    } else if (value instanceof LocalDateTime) {
      write(json, (LocalDateTime) value);
    } else if (value instanceof byte[]) {
      json.writeBinary((byte[]) value);
    } else {
      json.writeString(text(value));
    }
  }

  private static void write(JsonGenerator json, BigDecimal value) throws IOException {
    if (value.scale() == 0 && value.precision() <= LONG_DIGITS) {
      json.writeNumber(value.longValue());
    } else {
      json.writeString(value.toPlainString());
    }
  }

  private static void write(JsonGenerator json, double value, Object boxed) throws IOException {
    if (value == Math.rint(value) && Math.abs(value) < WHOLE) {
      json.writeNumber((long) value);
    } else {
      json.writeString(text(boxed));
    }
  }

  private void write(JsonGenerator json, LocalDate value) throws IOException {
    if (IsoText.hasFourDigitYear(value)) {
      json.writeString(iso, 0, IsoText.date(value, iso));
    } else {
      json.writeString(value.toString());
    }
  }

  private void write(JsonGenerator json, LocalDateTime value) throws IOException {
    if (IsoText.hasFourDigitYear(value.toLocalDate())) {
      json.writeString(iso, 0, IsoText.utc(value, iso));
    } else {
      json.writeString(text(value));
    }
  }

  /** The value as text: of an element of a list, and of what is rare. */
  private static String text(Object value) {
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
      // NaN and the infinities go as they are: HubSpot refuses them, and the dead letter says why.
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
   * The elements joined by semicolons. Nulls and empty texts are no options, and left out: a text
   * that starts with a semicolon would be added to the options that are set, not replace them.
   */
  private static String options(List<?> elements) {
    StringBuilder joined = new StringBuilder();
    for (Object element : elements) {
      String option = element == null ? "" : text(element);
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
