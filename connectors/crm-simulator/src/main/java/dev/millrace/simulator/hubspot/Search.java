package dev.millrace.simulator.hubspot;

import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.Json;
import dev.millrace.simulator.server.Tenant;
import dev.millrace.simulator.server.Work;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Slot;
import dev.millrace.simulator.store.StoredRecord;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Finds records by filters. Its index lags: a record is not found until some time has passed since
 * its last change.
 */
final class Search implements Work {

  private static final int MOST_RESULTS = 200;

  private final Tenant account;
  private final ObjectType type;
  private final long lagMillis;
  private final Predicate<StoredRecord> filter;
  private final List<Slot> shown;
  private final int limit;
  private final int after;

  /**
   * @throws ProblemException when the call is refused as it stands
   */
  Search(Tenant account, ObjectType type, long lagMillis, Call call) {
    this.account = account;
    this.type = type;
    this.lagMillis = lagMillis;
    Map<String, Object> body = Bodies.object(call);
    this.filter = anyGroup(body.get("filterGroups"));
    this.shown = RecordWriter.shown(type, Bodies.strings(body, "properties"));
    this.limit = number(body.get("limit"), 10);
    this.after = number(body.get("after"), 0);
    if (limit > MOST_RESULTS) {
      throw Problem.validation("limit must be at most " + MOST_RESULTS).exception();
    }
  }

  private static int number(Object value, int otherwise) {
    try {
      return value == null ? otherwise : Integer.parseInt(value.toString());
    } catch (NumberFormatException e) {
      throw Bodies.wrongType("int");
    }
  }

  @Override
  public int records() {
    return 1;
  }

  @Override
  public Answer commit() {
    long newest = account.nowMillis() - lagMillis;
    List<StoredRecord> found = new ArrayList<>();
    for (StoredRecord record : type.records()) {
      if (record.changedMillis() <= newest && filter.test(record)) {
        found.add(record);
      }
    }
    int from = Math.min(after, found.size());
    int to = Math.min(from + limit, found.size());
    return Answer.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeNumberField("total", found.size());
              json.writeArrayFieldStart("results");
              for (StoredRecord record : found.subList(from, to)) {
                RecordWriter.write(json, type, record, shown);
              }
              json.writeEndArray();
              if (to < found.size()) {
                json.writeFieldName("paging");
                Json.write(json, Map.of("next", Map.of("after", Integer.toString(to))));
              }
              json.writeEndObject();
            }));
  }

  private Predicate<StoredRecord> anyGroup(Object groups) {
    if (!(groups instanceof List<?> list) || list.isEmpty()) {
      return record -> true;
    }
    Predicate<StoredRecord> any = record -> false;
    for (Object group : list) {
      Predicate<StoredRecord> all = record -> true;
      if (group instanceof Map<?, ?> map && map.get("filters") instanceof List<?> filters) {
        for (Object one : filters) {
          all = all.and(filter(one));
        }
      }
      any = any.or(all);
    }
    return any;
  }

  private Predicate<StoredRecord> filter(Object definition) {
    if (!(definition instanceof Map<?, ?> map)) {
      throw Bodies.wrongType("Filter");
    }
    String name = String.valueOf(map.get("propertyName"));
    Slot slot = type.slot(name);
    if (slot == null) {
      throw Problems.invalidValues(List.of(InvalidValue.unknownProperty(name))).exception();
    }
    String operand = slot.fold(String.valueOf(map.get("value")));
    List<String> operands =
        map.get("values") instanceof List<?> list
            ? list.stream().map(element -> slot.fold(String.valueOf(element))).toList()
            : List.of();
    Predicate<String> test =
        switch (String.valueOf(map.get("operator"))) {
          case "EQ" -> operand::equals;
          case "NEQ" -> value -> value != null && !value.equals(operand);
          case "IN" -> value -> value != null && operands.contains(value);
          case "NOT_IN" -> value -> value != null && !operands.contains(value);
          case "HAS_PROPERTY" -> value -> value != null;
          case "NOT_HAS_PROPERTY" -> value -> value == null;
          case "LT" -> value -> value != null && compare(value, operand) < 0;
          case "LTE" -> value -> value != null && compare(value, operand) <= 0;
          case "GT" -> value -> value != null && compare(value, operand) > 0;
          case "GTE" -> value -> value != null && compare(value, operand) >= 0;
          default -> throw Bodies.wrongType("FilterOperator");
        };
    return record -> test.test(RecordWriter.value(type, record, slot));
  }

  private static int compare(String one, String other) {
    try {
      return new BigDecimal(one).compareTo(new BigDecimal(other));
    } catch (NumberFormatException e) {
      return one.compareTo(other);
    }
  }
}
