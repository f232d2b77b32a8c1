package dev.millrace.crm.hubspot;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.millrace.crm.body.IsoText;
import dev.millrace.crm.body.ValueText;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

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
      json.writeString(ValueText.of(value));
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
      json.writeString(ValueText.of(boxed));
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
      json.writeString(ValueText.of(value));
    }
  }
}
