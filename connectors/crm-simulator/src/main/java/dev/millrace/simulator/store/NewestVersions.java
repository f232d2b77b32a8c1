package dev.millrace.simulator.store;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/** The newest version seen of each record, by a property that grows with every change of it. */
final class NewestVersions {

  private final Map<String, String> newest = new HashMap<>();
  private Slot watched;

  void watch(Slot slot) {
    watched = slot;
    newest.clear();
  }

  boolean watching() {
    return watched != null;
  }

  void clear() {
    newest.clear();
  }

  /** Whether a record was seen with a higher version already, be it before it was archived. */
  boolean isStale(StoredRecord record, Slot[] slots, String[] values) {
    Slot key = record.key();
    String id = key == null ? null : record.value(key);
    if (id == null) {
      return false;
    }
    for (int i = 0; i < slots.length; i++) {
      if (slots[i] == watched && !values[i].isEmpty()) {
        String before = newest.get(key.fold(id));
        if (before != null && compare(values[i], before) < 0) {
          return true;
        }
        newest.put(key.fold(id), values[i]);
      }
    }
    return false;
  }

  /** As numbers where both are, as texts otherwise, so that ISO times are told apart too. */
  private static int compare(String one, String other) {
    return isNumber(one) && isNumber(other)
        ? new BigDecimal(one).compareTo(new BigDecimal(other))
        : one.compareTo(other);
  }

  // Not by an exception: times are compared here thousands of times a second.
  private static boolean isNumber(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    int points = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      points += c == '.' ? 1 : 0;
      if ((c < '0' || c > '9') && c != '.') {
        return false;
      }
    }
    return points < 2 && text.length() > start + points;
  }
}
