package dev.millrace.simulator.zoho;

import dev.millrace.simulator.rest.Task;
import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.SelectQuery;
import dev.millrace.simulator.server.Tenant;
import dev.millrace.simulator.server.Work;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Slot;
import dev.millrace.simulator.store.StoredRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Queries in Zoho's own dialect. */
final class Coql {

  private Coql() {}

  /**
   * The query a call asks.
   *
   * @throws ZohoError when it cannot be read
   */
  static Work of(Tenant tenant, Call call) {
    String method = call.method();
    SelectQuery query = query(call);
    return new Task(1, null, () -> answer(tenant, method, query));
  }

  private static SelectQuery query(Call call) {
    try {
      return SelectQuery.parse(String.valueOf(ZohoApi.body(call).get("select_query")));
    } catch (SelectQuery.Malformed e) {
      throw new ZohoError(400, "SYNTAX_ERROR", e.getMessage());
    }
  }

  private static Answer answer(Tenant tenant, String method, SelectQuery query) {
    ObjectType type = tenant.store().type(query.object());
    if (type == null || !method.equals("POST")) {
      return new ZohoError(400, "INVALID_QUERY", "invalid module or method").answer();
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    for (StoredRecord record : type.records()) {
      if (query.conditions().stream().allMatch(condition -> meets(type, record, condition))) {
        Map<String, Object> row = new LinkedHashMap<>();
        query.fields().forEach(field -> row.put(field, value(type, record, field)));
        rows.add(row);
      }
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("data", rows);
    body.put("info", Map.of("count", rows.size(), "more_records", false));
    return rows.isEmpty() ? Answer.empty(204) : Answer.json(200, body);
  }

  private static boolean meets(
      ObjectType type, StoredRecord record, SelectQuery.Condition condition) {
    String value = value(type, record, condition.field());
    return condition.values().stream()
            .anyMatch(wanted -> wanted == null ? value == null : wanted.equalsIgnoreCase(value))
        == condition.among();
  }

  private static String value(ObjectType type, StoredRecord record, String field) {
    if (field.equalsIgnoreCase("id")) {
      return Long.toString(record.id());
    }
    Slot slot = type.slot(field);
    return slot == null ? null : record.value(slot);
  }
}
