package dev.millrace.cdc.postgres;

import dev.millrace.change.ColumnType;
import dev.millrace.change.ColumnType.Kind;
import java.util.Locale;
import java.util.Map;

/** Column types by the names that Postgres's catalog ({@code pg_type.typname}) has for them. */
public final class PostgresTypes {

  private static final Map<String, Kind> KINDS =
      Map.ofEntries(
          Map.entry("bool", Kind.BOOLEAN),
          Map.entry("int2", Kind.SMALLINT),
          Map.entry("int4", Kind.INTEGER),
          Map.entry("int8", Kind.BIGINT),
          Map.entry("oid", Kind.BIGINT),
          Map.entry("float4", Kind.REAL),
          Map.entry("float8", Kind.DOUBLE),
          Map.entry("bytea", Kind.BYTES),
          Map.entry("varbit", Kind.BYTES),
          Map.entry("date", Kind.DATE),
          Map.entry("time", Kind.TIME),
          Map.entry("timestamp", Kind.TIMESTAMP),
          Map.entry("timestamptz", Kind.TIMESTAMP_TZ));

  /**
   * The type of a column as the source delivers it.
   *
   * @param name the type's own name, for messages
   * @param base name of the type that decides: the same, or what a domain stands for
   * @param length digits of a numeric or bits of a bit string, -1 where the column has none
   * @param scale digits behind the point of a numeric, -1 where the column has none
   */
  public static ColumnType of(String name, String base, int length, int scale) {
    String sqlName = sqlName(name);
    if (base.startsWith("_")) {
      return ColumnType.array(element(base.substring(1), length, scale), sqlName);
    }
    switch (base) {
      case "numeric":
        return ColumnType.decimal(length, scale, sqlName);
      case "money":
        return ColumnType.decimal(-1, 2, sqlName);
      case "bit":
        return ColumnType.of(length == 1 ? Kind.BOOLEAN : Kind.BYTES, sqlName);
      default:
        return ColumnType.of(KINDS.getOrDefault(base, Kind.STRING), sqlName);
    }
  }

  /** Elements arrive by their text: money with its currency sign, bits as 0 and 1. */
  private static ColumnType element(String base, int length, int scale) {
    boolean asText = base.equals("money") || base.equals("bit") || base.equals("varbit");
    return asText ? ColumnType.of(Kind.STRING, base) : of(base, base, length, scale);
  }

  /**
   * {@code int4[]} for {@code _int4}; in lower case, since Debezium hands names on in upper case.
   */
  static String sqlName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith("_") ? lower.substring(1) + "[]" : lower;
  }

  private PostgresTypes() {}
}
