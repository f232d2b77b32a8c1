package dev.millrace.change;

import java.io.Serializable;
import java.util.Objects;

/**
 * Place of a change in the log of its database; positions of one log are comparable. A place within
 * one server's log, as people find it in {@code mysqlbinlog} or {@code pg_waldump}; it is not what
 * the job restores from (that is Flink CDC's own offset, GTID included).
 */
public final class SourcePosition implements Comparable<SourcePosition>, Serializable {

  private static final long serialVersionUID = 1L;

  /** Position of a row that the snapshot read: before every position of a log. */
  public static final SourcePosition SNAPSHOT = new SourcePosition("", 0, 0);

  private final String file;
  private final long offset;
  private final int row;

  private SourcePosition(String file, long offset, int row) {
    this.file = Objects.requireNonNull(file, "file");
    this.offset = offset;
    this.row = row;
  }

  /**
   * A row of a binlog event: the file, the byte offset of the event, the row's place in the event
   * from 0.
   */
  public static SourcePosition binlog(String file, long offset, int row) {
    return new SourcePosition(file, offset, row);
  }

  /** A Postgres log sequence number. */
  public static SourcePosition lsn(long lsn) {
    return new SourcePosition("", lsn, 0);
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static SourcePosition parse(String text) {
    if (text.equals("snapshot")) {
      return SNAPSHOT;
    }
    int colon = text.lastIndexOf(':');
    int row = text.indexOf('#', colon + 1);
    int slash = text.indexOf('/');
    try {
      if (colon > 0 && row > 0) {
        return binlog(
            text.substring(0, colon),
            Long.parseUnsignedLong(text.substring(colon + 1, row)),
            Integer.parseInt(text.substring(row + 1)));
      }
      if (slash > 0) {
        return lsn(
            Long.parseLong(text.substring(0, slash), 16) << 32
                | Long.parseLong(text.substring(slash + 1), 16));
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("no position in a log: '" + text + "'", e);
    }
    throw new IllegalArgumentException("no position in a log: '" + text + "'");
  }

  /** The binlog's file; empty for Postgres, and for a row of the snapshot. */
  public String file() {
    return file;
  }

  /** Bytes: in the file, or for Postgres since the log's beginning. */
  public long offset() {
    return offset;
  }

  @Override
  public int compareTo(SourcePosition other) {
    // Binlog files are numbered: mysql-bin.999999 is followed by mysql-bin.1000000.
    int byFile = Integer.compare(file.length(), other.file.length());
    if (byFile == 0) {
      byFile = file.compareTo(other.file);
    }
    if (byFile != 0) {
      return byFile;
    }
    int byOffset = Long.compareUnsigned(offset, other.offset);
    return byOffset != 0 ? byOffset : Integer.compare(row, other.row);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof SourcePosition && compareTo((SourcePosition) o) == 0;
  }

  @Override
  public int hashCode() {
    return Objects.hash(file, offset, row);
  }

  /** {@code mysql-bin.000003:1547#2}, {@code 0/16B3748}, or {@code snapshot}. */
  @Override
  public String toString() {
    if (!file.isEmpty()) {
      return file + ':' + Long.toUnsignedString(offset) + '#' + row;
    }
    return offset == 0 ? "snapshot" : String.format("%X/%X", offset >>> 32, offset & 0xFFFFFFFFL);
  }
}
