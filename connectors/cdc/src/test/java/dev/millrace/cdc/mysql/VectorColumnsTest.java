package dev.millrace.cdc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.TableMapEventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class VectorColumnsTest {

  /** Table 1, d.t: an INT, signed, and a VECTOR of three. */
  private static final String TABLE_MAP =
      "010000000000"
          + "0100"
          + "016400"
          + "017400"
          + "0203f2"
          + "0104"
          + "02"
          + "010100"
          + "0d0103";

  @Test
  void aTableWithAVectorIsRead() throws Exception {
    VectorColumns.known();
    TableMapEventData table =
        new TableMapEventDataDeserializer()
            .deserialize(new ByteArrayInputStream(HexFormat.of().parseHex(TABLE_MAP)));
    assertThat(table.getTable()).isEqualTo("t");
    assertThat(table.getColumnTypes()).containsExactly(3, 242);
    assertThat(table.getColumnMetadata()).containsExactly(0, 4);
  }
}
