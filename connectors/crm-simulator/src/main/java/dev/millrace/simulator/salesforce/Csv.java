package dev.millrace.simulator.salesforce;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads CSV row by row: cells may be quoted, with quotes doubled inside, and quoted cells may hold
 * delimiters and line ends (RFC 4180).
 */
final class Csv {

  private final byte[] bytes;
  private final int end;
  private final byte delimiter;
  private final List<String> cells = new ArrayList<>();
  private final StringBuilder quoted = new StringBuilder();
  private int position;
  private int rowStart;
  private int rowEnd;
  private boolean carriageReturn;

  Csv(byte[] bytes, int length, char delimiter) {
    this.bytes = bytes;
    this.end = length;
    this.delimiter = (byte) delimiter;
    if (length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB) {
      position = 3;
    }
  }

  /** Goes on from a place that {@link #rowStart} told. */
  void seek(int rowStart) {
    position = rowStart;
  }

  /** Reads the next row that is not blank; false at the end. */
  boolean next() {
    while (position < end && (bytes[position] == '\n' || bytes[position] == '\r')) {
      position++;
    }
    if (position >= end) {
      return false;
    }
    cells.clear();
    rowStart = position;
    do {
      cells.add(cell());
    } while (position < end && bytes[position] == delimiter && skip());
    rowEnd = position;
    carriageReturn = position < end && bytes[position] == '\r';
    return true;
  }

  private boolean skip() {
    position++;
    return true;
  }

  private String cell() {
    if (position < end && bytes[position] == '"') {
      return quotedCell();
    }
    int from = position;
    while (position < end && !ends(bytes[position])) {
      position++;
    }
    return text(from, position);
  }

  private boolean ends(byte b) {
    return b == delimiter || b == '\n' || b == '\r';
  }

  private String quotedCell() {
    quoted.setLength(0);
    int from = ++position;
    while (position < end) {
      if (bytes[position] != '"') {
        position++;
      } else if (position + 1 < end && bytes[position + 1] == '"') {
        quoted.append(text(from, position + 1));
        position += 2;
        from = position;
      } else {
        quoted.append(text(from, position++));
        return quoted.toString();
      }
    }
    return quoted.append(text(from, position)).toString();
  }

  private String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  /** The cells of the row read last. */
  List<String> cells() {
    return cells;
  }

  int rowStart() {
    return rowStart;
  }

  /** Where the row ends, before its line end. */
  int rowEnd() {
    return rowEnd;
  }

  /** Whether the row ended with CR and LF. */
  boolean endedWithCarriageReturn() {
    return carriageReturn;
  }

  /** A cell as it is written. */
  static String quote(String cell) {
    return '"' + cell.replace("\"", "\"\"") + '"';
  }
}
