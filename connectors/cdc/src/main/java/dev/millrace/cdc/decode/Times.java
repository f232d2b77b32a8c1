package dev.millrace.cdc.decode;

import dev.millrace.change.ColumnType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Schema;

/** Dates and times, each by the name that Debezium gives its schema. */
final class Times {

  private static final String DATE = "io.debezium.time.Date";
  private static final String TIME = "io.debezium.time.Time";
  private static final String MICRO_TIME = "io.debezium.time.MicroTime";
  private static final String TIMESTAMP = "io.debezium.time.Timestamp";
  private static final String MICRO_TIMESTAMP = "io.debezium.time.MicroTimestamp";

  static Conversion conversion(Schema from, ColumnType to) {
    String name = String.valueOf(from.name());
    switch (to.kind()) {
      case DATE:
        return name.equals(DATE) ? value -> LocalDate.ofEpochDay((Integer) value) : null;
      case TIME:
        return name.equals(MICRO_TIME)
            ? value -> LocalTime.ofNanoOfDay((Long) value * 1_000)
            : name.equals(TIME)
                ? value -> LocalTime.ofNanoOfDay((Integer) value * 1_000_000L)
                : null;
      case TIMESTAMP:
        return name.equals(MICRO_TIMESTAMP)
            ? value -> local((Long) value, 1_000_000)
            : name.equals(TIMESTAMP) ? value -> local((Long) value, 1_000) : null;
      default:
        return from.type() == Schema.Type.STRING ? value -> instant((String) value) : null;
    }
  }

  /**
   * A MySQL TIME as MySQL prints it. It is a span of up to 838 hours, of either sign, which no time
   * of day can hold.
   */
  static Conversion duration(Schema from, ColumnType to) {
    if (!MICRO_TIME.equals(from.name())) {
      return Object::toString;
    }
    int digits = Math.max(0, new SourceColumn(from).length());
    return value -> duration((Long) value, digits);
  }

  private static String duration(long micros, int digits) {
    long span = Math.abs(micros);
    long seconds = span / 1_000_000;
    StringBuilder text = new StringBuilder(17);
    if (micros < 0) {
      text.append('-');
    }
    twoDigits(text, seconds / 3_600).append(':');
    twoDigits(text, seconds / 60 % 60).append(':');
    twoDigits(text, seconds % 60);
    if (digits > 0) {
      text.append('.');
      long fraction = span % 1_000_000;
      long unit = 100_000;
      for (int i = 0; i < digits; i++, unit /= 10) {
        text.append((char) ('0' + fraction / unit % 10));
      }
    }
    return text.toString();
  }

  private static StringBuilder twoDigits(StringBuilder text, long number) {
    return (number < 10 ? text.append('0') : text).append(number);
  }

  private static LocalDateTime local(long sinceEpoch, int unitsPerSecond) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(sinceEpoch, unitsPerSecond),
        (int) Math.floorMod(sinceEpoch, (long) unitsPerSecond) * (1_000_000_000 / unitsPerSecond),
        ZoneOffset.UTC);
  }

  /**
   * Debezium hands zoned times over as ISO text, nearly always {@code 2026-01-31T12:00:00[.f]Z};
   * the library's parser takes a microsecond for one, this a few dozen nanoseconds.
   */
  static Instant instant(String text) {
    int end = text.length() - 1;
    if (end < 19 || end > 29 || text.charAt(end) != 'Z' || text.charAt(10) != 'T') {
      return OffsetDateTime.parse(text).toInstant();
    }
    int nanos = 0;
    if (end > 19) {
      nanos = number(text, 20, end);
      for (int digit = end; digit < 29; digit++) {
        nanos *= 10;
      }
    }
    long day =
        LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10)).toEpochDay();
    int second = number(text, 11, 13) * 3_600 + number(text, 14, 16) * 60 + number(text, 17, 19);
    return Instant.ofEpochSecond(day * 86_400 + second, nanos);
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + (text.charAt(i) - '0');
    }
    return number;
  }

  private Times() {}
}
