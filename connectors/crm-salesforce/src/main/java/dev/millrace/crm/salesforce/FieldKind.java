package dev.millrace.crm.salesforce;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * What a field takes, as far as Salesforce refuses a whole call for one value of another form. Each
 * kind makes of a value what is to be written: null, a String, Boolean, Number, LocalDate,
 * LocalDateTime in UTC or LocalTime.
 */
enum FieldKind {
  /** Not known: written by the value's own class. */
  ANY {
    @Override
    Object form(Object value) {
      return value instanceof Instant ? dateTime(value) : value;
    }
  },
  TEXT {
    @Override
    Object form(Object value) {
      return value instanceof Instant ? dateTime(value) : value;
    }
  },
  NUMBER {
    @Override
    Object form(Object value) {
      if (value instanceof Double || value instanceof Float) {
        double number = ((Number) value).doubleValue();
        return Double.isFinite(number) ? value : MISFIT;
      }
      if (value instanceof Number) {
        return value;
      }
      try {
        return value instanceof String ? new BigDecimal(((String) value).trim()) : MISFIT;
      } catch (NumberFormatException e) {
        return MISFIT;
      }
    }
  },
  /** Has no null: a checkbox is set or it is not. */
  BOOLEAN {
    @Override
    Object form(Object value) {
      if (value instanceof Boolean) {
        return value;
      }
      String text = value instanceof Number || value instanceof String ? value.toString() : "";
      return text.equalsIgnoreCase("true") || text.equals("1")
          ? Boolean.TRUE
          : text.equalsIgnoreCase("false") || text.equals("0") ? Boolean.FALSE : MISFIT;
    }
  },
  DATE {
    @Override
    Object form(Object value) {
      if (value instanceof LocalDate) {
        return value;
      }
      Object time = dateTime(value);
      return time == MISFIT ? MISFIT : ((LocalDateTime) time).toLocalDate();
    }
  },
  DATETIME {
    @Override
    Object form(Object value) {
      return dateTime(value);
    }
  },
  TIME {
    @Override
    Object form(Object value) {
      if (value instanceof LocalTime) {
        return value;
      }
      try {
        return value instanceof String ? LocalTime.parse((String) value) : MISFIT;
      } catch (DateTimeException e) {
        return MISFIT;
      }
    }
  };

  /** What stands for a value that a field of the kind does not take. */
  static final Object MISFIT = new Object();

  /**
   * A value as the kind takes it; null where that clears the field, {@link #MISFIT} when it is of
   * another form.
   */
  final Object of(Object value) {
    if (value == null || (this != TEXT && "".equals(value))) {
      return this == BOOLEAN ? Boolean.FALSE : null;
    }
    return form(value);
  }

  /** As {@link #of}, of a value that is not null nor empty. */
  abstract Object form(Object value);

  /** The kind of a field by the {@code type} of its description. */
  static FieldKind ofType(String type) {
    switch (type) {
      case "double":
      case "currency":
      case "percent":
      case "int":
      case "long":
        return NUMBER;
      case "boolean":
        return BOOLEAN;
      case "date":
        return DATE;
      case "datetime":
        return DATETIME;
      case "time":
        return TIME;
      default:
        return TEXT;
    }
  }

  private static Object dateTime(Object value) {
    if (value instanceof LocalDateTime) {
      return value;
    }
    if (value instanceof Instant) {
      Instant instant = (Instant) value;
      return LocalDateTime.ofEpochSecond(
          instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
    }
    if (value instanceof LocalDate) {
      return ((LocalDate) value).atStartOfDay();
    }
    return value instanceof String ? parsed(((String) value).trim().replace(' ', 'T')) : MISFIT;
  }

  private static Object parsed(String text) {
    try {
      if (text.indexOf('T') < 0) {
        return LocalDate.parse(text).atStartOfDay();
      }
      boolean hasOffset = text.endsWith("Z") || text.matches(".*T.*[+-].*");
      return hasOffset
          ? OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()
          : LocalDateTime.parse(text);
    } catch (DateTimeException e) {
      return MISFIT;
    }
  }
}
