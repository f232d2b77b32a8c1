package dev.millrace.cdc.mysql;

import java.security.CodeSource;
import org.apache.flink.cdc.connectors.mysql.source.MySqlSource;
import org.apache.flink.cdc.connectors.mysql.source.PositionPerBatchMySqlSource;
import org.apache.flink.cdc.connectors.mysql.source.offset.BinlogOffset;

/**
 * Refuses to run with Flink CDC 3.5's own {@link BinlogOffset}, which loses rows of large
 * transactions after a restart when the server has GTIDs (FLINK-38531). Ours has the same name and
 * must be found first: true in the uber jar, untrue when someone puts Flink CDC's jar into Flink's
 * lib folder and loads classes from there first.
 */
final class CorrectedBinlogOffset {

  private static final String GTID = "00000000-0000-0000-0000-000000000001:1-5";

  /**
   * Looks at what the loaded class does, so that a later Flink CDC with the correction passes.
   *
   * @throws IllegalStateException saying which file the wrong class came from and what to do
   */
  static void verify() {
    if (!ordersRowsOfOneEvent()) {
      throw new IllegalStateException(
          "The MySQL connector's class BinlogOffset comes from "
              + place(BinlogOffset.class)
              + ", which loses rows of large transactions (FLINK-38531). "
              + remedy());
    }
    if (MySqlSource.class.getClassLoader() != PositionPerBatchMySqlSource.class.getClassLoader()) {
      throw new IllegalStateException(
          "The MySQL connector comes from " + place(MySqlSource.class) + ". " + remedy());
    }
  }

  private static boolean ordersRowsOfOneEvent() {
    return offset(2).isAfter(offset(1));
  }

  private static BinlogOffset offset(long rows) {
    return BinlogOffset.builder()
        .setBinlogFilePosition("", 4)
        .setGtidSet(GTID)
        .setSkipEvents(1)
        .setSkipRows(rows)
        .build();
  }

  private static String remedy() {
    return "Take flink-sql-connector-mysql-cdc out of Flink's lib folder and off the class path ahead of Millrace;"
        + " Millrace's jar brings its own.";
  }

  private static String place(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return source == null ? "an unknown place" : String.valueOf(source.getLocation());
  }

  private CorrectedBinlogOffset() {}
}
