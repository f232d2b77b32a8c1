package dev.millrace.cdc.postgres;

import dev.millrace.change.ChangeEvent;
import dev.millrace.change.Column;
import dev.millrace.change.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A table with a column of every type, a row that fills it, and what must be seen of it. */
final class EveryType {

  private static final class Sample {
    final String definition;
    final String literal;
    final String type;
    final Object value;

    Sample(String definition, String literal, String type, Object value) {
      this.definition = definition;
      this.literal = literal;
      this.type = type;
      this.value = value;
    }
  }

  private static final Map<String, Sample> COLUMNS = new LinkedHashMap<>();

  private static void column(
      String name, String definition, String literal, String type, Object value) {
    COLUMNS.put(name, new Sample(definition, literal, type, value));
  }

  static {
    column("bo", "boolean", "true", "BOOLEAN bool", true);
    column("i2", "smallint", "-32768", "SMALLINT int2", (short) -32768);
    column("i4", "integer NOT NULL DEFAULT 7", "2147483647", "INTEGER int4", Integer.MAX_VALUE);
    column("i8", "bigint", "9223372036854775807", "BIGINT int8", Long.MAX_VALUE);
    column("f4", "real", "1.5", "REAL float4", 1.5f);
    column("f8", "double precision", "0.1", "DOUBLE float8", 0.1);
    column(
        "n",
        "numeric",
        "123456789012345678901234567890.123456789",
        "DECIMAL(-1,-1) numeric",
        new BigDecimal("123456789012345678901234567890.123456789"));
    column("n102", "numeric(10,2)", "12.30", "DECIMAL(10,2) numeric", new BigDecimal("12.30"));
    column("n5", "numeric(5)", "42", "DECIMAL(5,0) numeric", new BigDecimal("42"));
    column("mo", "money", "234.56", "DECIMAL(-1,2) money", new BigDecimal("234.56"));
    column("c5", "char(5)", "'ab'", "STRING bpchar", "ab   ");
    column("vc", "varchar(20)", "'grün'", "STRING varchar", "grün");
    column("te", "text", "'text'", "STRING text", "text");
    column("ci", "citext", "'CiText'", "STRING citext", "CiText");
    column("ba", "bytea", "'\\x00ff10'", "BYTES bytea", new byte[] {0, -1, 16});
    column("b1", "bit", "B'1'", "BOOLEAN bit", true);
    column("b9", "bit(9)", "B'100000011'", "BYTES bit", new byte[] {1, 3});
    column("vb", "varbit(12)", "B'101'", "BYTES varbit", new byte[] {0, 5});
    column("da", "date", "'2026-01-31'", "DATE date", LocalDate.of(2026, 1, 31));
    // The snapshot reads a time of day through java.sql.Time, which has no microseconds.
    column("ti", "time", "'12:34:56.123'", "TIME time", LocalTime.of(12, 34, 56, 123_000_000));
    column("t3", "time(3)", "'12:34:56.789'", "TIME time", LocalTime.of(12, 34, 56, 789_000_000));
    column("tz", "timetz", "'12:34:56+02'", "STRING timetz", "10:34:56Z");
    column(
        "ts",
        "timestamp",
        "'2026-01-31 12:34:56.123456'",
        "TIMESTAMP timestamp",
        LocalDateTime.of(2026, 1, 31, 12, 34, 56, 123_456_000));
    column(
        "t0",
        "timestamp(0)",
        "'1969-12-31 23:59:59'",
        "TIMESTAMP timestamp",
        LocalDateTime.of(1969, 12, 31, 23, 59, 59));
    column(
        "tstz",
        "timestamptz",
        "'2026-01-31 12:34:56.123456+02'",
        "TIMESTAMP_TZ timestamptz",
        Instant.parse("2026-01-31T10:34:56.123456Z"));
    column(
        "iv",
        "interval",
        "'1 year 2 months -3 days 04:05:06.789'",
        "STRING interval",
        "P1Y2M-3DT4H5M6.789S");
    column(
        "uu",
        "uuid",
        "'6f9619ff-8b86-d011-b42d-00c04fc964ff'",
        "STRING uuid",
        "6f9619ff-8b86-d011-b42d-00c04fc964ff");
    column("js", "json", "'{\"a\":  1}'", "STRING json", "{\"a\":  1}");
    column("jb", "jsonb", "'{\"b\":[1,2]}'", "STRING jsonb", "{\"b\": [1, 2]}");
    column("xm", "xml", "'<a>x</a>'", "STRING xml", "<a>x</a>");
    column("ine", "inet", "'10.0.0.1/8'", "STRING inet", "10.0.0.1/8");
    column("cid", "cidr", "'10.0.0.0/8'", "STRING cidr", "10.0.0.0/8");
    column("mac", "macaddr", "'08:00:2b:01:02:03'", "STRING macaddr", "08:00:2b:01:02:03");
    column("en", "mood", "'OK'", "STRING mood", "OK");
    column("do1", "positive", "5", "INTEGER positive", 5);
    column("do2", "price", "9.99", "DECIMAL(10,2) price", new BigDecimal("9.99"));
    column("poi", "point", "'(1,2.5)'", "STRING point", "(1.0,2.5)");
    column("box", "box", "'(1,1),(0,0)'", "STRING box", "(1.0,1.0),(0.0,0.0)");
    column("ran", "int4range", "'[1,5)'", "STRING int4range", "[1,5)");
    column("tsv", "tsvector", "'a fat cat'", "STRING tsvector", "'a' 'cat' 'fat'");
    column("oi", "oid", "42", "BIGINT oid", 42L);
    column("hs", "hstore", "'k=>v'", "STRING hstore", "{\"k\":\"v\"}");
    column("lt", "ltree", "'a.b'", "STRING ltree", "a.b");
    column("pa", "pair", "ROW(1,'x')", "STRING pair", "(1,x)");
    column("ai", "int[]", "'{1,NULL,3}'", "ARRAY<INTEGER int4> int4[]", Arrays.asList(1, null, 3));
    column(
        "aii",
        "int[]",
        "'{{1,2},{3,4}}'",
        "ARRAY<INTEGER int4> int4[]",
        List.of(List.of(1, 2), List.of(3, 4)));
    column(
        "at",
        "text[]",
        "ARRAY['a','b \"c\", \\d}',NULL,'NULL','']",
        "ARRAY<STRING text> text[]",
        Arrays.asList("a", "b \"c\", \\d}", null, "NULL", ""));
    column(
        "an",
        "numeric(6,2)[]",
        "'{1.50,2.25}'",
        "ARRAY<DECIMAL(6,2) numeric> numeric[]",
        List.of(new BigDecimal("1.50"), new BigDecimal("2.25")));
    column(
        "anf",
        "numeric[]",
        "'{1.5}'",
        "ARRAY<DECIMAL(-1,-1) numeric> numeric[]",
        List.of(new BigDecimal("1.5")));
    column(
        "atz",
        "timestamptz[]",
        "'{2026-01-31 12:34:56.123456+02,2026-01-31 12:34:56+02}'",
        "ARRAY<TIMESTAMP_TZ timestamptz> timestamptz[]",
        List.of(
            Instant.parse("2026-01-31T10:34:56.123456Z"), Instant.parse("2026-01-31T10:34:56Z")));
    column(
        "ats",
        "timestamp[]",
        "'{2026-01-31 12:34:56.5}'",
        "ARRAY<TIMESTAMP timestamp> timestamp[]",
        List.of(LocalDateTime.of(2026, 1, 31, 12, 34, 56, 500_000_000)));
    column(
        "ati",
        "time[]",
        "'{12:34:56.123456}'",
        "ARRAY<TIME time> time[]",
        List.of(LocalTime.of(12, 34, 56, 123_456_000)));
    column(
        "ad",
        "date[]",
        "'{2026-01-31}'",
        "ARRAY<DATE date> date[]",
        List.of(LocalDate.of(2026, 1, 31)));
    column("ab", "boolean[]", "'{t,f}'", "ARRAY<BOOLEAN bool> bool[]", List.of(true, false));
    column("af", "float8[]", "'{0.1}'", "ARRAY<DOUBLE float8> float8[]", List.of(0.1));
    column("al", "bigint[]", "'{8}'", "ARRAY<BIGINT int8> int8[]", List.of(8L));
    column(
        "aby",
        "bytea[]",
        "ARRAY['\\x00ff'::bytea]",
        "ARRAY<BYTES bytea> bytea[]",
        List.of(new byte[] {0, -1}));
    column("am", "money[]", "'{1.23}'", "ARRAY<STRING money> money[]", List.of("$1.23"));
    column("ae", "mood[]", "'{OK,sad}'", "ARRAY<STRING mood> mood[]", List.of("OK", "sad"));
    column(
        "aj",
        "jsonb[]",
        "ARRAY['{\"a\": 1}'::jsonb]",
        "ARRAY<STRING jsonb> jsonb[]",
        List.of("{\"a\": 1}"));
    column("aiv", "interval[]", "'{1 day}'", "ARRAY<STRING interval> interval[]", List.of("1 day"));
    column("ain", "inet[]", "'{10.0.0.1}'", "ARRAY<STRING inet> inet[]", List.of("10.0.0.1"));
  }

