package dev.millrace.simulator.pipedrive;

import dev.millrace.simulator.PropertyType;
import dev.millrace.simulator.rest.Task;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.Work;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Slot;
import dev.millrace.simulator.store.StoredRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds records by a term in some of their fields. */
final class ItemSearch {

  private ItemSearch() {}

  /**
   * The search a call asks for.
   *
   * @throws PipedriveError when its term is too short
   */
  static Work of(ObjectType type, Call call) {
    String term = call.query("term");
    boolean exact = "true".equals(call.query("exact_match"));
    String fields = String.valueOf(call.query("fields"));
    if (term == null || term.length() < (exact ? 1 : 2)) {
      throw new PipedriveError(400, "Validation failed: term: too short");
    }
    return new Task(
        1,
        null,
        () -> {
          List<Map<String, Object>> items = new ArrayList<>();
          for (StoredRecord record : type.records()) {
            if (matches(type, record, term.toLowerCase(Locale.ROOT), exact, fields)) {
              Map<String, Object> item = new LinkedHashMap<>();
              item.put("result_score", exact ? 1.0 : 0.5);
              item.put("item", Item.view(type, record));
              items.add(item);
            }
          }
          return PipedriveApi.data(200, Map.of("items", items));
        });
  }

  private static boolean matches(
      ObjectType type, StoredRecord record, String term, boolean exact, String fields) {
    for (Slot slot : type.slots()) {
      String value = record.value(slot);
      String asked = Item.isCustom(slot) ? "custom_fields" : slot.name().replaceAll("s$", "");
      if (value != null && (fields.equals("null") || fields.contains(asked))) {
        String folded = value.toLowerCase(Locale.ROOT);
        boolean list = slot.property().type() == PropertyType.JSON;
        if (exact && !list
            ? folded.equals(term)
            : folded.contains(list ? '"' + term + '"' : term)) {
          return true;
        }
      }
    }
    return false;
  }
}
