package org.apache.flink.cdc.connectors.mysql.source.offset;

import io.debezium.connector.mysql.GtidSet;
import java.io.Serializable;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.errors.ConnectException;

/**
 * Stands in for Flink CDC 3.5.0's class of this name, ahead of it on the class path, with one
 * difference: of two positions within the same GTID set and event, the one with more rows behind it
 * is the later. The original takes them for equal, so that after a restart in the middle of a large
 * row event the rest of the event counts as read already and is lost without a word (FLINK-38531,
 * mended in 3.6.0).
 *
 * <p>{@code BinlogOffsetTest} fails when the connector on the class path no longer needs it.
 */
public class BinlogOffset implements Comparable<BinlogOffset>, Serializable {

  private static final long serialVersionUID = 1L;

  public static final String BINLOG_FILENAME_OFFSET_KEY = "file";
  public static final String BINLOG_POSITION_OFFSET_KEY = "pos";
  public static final String EVENTS_TO_SKIP_OFFSET_KEY = "event";
  public static final String ROWS_TO_SKIP_OFFSET_KEY = "row";
  public static final String GTID_SET_KEY = "gtids";
  public static final String TIMESTAMP_KEY = "ts_sec";
  public static final String SERVER_ID_KEY = "server_id";
  public static final String OFFSET_KIND_KEY = "kind";

  private final Map<String, String> offset;

  public static BinlogOffsetBuilder builder() {
    return new BinlogOffsetBuilder();
  }

  public static BinlogOffset ofBinlogFilePosition(String filename, long position) {
    return builder().setBinlogFilePosition(filename, position).build();
  }

  public static BinlogOffset ofGtidSet(String gtidSet) {
    return builder().setBinlogFilePosition("", 0).setGtidSet(gtidSet).build();
  }

  public static BinlogOffset ofEarliest() {
    return builder().setOffsetKind(BinlogOffsetKind.EARLIEST).build();
  }

  public static BinlogOffset ofLatest() {
    return builder().setOffsetKind(BinlogOffsetKind.LATEST).build();
  }

  public static BinlogOffset ofTimestampSec(long timestampSec) {
    return builder()
        .setOffsetKind(BinlogOffsetKind.TIMESTAMP)
        .setTimestampSec(timestampSec)
        .build();
  }

  public static BinlogOffset ofNonStopping() {
    return builder().setOffsetKind(BinlogOffsetKind.NON_STOPPING).build();
  }

  public BinlogOffset(Map<String, String> offset) {
    this.offset = offset;
  }

  public Map<String, String> getOffset() {
    return offset;
  }

  public String getFilename() {
    return offset.get(BINLOG_FILENAME_OFFSET_KEY);
  }

  public long getPosition() {
    return number(BINLOG_POSITION_OFFSET_KEY);
  }

  public long getRestartSkipEvents() {
    return number(EVENTS_TO_SKIP_OFFSET_KEY);
  }

  public long getRestartSkipRows() {
    return number(ROWS_TO_SKIP_OFFSET_KEY);
  }

  public String getGtidSet() {
    return offset.get(GTID_SET_KEY);
  }

  public long getTimestampSec() {
    return number(TIMESTAMP_KEY);
  }

  public Long getServerId() {
    return number(SERVER_ID_KEY);
  }

  /** Null in positions that were written before kinds existed. */
  public BinlogOffsetKind getOffsetKind() {
    String kind = offset.get(OFFSET_KIND_KEY);
    return kind == null ? null : BinlogOffsetKind.valueOf(kind);
  }

  private long number(String key) {
    String text = offset.get(key);
    if (text == null) {
      return 0;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new ConnectException(
          "binlog offset '" + key + "' is not a number but '" + text + "'", e);
    }
  }

  @Override
  public int compareTo(BinlogOffset that) {
    boolean endless = getOffsetKind() == BinlogOffsetKind.NON_STOPPING;
    boolean thatEndless = that.getOffsetKind() == BinlogOffsetKind.NON_STOPPING;
    if (endless || thatEndless) {
      return Boolean.compare(endless, thatEndless);
    }
    // A server's GTIDs are often turned on and rarely off: a position without is the older.
    boolean gtids = !isEmpty(getGtidSet());
    boolean thatGtids = !isEmpty(that.getGtidSet());
    if (gtids && thatGtids) {
      return compareByGtids(that);
    }
    return gtids == thatGtids ? compareByFile(that) : Boolean.compare(gtids, thatGtids);
  }

  private int compareByGtids(BinlogOffset that) {
    GtidSet set = new GtidSet(getGtidSet());
    GtidSet thatSet = new GtidSet(that.getGtidSet());
    if (set.equals(thatSet)) {
      return compareWithinTransaction(that);
    }
    return set.isContainedWithin(thatSet) ? -1 : 1;
  }

  private int compareByFile(BinlogOffset that) {
    if (!getServerId().equals(that.getServerId())
        && getTimestampSec() != 0
        && that.getTimestampSec() != 0) {
      // Files of two servers have nothing to do with each other: only the clocks can tell.
      return Long.compare(getTimestampSec(), that.getTimestampSec());
    }
    if (getFilename() != null && that.getFilename() != null) {
      int byFile = getFilename().compareToIgnoreCase(that.getFilename());
      if (byFile != 0) {
        return byFile;
      }
    }
    int byPosition = Long.compare(getPosition(), that.getPosition());
    return byPosition != 0 ? byPosition : compareWithinTransaction(that);
  }

  private int compareWithinTransaction(BinlogOffset that) {
    int byEvents = Long.compare(getRestartSkipEvents(), that.getRestartSkipEvents());
    return byEvents != 0 ? byEvents : Long.compare(getRestartSkipRows(), that.getRestartSkipRows());
  }

  private static boolean isEmpty(String text) {
    return text == null || text.isEmpty();
  }

  public boolean isAtOrBefore(BinlogOffset that) {
    return compareTo(that) <= 0;
  }

  public boolean isBefore(BinlogOffset that) {
    return compareTo(that) < 0;
  }

  public boolean isAtOrAfter(BinlogOffset that) {
    return compareTo(that) >= 0;
  }

  public boolean isAfter(BinlogOffset that) {
    return compareTo(that) > 0;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof BinlogOffset && offset.equals(((BinlogOffset) o).offset);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(offset);
  }

  @Override
  public String toString() {
    return offset.toString();
  }
}
