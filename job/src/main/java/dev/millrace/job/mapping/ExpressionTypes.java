package dev.millrace.job.mapping;

import dev.millrace.change.ColumnType;
import dev.millrace.job.mapping.functions.Numbers;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.flink.cdc.common.data.DateData;
import org.apache.flink.cdc.common.data.DecimalData;
import org.apache.flink.cdc.common.data.LocalZonedTimestampData;
import org.apache.flink.cdc.common.data.TimeData;
import org.apache.flink.cdc.common.data.TimestampData;

/**
 * How a column's values look inside an expression (Flink CDC's internal classes), and an
 * expression's result outside (the classes that {@link ColumnType.Kind} names).
 */
final class ExpressionTypes {

  /** Digits of the widest DECIMAL: MySQL has 65. */
  static final int MAX_PRECISION = 65;

  private ExpressionTypes() {}

  /** The SQL type that expressions are checked against. */
  static RelDataType sqlType(RelDataTypeFactory factory, ColumnType type) {
    return factory.createTypeWithNullability(notNull(factory, type), true);
  }

  private static RelDataType notNull(RelDataTypeFactory factory, ColumnType type) {
    switch (type.kind()) {
      case BOOLEAN:
        return factory.createSqlType(SqlTypeName.BOOLEAN);
      case SMALLINT:
        return factory.createSqlType(SqlTypeName.SMALLINT);
      case INTEGER:
        return factory.createSqlType(SqlTypeName.INTEGER);
      case BIGINT:
        return factory.createSqlType(SqlTypeName.BIGINT);
      case DECIMAL:
        return factory.createSqlType(SqlTypeName.DECIMAL, MAX_PRECISION, Math.max(type.scale(), 0));
      case REAL:
        return factory.createSqlType(SqlTypeName.FLOAT);
      case DOUBLE:
        return factory.createSqlType(SqlTypeName.DOUBLE);
      case BYTES:
        return factory.createSqlType(SqlTypeName.VARBINARY);
      case DATE:
        return factory.createSqlType(SqlTypeName.DATE);
      case TIME:
        return factory.createSqlType(SqlTypeName.TIME);
      case TIMESTAMP:
        return factory.createSqlType(SqlTypeName.TIMESTAMP);
      case TIMESTAMP_TZ:
        return factory.createSqlType(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE);
      case ARRAY:
        return factory.createArrayType(sqlType(factory, type.element()), -1);
      case STRING:
      default:
        return factory.createSqlType(SqlTypeName.VARCHAR);
    }
  }

  /** The class of an argument of this type; what {@link #toArgument} returns. */
  static Class<?> argumentClass(ColumnType type) {
    switch (type.kind()) {
      case DECIMAL:
        return DecimalData.class;
      case DATE:
        return DateData.class;
      case TIME:
        return TimeData.class;
      case TIMESTAMP:
        return TimestampData.class;
      case TIMESTAMP_TZ:
        return LocalZonedTimestampData.class;
      default:
        return type.kind().javaClass();
    }
  }

  /** A column's value as an argument. A TIME loses what is below the millisecond. */
  static Object toArgument(Object value) {
    if (value instanceof String || value instanceof Long || value instanceof Integer) {
      return value;
    } else if (value instanceof BigDecimal) {
      return Numbers.decimal((BigDecimal) value);
    } else if (value instanceof LocalDateTime) {
      return TimestampData.fromLocalDateTime((LocalDateTime) value);
    } else if (value instanceof Instant) {
      return LocalZonedTimestampData.fromInstant((Instant) value);
    } else if (value instanceof LocalDate) {
      return DateData.fromLocalDate((LocalDate) value);
    } else if (value instanceof LocalTime) {
      return TimeData.fromLocalTime((LocalTime) value);
    }
    return value;
  }

  /** An expression's result as a connector takes it. */
  static Object fromResult(Object result) {
    if (result instanceof String || result instanceof Long || result instanceof Integer) {
      return result;
    } else if (result instanceof DecimalData) {
      return ((DecimalData) result).toBigDecimal();
    } else if (result instanceof TimestampData) {
      return ((TimestampData) result).toLocalDateTime();
    } else if (result instanceof LocalZonedTimestampData) {
      return ((LocalZonedTimestampData) result).toInstant();
    } else if (result instanceof DateData) {
      return ((DateData) result).toLocalDate();
    } else if (result instanceof TimeData) {
      return ((TimeData) result).toLocalTime();
    } else if (result instanceof Byte) {
      return ((Byte) result).shortValue();
    }
    return result;
  }
}
