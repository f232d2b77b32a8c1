package dev.millrace.cdc.decode;

import dev.millrace.change.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Schema;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Struct;

/**
 * From a value as Debezium hands it over to the Java class that its column's {@link
 * ColumnType.Kind} names. Most are the same object.
 */
@FunctionalInterface
interface Conversion {

  /** The converted value; never asked to convert null. */
  Object convert(Object value);

  Conversion SAME = value -> value;

  /**
   * The way from a Connect schema to a type. Connect's own types are told by {@link Schema#type},
   * what Debezium means by them by {@link Schema#name}.
   *
   * @throws IllegalStateException when there is none, which means that a dialect names a type that
   *     Debezium does not deliver for such a column
   */
  static Conversion of(Schema from, ColumnType to) {
    Conversion conversion = Unsigned.is(from, to) ? Unsigned.conversion(to) : find(from, to);
    if (conversion == null) {
      throw new IllegalStateException(
          "no conversion from " + from.type() + " " + from.name() + " to " + to.kind());
    }
    return conversion;
  }

  private static Conversion find(Schema from, ColumnType to) {
    Schema.Type type = from.type();
    switch (to.kind()) {
      case BOOLEAN:
        return type == Schema.Type.BOOLEAN ? SAME : value -> ((Number) value).intValue() != 0;
      case SMALLINT:
        return type == Schema.Type.INT16 ? SAME : value -> ((Number) value).shortValue();
      case INTEGER:
        return type == Schema.Type.INT32 ? SAME : value -> ((Number) value).intValue();
      case BIGINT:
        return type == Schema.Type.INT64 ? SAME : value -> ((Number) value).longValue();
      case REAL:
        return type == Schema.Type.FLOAT32 ? SAME : value -> ((Number) value).floatValue();
      case DOUBLE:
        return type == Schema.Type.FLOAT64 ? SAME : value -> ((Number) value).doubleValue();
      case DECIMAL:
        return Conversion::decimal;
      case STRING:
        return text(from, to);
      case BYTES:
        return Bytes.conversion(from, to);
      case DATE:
      case TIME:
      case TIMESTAMP:
      case TIMESTAMP_TZ:
        return Times.conversion(from, to);
      case ARRAY:
        return type == Schema.Type.ARRAY
            ? list(of(from.valueSchema(), to.element()))
            : type == Schema.Type.STRING ? PostgresArrays.conversion(to.element()) : null;
    }
    return null;
  }

  private static Object decimal(Object value) {
    if (value instanceof BigDecimal) {
      return value;
    }
    if (value instanceof Struct) {
      // io.debezium.data.VariableScaleDecimal: a numeric whose column has no scale.
      Struct number = (Struct) value;
      return new BigDecimal(new BigInteger(number.getBytes("value")), number.getInt32("scale"));
    }
    return BigDecimal.valueOf(((Number) value).longValue());
  }

  private static Conversion text(Schema from, ColumnType to) {
    switch (from.type()) {
      case STRING:
        return hasEscapedOptions(from) ? value -> ((String) value).replace("\\,", ",") : SAME;
      case BYTES:
        return Bytes::text;
      case INT64:
        return Times.duration(from, to);
      default:
        return Object::toString;
    }
  }

  /**
   * Debezium escapes the commas of a MySQL enum's options, and what it reads from the binlog (not
   * what the snapshot reads) keeps the escapes.
   */
  private static boolean hasEscapedOptions(Schema from) {
    return "io.debezium.data.Enum".equals(from.name())
        && from.parameters().getOrDefault("allowed", "").contains("\\,");
  }

  private static Conversion list(Conversion element) {
    return value -> {
      List<?> raw = (List<?>) value;
      if (element == SAME) {
        return Collections.unmodifiableList(raw);
      }
      List<Object> converted = new ArrayList<>(raw.size());
      for (Object each : raw) {
        converted.add(each == null ? null : element.convert(each));
      }
      return Collections.unmodifiableList(converted);
    };
  }
}
