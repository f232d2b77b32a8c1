package dev.millrace.crm.salesforce;

import dev.millrace.change.Row;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.RequestBody;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes records as Bulk API 2.0 takes them: CSV with commas and line feeds, straight from their
 * values. An empty cell leaves a field as it is, {@value #CLEARED} clears it.
 */
final class CsvWriter {

  static final String CLEARED = "#N/A";

  private static final int BYTES_PER_RECORD = 200;

  private final SObjectType type;

  CsvWriter(SObjectType type) {
    this.type = type;
  }

  /**
   * @param records the batch's
   * @param order indexes of those to write, in the order of their rows
   */
  RequestBody write(List<CrmRecord> records, int[] order) {
    RequestBody body = new RequestBody(BYTES_PER_RECORD * order.length);
    try (Writer csv = new OutputStreamWriter(body, StandardCharsets.UTF_8)) {
      cell(csv, type.type().idField());
      for (FieldName field : type.fields()) {
        if (field != null) {
          csv.write(',');
          cell(csv, field.text);
        }
      }
      csv.write('\n');
      for (int index : order) {
        row(csv, records.get(index));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a body in memory cannot fail", e);
    }
    return body;
  }

  private void row(Writer csv, CrmRecord record) throws IOException {
    cell(csv, record.externalId());
    for (int i = 0; i < type.fields().length; i++) {
      if (type.fields()[i] == null) {
        continue;
      }
      csv.write(',');
      Object value = record.value(i);
      if (value != Row.UNCHANGED) {
        String text = ValueWriter.text(type.kind(i), value);
        cell(csv, text == null || text.isEmpty() ? CLEARED : text);
      }
    }
    csv.write('\n');
  }

  private static void cell(Writer csv, String text) throws IOException {
    if (!needsQuotes(text)) {
      csv.write(text);
      return;
    }
    csv.write('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        csv.write('"');
      }
      csv.write(c);
    }
    csv.write('"');
  }

  private static boolean needsQuotes(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ',' || c == '"' || c == '\n' || c == '\r') {
        return true;
      }
    }
    return !text.isEmpty() && (text.charAt(0) == ' ' || text.charAt(text.length() - 1) == ' ');
  }
}
