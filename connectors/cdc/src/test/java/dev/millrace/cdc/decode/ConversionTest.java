package dev.millrace.cdc.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ColumnType;
import dev.millrace.change.ColumnType.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Decimal;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Schema;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConversionTest {

  private static final Schema VARIABLE_SCALE =
      SchemaBuilder.struct()
          .name("io.debezium.data.VariableScaleDecimal")
          .field("scale", Schema.INT32_SCHEMA)
          .field("value", Schema.BYTES_SCHEMA)
          .build();

  @Test
  void elementsOfPostgresArraysThatJavaWritesOtherwiseOrHasNoValueFor() {
    assertThat(array(Kind.DECIMAL, "{1.5,NaN,Infinity}")).isEqualTo(list("1.5"));
    assertThat(array(Kind.DOUBLE, "{Infinity,NaN}"))
        .isEqualTo(List.of(Double.POSITIVE_INFINITY, Double.NaN));
    assertThat(
            array(
                Kind.DATE, "{infinity,-infinity,\"0044-03-15 BC\",\"0001-12-31 BC\",12026-01-31}"))
        .isEqualTo(
            Arrays.asList(
                null,
                null,
                LocalDate.of(-43, 3, 15),
                LocalDate.of(0, 12, 31),
                LocalDate.of(12_026, 1, 31)));
    assertThat(array(Kind.TIMESTAMP, "{infinity,\"0044-03-15 10:00:00.5 BC\"}"))
        .isEqualTo(Arrays.asList(null, LocalDateTime.of(-43, 3, 15, 10, 0, 0, 500_000_000)));
    assertThat(
            array(
                Kind.TIMESTAMP_TZ,
                "{-infinity,\"0044-03-15 10:00:00+00 BC\",\"2026-01-31 10:00:00.25+00\"}"))
        .isEqualTo(
            Arrays.asList(
                null,
                Instant.parse("-0043-03-15T10:00:00Z"),
                Instant.parse("2026-01-31T10:00:00.250Z")));
  }

  private static List<Object> list(String number) {
    return Arrays.asList(new BigDecimal(number), null, null);
  }

  private static Object array(Kind element, String text) {
    return Conversion.of(
            Schema.STRING_SCHEMA, ColumnType.array(ColumnType.of(element, "type"), "type[]"))
        .convert(text);
  }

  @Test
  void whatIsRightIsHandedOn() {
    for (Object value : List.of(true, (short) 1, 2, 3L, 4f, 5d, "six")) {
      Schema schema = new SchemaBuilder(schemaType(value)).build();
      assertThat(convert(schema, kind(value), value)).isSameAs(value);
    }
    BigDecimal number = new BigDecimal("1.50");
    assertThat(convert(Decimal.schema(2), Kind.DECIMAL, number)).isSameAs(number);
    byte[] bytes = {1, 2};
    assertThat(convert(Schema.BYTES_SCHEMA, Kind.BYTES, ByteBuffer.wrap(bytes))).isSameAs(bytes);
    assertThat(convert(Schema.BYTES_SCHEMA, Kind.BYTES, bytes)).isSameAs(bytes);
  }

  @Test
  void partOfABufferIsCopied() {
    ByteBuffer part = ByteBuffer.wrap(new byte[] {0, 1, 2, 3}, 1, 2);
    assertThat(convert(Schema.BYTES_SCHEMA, Kind.BYTES, part)).isEqualTo(new byte[] {1, 2});
    assertThat(convert(Schema.BYTES_SCHEMA, Kind.BYTES, part.slice())).isEqualTo(new byte[] {1, 2});
    assertThat(part.remaining()).isEqualTo(2);
  }

  @Test
  void numbersThatDebeziumHasInAnotherWidth() {
    assertThat(convert(Schema.INT16_SCHEMA, Kind.BOOLEAN, (short) 2)).isEqualTo(true);
    assertThat(convert(Schema.INT16_SCHEMA, Kind.BOOLEAN, (short) 0)).isEqualTo(false);
    assertThat(convert(Schema.FLOAT64_SCHEMA, Kind.REAL, (double) 1.1f)).isEqualTo(1.1f);
    assertThat(convert(Schema.INT64_SCHEMA, Kind.DECIMAL, 12L)).isEqualTo(new BigDecimal(12));
    Struct number =
        new Struct(VARIABLE_SCALE)
            .put("scale", 3)
            .put("value", new BigInteger("-1234567890123456789012").toByteArray());
    assertThat(convert(VARIABLE_SCALE, Kind.DECIMAL, number))
        .isEqualTo(new BigDecimal("-1234567890123456789.012"));
  }

  @Test
  void unsignedNumbersThatDebeziumTakesForSigned() {
    assertThat(unsigned(Schema.INT16_SCHEMA, Kind.SMALLINT, "TINYINT UNSIGNED", (short) -1))
        .isEqualTo((short) 255);
    assertThat(unsigned(Schema.INT16_SCHEMA, Kind.INTEGER, "SMALLINT UNSIGNED", (short) -1))
        .isEqualTo(65535);
    assertThat(unsigned(Schema.INT32_SCHEMA, Kind.INTEGER, "MEDIUMINT UNSIGNED", -1))
        .isEqualTo(16777215);
    assertThat(unsigned(Schema.INT32_SCHEMA, Kind.BIGINT, "INT UNSIGNED", -1))
        .isEqualTo(4294967295L);
    assertThat(unsigned(Schema.INT64_SCHEMA, Kind.BIGINT, "INT UNSIGNED", 4294967295L))
        .isEqualTo(4294967295L);
    assertThat(unsigned(Schema.INT64_SCHEMA, Kind.DECIMAL, "BIGINT UNSIGNED", -1L))
        .isEqualTo(new BigDecimal("18446744073709551615"));
    assertThat(unsigned(Schema.INT64_SCHEMA, Kind.DECIMAL, "BIGINT UNSIGNED", 7L))
        .isEqualTo(new BigDecimal("7"));
  }

  @Test
  void bitsHaveTheMostSignificantByteFirst() {
    Schema twelve = bits(12);
    assertThat(convert(twelve, Kind.BYTES, new byte[] {1, 10})).isEqualTo(new byte[] {10, 1});
    assertThat(convert(twelve, Kind.BYTES, new byte[] {1})).isEqualTo(new byte[] {0, 1});
    assertThat(convert(twelve, Kind.BYTES, new byte[] {1, 10, 0, 0})).isEqualTo(new byte[] {10, 1});
    assertThat(convert(bits(Integer.MAX_VALUE), Kind.BYTES, new byte[] {1, 2, 3}))
        .isEqualTo(new byte[] {3, 2, 1});
  }

  @Test
  void datesAndTimes() {
    assertThat(convert(time(Schema.Type.INT32, "Date"), Kind.DATE, -1))
        .isEqualTo(LocalDate.of(1969, 12, 31));
    assertThat(convert(time(Schema.Type.INT32, "Time"), Kind.TIME, 1_001))
        .isEqualTo(LocalTime.of(0, 0, 1, 1_000_000));
    assertThat(convert(time(Schema.Type.INT64, "MicroTime"), Kind.TIME, 86_399_999_999L))
        .isEqualTo(LocalTime.of(23, 59, 59, 999_999_000));
    assertThat(convert(time(Schema.Type.INT64, "Timestamp"), Kind.TIMESTAMP, -1L))
        .isEqualTo(LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_000_000));
    assertThat(convert(time(Schema.Type.INT64, "MicroTimestamp"), Kind.TIMESTAMP, -1L))
        .isEqualTo(LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00.1Z",
        "1969-12-31T23:59:59.999999Z",
        "0001-01-01T00:00:00Z",
        "2024-02-29T00:00:00.000000001Z",
        "2026-01-31T12:00:00+05:30",
        "2026-01-31T12:00:00.123456-08:00",
        "2026-01-31T12:00Z",
        "+294276-12-31T23:59:59.999999Z",
        "-4712-01-01T00:00:00Z",
      })
  void zonedTimesAsTheLibraryReadsThem(String text) {
    Instant expected = OffsetDateTime.parse(text).toInstant();
    assertThat(convert(Schema.STRING_SCHEMA, Kind.TIMESTAMP_TZ, text)).isEqualTo(expected);
  }

  @Test
  void aTimeOfMySqlIsASpan() {
    assertThat(span(0, -3_020_399_000_000L)).isEqualTo("-838:59:59");
    assertThat(span(0, 0L)).isEqualTo("00:00:00");
    assertThat(span(3, 3_661_012_000L)).isEqualTo("01:01:01.012");
    assertThat(span(6, -1L)).isEqualTo("-00:00:00.000001");
  }

  @Test
  void theOptionsOfAnEnumHaveTheirCommas() {
    Schema plain =
        SchemaBuilder.string().name("io.debezium.data.Enum").parameter("allowed", "a,b").build();
    Schema escaped =
        SchemaBuilder.string()
            .name("io.debezium.data.Enum")
            .parameter("allowed", "a\\,b,c")
            .build();
    assertThat(convert(plain, Kind.STRING, "a")).isEqualTo("a");
    assertThat(convert(escaped, Kind.STRING, "a\\,b")).isEqualTo("a,b");
    assertThat(convert(escaped, Kind.STRING, "a,b")).isEqualTo("a,b");
  }

  @Test
  void listsConvertTheirElements() {
    Schema days = SchemaBuilder.array(time(Schema.Type.INT32, "Date")).build();
    ColumnType type = ColumnType.array(ColumnType.of(Kind.DATE, "date"), "date[]");
    assertThat(Conversion.of(days, type).convert(Arrays.asList(0, null)))
        .isEqualTo(Arrays.asList(LocalDate.EPOCH, null));
    Schema texts = SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).build();
    ColumnType textType = ColumnType.array(ColumnType.of(Kind.STRING, "text"), "text[]");
    assertThat(Conversion.of(texts, textType).convert(Arrays.asList("a", null)))
        .isEqualTo(Arrays.asList("a", null));
  }

  @Test
  void thePlaceholderIsKnownInEveryForm() {
    byte[] bytes = Unavailable.PLACEHOLDER.getBytes(StandardCharsets.UTF_8);
    assertThat(
            List.of(
                Unavailable.PLACEHOLDER,
                bytes,
                ByteBuffer.wrap(bytes),
                List.of(Unavailable.PLACEHOLDER)))
        .allMatch(Unavailable::is);
    assertThat(
            List.of(
                "millrace",
                new byte[0],
                ByteBuffer.allocate(1),
                List.of(),
                List.of(Unavailable.PLACEHOLDER, Unavailable.PLACEHOLDER),
                5))
        .noneMatch(Unavailable::is);
  }

  private static Object convert(Schema from, Kind to, Object value) {
    ColumnType type =
        to == Kind.DECIMAL ? ColumnType.decimal(-1, -1, null) : ColumnType.of(to, null);
    return Conversion.of(from, type).convert(value);
  }

  private static Object unsigned(Schema from, Kind to, String name, Object value) {
    ColumnType type =
        to == Kind.DECIMAL ? ColumnType.decimal(20, 0, name) : ColumnType.of(to, name);
    return Conversion.of(from, type).convert(value);
  }

  private static Object span(int digits, long micros) {
    Schema schema =
        SchemaBuilder.int64()
            .name("io.debezium.time.MicroTime")
            .parameter("__debezium.source.column.length", String.valueOf(digits))
            .build();
    return convert(schema, Kind.STRING, micros);
  }

  private static Schema bits(int length) {
    return SchemaBuilder.bytes()
        .name("io.debezium.data.Bits")
        .parameter("length", String.valueOf(length))
        .build();
  }

  private static Schema time(Schema.Type type, String name) {
    return new SchemaBuilder(type).name("io.debezium.time." + name).build();
  }

  private static Kind kind(Object value) {
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.javaClass() == value.getClass())
        .findFirst()
        .orElseThrow();
  }

  private static Schema.Type schemaType(Object value) {
    if (value instanceof Boolean) {
      return Schema.Type.BOOLEAN;
    }
    if (value instanceof String) {
      return Schema.Type.STRING;
    }
    return switch (value.getClass().getSimpleName()) {
      case "Short" -> Schema.Type.INT16;
      case "Integer" -> Schema.Type.INT32;
      case "Long" -> Schema.Type.INT64;
      case "Float" -> Schema.Type.FLOAT32;
      default -> Schema.Type.FLOAT64;
    };
  }
}
