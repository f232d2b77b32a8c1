package dev.millrace.cdc.decode;

import dev.millrace.change.ColumnType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Schema;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Struct;

/** Values that are bytes. */
final class Bytes {

  private static final String BITS = "io.debezium.data.Bits";

  static Conversion conversion(Schema from, ColumnType to) {
    if (from.type() == Schema.Type.STRUCT) {
      return Bytes::geometry;
    }
    if (BITS.equals(from.name())) {
      int bits = Integer.parseInt(from.parameters().get("length"));
      // A bit string without a length (Postgres: bit varying) is as long as the value.
      return bits < Integer.MAX_VALUE / 8
          ? value -> reversed(bytes(value), (bits + 7) / 8)
          : value -> reversed(bytes(value), bytes(value).length);
    }
    return from.type() == Schema.Type.BYTES ? Bytes::bytes : null;
  }

  /** The bytes themselves where the buffer is nothing but them, as Debezium's are. */
  static byte[] bytes(Object value) {
    if (value instanceof byte[]) {
      return (byte[]) value;
    }
    ByteBuffer buffer = (ByteBuffer) value;
    if (buffer.hasArray() && buffer.arrayOffset() == 0 && buffer.position() == 0) {
      byte[] array = buffer.array();
      if (array.length == buffer.limit()) {
        return array;
      }
    }
    byte[] copy = new byte[buffer.remaining()];
    buffer.duplicate().get(copy);
    return copy;
  }

  static String text(Object value) {
    return new String(bytes(value), StandardCharsets.UTF_8);
  }

  /** Debezium has the least significant byte first and leaves out leading zeros or adds some. */
  private static byte[] reversed(byte[] littleEndian, int length) {
    byte[] reversed = new byte[length];
    for (int i = 0; i < Math.min(length, littleEndian.length); i++) {
      reversed[length - 1 - i] = littleEndian[i];
    }
    return reversed;
  }

  /** MySQL's own form of a geometry: four bytes of SRID, least significant first, then the WKB. */
  private static byte[] geometry(Object value) {
    Struct geometry = (Struct) value;
    byte[] wkb = geometry.getBytes("wkb");
    Integer srid = geometry.getInt32("srid");
    return ByteBuffer.allocate(4 + wkb.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(srid == null ? 0 : srid)
        .put(wkb)
        .array();
  }

  private Bytes() {}
}