  static String[] create(String table) {
    return new String[] {
      "CREATE EXTENSION hstore",
      "CREATE EXTENSION citext",
      "CREATE EXTENSION ltree",
      "CREATE TYPE mood AS ENUM ('sad', 'OK', 'happy')",
      "CREATE DOMAIN positive AS integer CHECK (VALUE > 0)",
      "CREATE DOMAIN price AS numeric(10,2)",
      "CREATE TYPE pair AS (a int, b text)",
      "CREATE TABLE "
          + table
          + " (id bigint PRIMARY KEY, "
          + COLUMNS.entrySet().stream()
              .map(column -> column.getKey() + ' ' + column.getValue().definition)
              .collect(Collectors.joining(", "))
          + ')',
    };
  }

  static String insertFull(String table, int id) {
    return "INSERT INTO "
        + table
        + " VALUES ("
        + id
        + ", "
        + COLUMNS.values().stream().map(column -> column.literal).collect(Collectors.joining(", "))
        + ')';
  }

  static String insertEmpty(String table, int id) {
    return "INSERT INTO " + table + " (id) VALUES (" + id + ')';
  }

  static List<String> full(int id) {
    List<String> values = new ArrayList<>(List.of("id BIGINT int8 NOT NULL = Long " + id));
    COLUMNS.forEach(
        (name, column) -> values.add(line(name, column.type, !isRequired(column), column.value)));
    return values;
  }

