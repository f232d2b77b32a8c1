package dev.millrace.crm.salesforce;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the CSV of a bulk job's results (RFC 4180), row by row. */
final class CsvReader {

  private final String text;
  private int at;

  CsvReader(byte[] body) {
    this.text = new String(body, StandardCharsets.UTF_8);
  }

  /**
   * The next row's cells; null at the end.
   *
   * @throws IOException when a quoted cell has no end, as in an answer that was cut short
   */
  List<String> row() throws IOException {
    if (at >= text.length()) {
      return null;
    }
    List<String> cells = new ArrayList<>();
    while (true) {
      cells.add(cell());
      char end = at < text.length() ? text.charAt(at++) : '\n';
      if (end == '\r') {
        at += at < text.length() && text.charAt(at) == '\n' ? 1 : 0;
        return cells;
      }
      if (end == '\n') {
        return cells;
      }
    }
  }

  private String cell() throws IOException {
    int start = at;
    if (at >= text.length() || text.charAt(at) != '"') {
      while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(start, at);
    }
    StringBuilder cell = new StringBuilder();
    while (true) {
      int quote = text.indexOf('"', ++at);
      if (quote < 0) {
        throw new IOException("a quoted cell without an end");
      }
      cell.append(text, at, quote);
      at = quote + 1;
      if (at >= text.length() || text.charAt(at) != '"') {
        return cell.toString();
      }
      cell.append('"');
    }
  }
}
