package dev.millrace.crm.salesforce;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.crm.body.IsoText;
import dev.millrace.crm.body.ValueText;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes a value as a field takes it: dates as {@code yyyy-MM-dd}, times as ISO 8601 in UTC with
 * milliseconds, numbers as numbers without an exponent. Not thread safe.
 */
final class ValueWriter {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS'Z'", Locale.ROOT);

  private final char[] iso = new char[IsoText.LONGEST];

  /**
   * Writes JSON.
   *
   * @param value for which the kind has a form
   */
  void json(JsonGenerator json, FieldKind kind, Object value) throws IOException {
    Object form = kind.of(value);
    if (form == null) {
      json.writeNull();
    } else if (form instanceof String) {
      json.writeString((String) form);
    } else if (form instanceof LocalDate && IsoText.hasFourDigitYear((LocalDate) form)) {
      json.writeString(iso, 0, IsoText.date((LocalDate) form, iso));
    } else if (form instanceof LocalDateTime
        && IsoText.hasFourDigitYear(((LocalDateTime) form).toLocalDate())) {
      json.writeString(iso, 0, IsoText.utc((LocalDateTime) form, iso));
    } else if (kind == FieldKind.TEXT) {
      json.writeString(text(form));
    } else if (form instanceof Boolean) {
      json.writeBoolean((Boolean) form);
    } else if (form instanceof Long || form instanceof Integer || form instanceof Short) {
      json.writeNumber(((Number) form).longValue());
    } else if (form instanceof Number && isFinite((Number) form)) {
      json.writeNumber(ValueText.of(form));
    } else {
      json.writeString(text(form));
    }
  }

  /**
   * The value as text, as CSV and SOQL have it; null where it clears the field.
   *
   * @param value for which the kind has a form
   */
  static String text(FieldKind kind, Object value) {
    Object form = kind.of(value);
    return form == null ? null : text(form);
  }

  private static String text(Object form) {
    return form instanceof LocalTime ? TIME.format((LocalTime) form) : ValueText.of(form);
  }

  private static boolean isFinite(Number number) {
    return number instanceof BigDecimal || Double.isFinite(number.doubleValue());
  }
}
