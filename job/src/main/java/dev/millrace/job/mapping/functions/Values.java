package dev.millrace.job.mapping.functions;

import org.apache.flink.cdc.common.data.DateData;
import org.apache.flink.cdc.common.data.DecimalData;
import org.apache.flink.cdc.common.data.LocalZonedTimestampData;
import org.apache.flink.cdc.common.data.TimeData;
import org.apache.flink.cdc.common.data.TimestampData;

/** A value as the type that the expression was found to have when it was checked. */
public final class Values {

  private Values() {}

  public static Object sqlValue(Object value) {
    return value;
  }

  public static Boolean sqlAsBoolean(Object value) {
    return (Boolean) value;
  }

  public static Short sqlAsShort(Object value) {
    return value == null ? null : (Short) Numbers.number(value).shortValueExact();
  }

  public static Integer sqlAsInteger(Object value) {
    return value == null ? null : (Integer) Numbers.number(value).intValueExact();
  }

  public static Long sqlAsLong(Object value) {
    return value == null ? null : (Long) Numbers.number(value).longValueExact();
  }

  public static DecimalData sqlAsDecimal(Object value) {
    return value == null || value instanceof DecimalData
        ? (DecimalData) value
        : Numbers.decimal(Numbers.number(value));
  }

  public static Float sqlAsFloat(Object value) {
    return value == null ? null : (Float) Numbers.number(value).floatValue();
  }

  public static Double sqlAsDouble(Object value) {
    return value == null || value instanceof Double
        ? (Double) value
        : (Double) Numbers.number(value).doubleValue();
  }

  public static String sqlAsString(Object value) {
    return value == null ? null : value.toString();
  }

  public static DateData sqlAsDate(Object value) {
    return (DateData) value;
  }

  public static TimeData sqlAsTime(Object value) {
    return (TimeData) value;
  }

  public static TimestampData sqlAsTimestamp(Object value) {
    return (TimestampData) value;
  }

  public static LocalZonedTimestampData sqlAsZoned(Object value) {
    return (LocalZonedTimestampData) value;
  }
}
