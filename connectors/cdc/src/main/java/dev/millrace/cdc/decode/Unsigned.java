package dev.millrace.cdc.decode;

import dev.millrace.change.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Schema;

/**
 * MySQL's unsigned integers. Debezium 1.9 knows them by the names that MySQL prints, and takes a
 * column for signed that a statement in the log declared otherwise: {@code INTEGER UNSIGNED},
 * {@code INT ZEROFILL}. The bits are right, so the sign is mended here.
 */
final class Unsigned {

  private static final Map<String, Integer> BITS =
      Map.of(
          "TINYINT UNSIGNED", 8,
          "SMALLINT UNSIGNED", 16,
          "MEDIUMINT UNSIGNED", 24,
          "INT UNSIGNED", 32,
          "BIGINT UNSIGNED", 64);

  static boolean is(Schema from, ColumnType to) {
    return to.sqlName() != null
        && BITS.containsKey(to.sqlName())
        && from.type() != Schema.Type.BYTES;
  }

  static Conversion conversion(ColumnType to) {
    int bits = BITS.get(to.sqlName());
    long mask = bits == 64 ? -1 : (1L << bits) - 1;
    switch (to.kind()) {
      case SMALLINT:
        return value -> (short) (((Number) value).longValue() & mask);
      case INTEGER:
        return value -> (int) (((Number) value).longValue() & mask);
      case BIGINT:
        return value -> ((Number) value).longValue() & mask;
      default:
        return value -> decimal(((Number) value).longValue());
    }
  }

  private static BigDecimal decimal(long bits) {
    BigInteger number = BigInteger.valueOf(bits & Long.MAX_VALUE);
    return new BigDecimal(bits < 0 ? number.setBit(63) : number);
  }

  private Unsigned() {}
}
