package dev.millrace.crm.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.crm.body.IsoText;
import dev.millrace.crm.body.ValueText;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Writes a value in its own JSON type: numbers exactly and without an exponent, dates as {@code
 * yyyy-MM-dd}, times as ISO 8601 in UTC with milliseconds, bytes in Base64, lists as arrays, null
 * as null. Not thread safe.
 */
final class ValueWriter {

  private final char[] iso = new char[IsoText.LONGEST];

  /**
   * @param value of a class that {@link dev.millrace.change.ColumnType.Kind} names, or null
   */
  void write(JsonGenerator json, Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof String) {
      json.writeString((String) value);
    } else if (value instanceof Long || value instanceof Integer || value instanceof Short) {
      json.writeNumber(((Number) value).longValue());
    } else if (value instanceof Boolean) {
      json.writeBoolean((Boolean) value);
    } else if (value instanceof Number && isFinite((Number) value)) {
      json.writeNumber(ValueText.of(value));
    } else if (value instanceof LocalDate && IsoText.hasFourDigitYear((LocalDate) value)) {
      json.writeString(iso, 0, IsoText.date((LocalDate) value, iso));
    } else if (value instanceof Instant) {
      Instant instant = (Instant) value;
      time(
          json,
          LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC));
    } else if (value instanceof LocalDateTime) {
      time(json, (LocalDateTime) value);
    } else if (value instanceof byte[]) {
      json.writeBinary((byte[]) value);
    } else if (value instanceof List) {
      json.writeStartArray();
      for (Object element : (List<?>) value) {
        write(json, element);
      }
      json.writeEndArray();
    } else {
      json.writeString(ValueText.of(value));
    }
  }

  private void time(JsonGenerator json, LocalDateTime value) throws IOException {
    if (IsoText.hasFourDigitYear(value.toLocalDate())) {
      json.writeString(iso, 0, IsoText.utc(value, iso));
    } else {
      json.writeString(ValueText.of(value));
    }
  }

  /** JSON has no other numbers. */
  private static boolean isFinite(Number number) {
    return number instanceof BigDecimal
        || number instanceof BigInteger
        || Double.isFinite(number.doubleValue());
  }
}
