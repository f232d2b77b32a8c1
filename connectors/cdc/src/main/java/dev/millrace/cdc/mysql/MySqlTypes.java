package dev.millrace.cdc.mysql;

import dev.millrace.change.ColumnType;
import dev.millrace.change.ColumnType.Kind;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * MySQL's types as {@link ColumnType}s, from the binlog's table definitions and from {@code
 * information_schema} alike. Beside the plain ones:
 *
 * <ul>
 *   <li>TIME is a {@link Kind#STRING} as MySQL prints it: a span of up to 838 hours, either sign;
 *   <li>BIGINT UNSIGNED is a DECIMAL(20, 0);
 *   <li>a geometry is {@link Kind#BYTES} in MySQL's own form: four bytes of SRID, least significant
 *       first, then the WKB.
 * </ul>
 *
 * <p>The snapshot reads FLOAT with the six digits that MySQL prints, the binlog has it exactly.
 */
public final class MySqlTypes {

  /** Name, numbers, modifiers; the options of an enum or set are left out. */
  private static final Pattern DECLARATION =
      Pattern.compile(
          "([a-z][a-z0-9 ]*?) *(?:\\(([0-9, ]+)\\)([a-z ]*)|\\('.*)?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** https://dev.mysql.com/doc/refman/8.0/en/other-vendor-data-types.html and its neighbours. */
  private static final Map<String, String> SYNONYMS =
      Map.ofEntries(
          Map.entry("INTEGER", "INT"),
          Map.entry("INT1", "TINYINT"),
          Map.entry("INT2", "SMALLINT"),
          Map.entry("INT3", "MEDIUMINT"),
          Map.entry("MIDDLEINT", "MEDIUMINT"),
          Map.entry("INT4", "INT"),
          Map.entry("INT8", "BIGINT"),
          Map.entry("SERIAL", "BIGINT UNSIGNED"),
          Map.entry("BOOL", "BOOLEAN"),
          Map.entry("DEC", "DECIMAL"),
          Map.entry("NUMERIC", "DECIMAL"),
          Map.entry("FIXED", "DECIMAL"),
          Map.entry("FLOAT4", "FLOAT"),
          Map.entry("FLOAT8", "DOUBLE"),
          Map.entry("DOUBLE PRECISION", "DOUBLE"),
          Map.entry("REAL", "DOUBLE"));

  /**
   * The type of a column.
   *
   * @param typeName the name without length, in any case, with UNSIGNED and ZEROFILL where declared
   * @param length length, precision or display width; -1 when not declared
   * @param scale digits behind the point; -1 when not declared
   */
  public static ColumnType of(String typeName, int length, int scale) {
    String upper = typeName.trim().toUpperCase(Locale.ROOT);
    boolean unsigned = upper.contains(" UNSIGNED") || upper.contains(" ZEROFILL");
    String base =
        upper.replace(" UNSIGNED", "").replace(" ZEROFILL", "").replace(" SIGNED", "").trim();
    base = SYNONYMS.getOrDefault(base, base);
    return of(base, unsigned || base.endsWith(" UNSIGNED"), length, scale);
  }

  /**
   * The type that {@code information_schema.COLUMNS.COLUMN_TYPE} declares: {@code decimal(10,2)
   * unsigned}.
   *
   * @throws IllegalArgumentException when the text is no declaration
   */
  public static ColumnType ofDeclaration(String columnType) {
    Matcher matcher = DECLARATION.matcher(columnType.trim());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a MySQL type: " + columnType);
    }
    String suffix = matcher.group(3) == null ? "" : matcher.group(3);
    String[] numbers = matcher.group(2) == null ? new String[0] : matcher.group(2).split(",");
    return of(matcher.group(1) + suffix, number(numbers, 0), number(numbers, 1));
  }

  private static int number(String[] numbers, int index) {
    return index < numbers.length ? Integer.parseInt(numbers[index].trim()) : -1;
  }

  private static ColumnType of(String base, boolean unsigned, int length, int scale) {
    String name = unsigned && !base.endsWith(" UNSIGNED") ? base + " UNSIGNED" : base;
    switch (base) {
      case "BOOLEAN":
        return ColumnType.of(Kind.BOOLEAN, "TINYINT");
      case "TINYINT":
        return ColumnType.of(length == 1 && !unsigned ? Kind.BOOLEAN : Kind.SMALLINT, name);
      case "SMALLINT":
        return ColumnType.of(unsigned ? Kind.INTEGER : Kind.SMALLINT, name);
      case "MEDIUMINT":
      case "YEAR":
        return ColumnType.of(Kind.INTEGER, name);
      case "INT":
        return ColumnType.of(unsigned ? Kind.BIGINT : Kind.INTEGER, name);
      case "BIGINT":
      case "BIGINT UNSIGNED":
        return unsigned ? ColumnType.decimal(20, 0, name) : ColumnType.of(Kind.BIGINT, name);
      case "DECIMAL":
        return ColumnType.decimal(length < 0 ? 10 : length, Math.max(scale, 0), name);
      case "FLOAT":
        return ColumnType.of(length > 24 && scale < 0 ? Kind.DOUBLE : Kind.REAL, name);
      case "DOUBLE":
        return ColumnType.of(Kind.DOUBLE, name);
      case "BIT":
        return ColumnType.of(length > 1 ? Kind.BYTES : Kind.BOOLEAN, name);
      case "DATE":
        return ColumnType.of(Kind.DATE, name);
      case "DATETIME":
        return ColumnType.of(Kind.TIMESTAMP, name);
      case "TIMESTAMP":
        return ColumnType.of(Kind.TIMESTAMP_TZ, name);
      default:
        return ColumnType.of(isBytes(base) ? Kind.BYTES : Kind.STRING, name);
    }
  }

  private static boolean isBytes(String base) {
    return base.endsWith("BINARY")
        || base.endsWith("BLOB")
        || base.equals("POINT")
        || base.endsWith("LINESTRING")
        || base.endsWith("POLYGON")
        || base.equals("MULTIPOINT")
        || base.startsWith("GEOM");
  }

  private MySqlTypes() {}
}
