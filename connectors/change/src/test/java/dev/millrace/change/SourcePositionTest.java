package dev.millrace.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourcePositionTest {

  @Test
  void positionsOfABinlogAreOrderedByFileThenOffsetThenRow() {
    List<SourcePosition> inOrder =
        List.of(
            SourcePosition.SNAPSHOT,
            SourcePosition.binlog("mysql-bin.000009", 4, 0),
            SourcePosition.binlog("mysql-bin.000010", 4, 0),
            SourcePosition.binlog("mysql-bin.000010", 4, 1),
            SourcePosition.binlog("mysql-bin.000010", 200, 0),
            SourcePosition.binlog("mysql-bin.999999", 4, 0),
            SourcePosition.binlog("mysql-bin.1000000", 4, 0));
    List<SourcePosition> sorted = new ArrayList<>(inOrder);
    Collections.reverse(sorted);
    Collections.sort(sorted);

    assertThat(sorted).isEqualTo(inOrder);
  }

  @Test
  void aLogSequenceNumberIsUnsigned() {
    assertThat(SourcePosition.lsn(0x8000000000000000L)).isGreaterThan(SourcePosition.lsn(1));
  }

  @Test
  void aPositionIsWrittenAsTheDatabasesToolsWriteIt() {
    assertThat(SourcePosition.binlog("mysql-bin.000003", 1547, 2))
        .hasToString("mysql-bin.000003:1547#2");
    assertThat(SourcePosition.lsn(0x1_016B3748L)).hasToString("1/16B3748");
    assertThat(SourcePosition.SNAPSHOT).hasToString("snapshot");
  }

  @Test
  void isReadAsItWasWritten() {
    for (SourcePosition position :
        List.of(
            SourcePosition.SNAPSHOT,
            SourcePosition.lsn(0xFFFF_FFFF_8000_0001L),
            SourcePosition.lsn(0x16B3748),
            SourcePosition.binlog("my:sql#bin.000003", 1547, 2))) {
      assertThat(SourcePosition.parse(position.toString())).isEqualTo(position);
    }
    assertThatThrownBy(() -> SourcePosition.parse("0/x")).hasMessage("no position in a log: '0/x'");
  }
}
