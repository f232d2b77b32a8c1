package dev.millrace.crm.salesforce;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Salesforce's ids of the records that were written last, by their external ids: a record that is
 * deleted soon after costs no look-up. An id that is no longer true shows when it is used:
 * Salesforce answers {@code ENTITY_IS_DELETED}, and the record is looked up.
 */
final class RecordIds {

  /** About 3 MB. */
  private static final int MOST = 20_000;

  private final Map<String, String> ids =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MOST;
        }
      };

  /** Null when it is not known. */
  String get(String key) {
    return ids.get(key);
  }

  void put(String key, String id) {
    ids.put(key, id);
  }

  void remove(String key) {
    ids.remove(key);
  }
}