  static List<String> empty(int id) {
    List<String> values = new ArrayList<>(List.of("id BIGINT int8 NOT NULL = Long " + id));
    COLUMNS.forEach(
        (name, column) ->
            values.add(
                line(name, column.type, !isRequired(column), isRequired(column) ? 7 : null)));
    return values;
  }

  private static boolean isRequired(Sample column) {
    return column.definition.contains("NOT NULL");
  }

  /** What a row is seen to hold: a line a column, with its type and its value's class. */
  static List<String> seen(Row row) {
    List<String> values = new ArrayList<>();
    List<Column> columns = row.schema().columns();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      values.add(line(column.name(), type(column.type()), column.nullable(), row.value(i)));
    }
    return values;
  }

  static List<String> seen(ChangeEvent change) {
    return seen(change.after());
  }

  private static String type(dev.millrace.change.ColumnType type) {
    String text = type.kind().toString();
    switch (type.kind()) {
      case DECIMAL:
        text += "(" + type.precision() + "," + type.scale() + ")";
        break;
      case ARRAY:
        text += "<" + type(type.element()) + ">";
        break;
      default:
    }
    return text + ' ' + type.sqlName();
  }

  private static String line(String name, String type, boolean nullable, Object value) {
    return name + ' ' + type + (nullable ? "" : " NOT NULL") + " = " + value(value);
  }

  static String value(Object value) {
    if (value == null || value == Row.UNCHANGED) {
      return String.valueOf(value);
    }
    if (value instanceof byte[] bytes) {
      return "bytes " + HexFormat.of().formatHex(bytes);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(EveryType::value).collect(Collectors.joining(", ", "[", "]"));
    }
    return value.getClass().getSimpleName() + ' ' + value;
  }

  private EveryType() {}
}
