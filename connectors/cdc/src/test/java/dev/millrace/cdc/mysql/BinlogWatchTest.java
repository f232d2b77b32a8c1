package dev.millrace.cdc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.SourcePosition;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BinlogWatchTest {

  private final Map<String, Long> files = new LinkedHashMap<>();

  {
    files.put("binlog.999998", 1000L);
    files.put("binlog.999999", 500L);
    files.put("binlog.1000000", 300L);
  }

  @Test
  void bytesAreCountedThroughTheFiles() {
    assertThat(bytesFrom("binlog.1000000", 300)).isZero();
    assertThat(bytesFrom("binlog.1000000", 100)).isEqualTo(200);
    assertThat(bytesFrom("binlog.999999", 450)).isEqualTo(350);
    assertThat(bytesFrom("binlog.999998", 4)).isEqualTo(1796);
  }

  @Test
  void aReaderThatHasReadOnSinceTheLookLacksNothing() {
    assertThat(bytesFrom("binlog.1000000", 400)).isZero();
  }

  @Test
  void ofAFileThatIsGoneNothingIsKnown() {
    assertThat(bytesFrom("binlog.000001", 4)).isEqualTo(-1);
    assertThat(BinlogWatch.bytes(files, null)).isEqualTo(-1);
  }

  private long bytesFrom(String file, long offset) {
    return BinlogWatch.bytes(files, SourcePosition.binlog(file, offset, 0));
  }
}
