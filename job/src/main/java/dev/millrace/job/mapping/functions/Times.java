package dev.millrace.job.mapping.functions;

import java.text.ParsePosition;
import java.text.SimpleDateFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Date;
import java.util.Locale;
import java.util.TimeZone;
import org.apache.flink.cdc.common.data.DateData;
import org.apache.flink.cdc.common.data.LocalZonedTimestampData;
import org.apache.flink.cdc.common.data.TimeData;
import org.apache.flink.cdc.common.data.TimestampData;
import org.apache.flink.cdc.common.utils.DateTimeUtils;

/** Functions of dates and times. A null gives null. Patterns are of {@link SimpleDateFormat}. */
public final class Times {

  private static final String DATE_PATTERN = "yyyy-MM-dd";
  private static final String TIMESTAMP_PATTERN = "yyyy-MM-dd HH:mm:ss";

  private Times() {}

  public static DateData sqlToDate(String text, String zone) {
    return sqlToDate(text, DATE_PATTERN, zone);
  }

  public static DateData sqlToDate(String text, String pattern, String zone) {
    return text == null
        ? null
        : DateData.fromLocalDate(parse(text, pattern, zone).atZone(ZoneId.of(zone)).toLocalDate());
  }

  public static TimestampData sqlToTimestamp(String text, String zone) {
    return sqlToTimestamp(text, TIMESTAMP_PATTERN, zone);
  }

  public static TimestampData sqlToTimestamp(String text, String pattern, String zone) {
    return text == null
        ? null
        : TimestampData.fromLocalDateTime(
            parse(text, pattern, zone).atZone(ZoneId.of(zone)).toLocalDateTime());
  }

  public static Long sqlUnixTimestamp(String text, String zone) {
    return sqlUnixTimestamp(text, TIMESTAMP_PATTERN, zone);
  }

  public static Long sqlUnixTimestamp(String text, String pattern, String zone) {
    return text == null ? null : (Long) parse(text, pattern, zone).getEpochSecond();
  }

  public static String sqlFromUnixtime(Object seconds, String zone) {
    return sqlFromUnixtime(seconds, TIMESTAMP_PATTERN, zone);
  }

  public static String sqlFromUnixtime(Object seconds, String pattern, String zone) {
    return seconds == null
        ? null
        : DateTimeUtils.formatUnixTimestamp(
            Numbers.number(seconds).longValueExact(), pattern, TimeZone.getTimeZone(zone));
  }

  private static Instant parse(String text, String pattern, String zone) {
    SimpleDateFormat format = new SimpleDateFormat(pattern, Locale.ROOT);
    format.setTimeZone(TimeZone.getTimeZone(zone));
    Date date = format.parse(text, new ParsePosition(0));
    if (date == null) {
      throw new IllegalArgumentException("text is not of the form " + pattern);
    }
    return date.toInstant();
  }

  public static DateData sqlCastToDate(Object value, String zone) {
    if (value == null || value instanceof DateData) {
      return (DateData) value;
    } else if (value instanceof TimestampData) {
      return DateData.fromLocalDate(((TimestampData) value).toLocalDateTime().toLocalDate());
    } else if (value instanceof LocalZonedTimestampData) {
      Instant instant = ((LocalZonedTimestampData) value).toInstant();
      return DateData.fromLocalDate(instant.atZone(ZoneId.of(zone)).toLocalDate());
    }
    return DateData.fromLocalDate(LocalDate.parse(value.toString()));
  }

  public static TimestampData sqlCastToTimestamp(Object value, String zone) {
    if (value == null || value instanceof TimestampData) {
      return (TimestampData) value;
    } else if (value instanceof DateData) {
      return TimestampData.fromLocalDateTime(((DateData) value).toLocalDate().atStartOfDay());
    } else if (value instanceof LocalZonedTimestampData) {
      Instant instant = ((LocalZonedTimestampData) value).toInstant();
      return TimestampData.fromLocalDateTime(LocalDateTime.ofInstant(instant, ZoneId.of(zone)));
    }
    return TimestampData.fromLocalDateTime(LocalDateTime.parse(value.toString().replace(' ', 'T')));
  }

  public static TimeData sqlCastToTime(Object value) {
    if (value == null || value instanceof TimeData) {
      return (TimeData) value;
    } else if (value instanceof TimestampData) {
      return TimeData.fromLocalTime(((TimestampData) value).toLocalDateTime().toLocalTime());
    }
    return TimeData.fromLocalTime(LocalTime.parse(value.toString()));
  }
}
