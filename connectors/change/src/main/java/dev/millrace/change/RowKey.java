package dev.millrace.change;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a row is found by again: its table and the values of its primary key, as texts that survive
 * in a checkpoint and in a file. It holds values, if only those of the key: never for a log.
 */
public final class RowKey {

  private final TableId table;
  private final Map<String, String> columns;

  /**
   * @param columns value by primary key column, in key order; none null
   */
  public RowKey(TableId table, Map<String, String> columns) {
    this.table = Objects.requireNonNull(table, "table");
    this.columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    this.columns.forEach((name, value) -> Objects.requireNonNull(value, name));
  }

  /**
   * The key of a row.
   *
   * @param primaryKey as {@link TableSchema#primaryKeyOf} gives it
   */
  public static RowKey of(TableSchema schema, Object[] primaryKey) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (int i = 0; i < primaryKey.length; i++) {
      columns.put(schema.primaryKey().get(i), text(primaryKey[i]));
    }
    return new RowKey(schema.table(), columns);
  }

  public TableId table() {
    return table;
  }

  /** Value by primary key column, in key order; empty for a row of a table without a key. */
  public Map<String, String> columns() {
    return columns;
  }

  /**
   * The values in the order of the schema's key, each of the class that its column's {@link
   * ColumnType.Kind} names.
   *
   * @throws IllegalArgumentException when the table has another primary key than this one
   */
  public List<Object> values(TableSchema schema) {
    if (!List.copyOf(columns.keySet()).equals(schema.primaryKey())) {
      throw new IllegalArgumentException(
          table + " has the primary key " + schema.primaryKey() + ", not " + columns.keySet());
    }
    List<Object> values = new ArrayList<>();
    for (int column : schema.primaryKeyIndexes()) {
      Column definition = schema.columns().get(column);
      values.add(value(columns.get(definition.name()), definition.type().kind()));
    }
    return values;
  }

  private static String text(Object value) {
    if (value instanceof byte[]) {
      StringBuilder hex = new StringBuilder();
      for (byte each : (byte[]) value) {
        hex.append(Character.forDigit(each >> 4 & 0xF, 16))
            .append(Character.forDigit(each & 0xF, 16));
      }
      return hex.toString();
    }
    return value instanceof BigDecimal ? ((BigDecimal) value).toPlainString() : value.toString();
  }

  /**
   * A value that {@link Object#toString}, or of a number its plain notation, gave this text.
   *
   * @throws RuntimeException when it is no text of this kind
   */
  public static Object value(String text, ColumnType.Kind kind) {
    switch (kind) {
      case BOOLEAN:
        return Boolean.valueOf(text);
      case SMALLINT:
        return Short.valueOf(text);
      case INTEGER:
        return Integer.valueOf(text);
      case BIGINT:
        return Long.valueOf(text);
      case DECIMAL:
        return new BigDecimal(text);
      case REAL:
        return Float.valueOf(text);
      case DOUBLE:
        return Double.valueOf(text);
      case BYTES:
        return bytes(text);
      case DATE:
        return LocalDate.parse(text);
      case TIME:
        return LocalTime.parse(text);
      case TIMESTAMP:
        return LocalDateTime.parse(text);
      case TIMESTAMP_TZ:
        return Instant.parse(text);
      default:
        return text;
    }
  }

  private static byte[] bytes(String hex) {
    byte[] bytes = new byte[hex.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    }
    return bytes;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof RowKey
        && table.equals(((RowKey) o).table)
        && columns.equals(((RowKey) o).columns);
  }

  @Override
  public int hashCode() {
    return Objects.hash(table, columns);
  }

  /** Says which table, never a value. */
  @Override
  public String toString() {
    return "row of " + table;
  }
}
