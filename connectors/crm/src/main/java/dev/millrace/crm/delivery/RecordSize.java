package dev.millrace.crm.delivery;

import dev.millrace.change.Row;
import dev.millrace.crm.Action;
import dev.millrace.crm.CrmRecord;
import java.util.List;

/** Estimates how many bytes a record takes, in a request and, near enough, in memory. */
final class RecordSize {

  /** Braces, id, the caller's tag and their names. */
  private static final int RECORD = 96;

  /** Quotes, colon, comma. */
  private static final int FIELD = 6;

  private static final int NUMBER_OR_TIME = 24;

  private RecordSize() {}

  static long estimate(CrmRecord record) {
    long bytes = RECORD + utf8(record.externalId());
    if (record.action() == Action.UPSERT) {
      List<String> fields = record.type().fields();
      for (int i = 0; i < fields.size(); i++) {
        Object value = record.value(i);
        if (value != Row.UNCHANGED) {
          bytes += FIELD + fields.get(i).length() + value(value);
        }
      }
    }
    return bytes;
  }

  private static long value(Object value) {
    if (value == null) {
      return 4;
    }
    if (value instanceof String) {
      return utf8((String) value);
    }
    if (value instanceof byte[]) {
      return ((byte[]) value).length * 4L / 3;
    }
    if (value instanceof List) {
      long bytes = 2;
      for (Object element : (List<?>) value) {
        bytes += FIELD + value(element);
      }
      return bytes;
    }
    return NUMBER_OR_TIME;
  }

  private static long utf8(String text) {
    long bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7F) {
        bytes += 2;
      }
    }
    return bytes;
  }
}
