package dev.millrace.simulator.hubspot;

import dev.millrace.simulator.hubspot.AssociationTypes.Spec;
import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.Json;
import dev.millrace.simulator.server.Tenant;
import dev.millrace.simulator.server.Work;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.StoredRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A batch that reads which records others are associated with. */
final class AssociationRead implements Work {

  private static final int MOST = 1000;

  private final Tenant account;
  private final Associations associations;
  private final ObjectType from;
  private final ObjectType to;
  private final long receivedMicros;
  private final List<String> ids;

  /**
   * @throws ProblemException when the call is refused as it stands
   */
  AssociationRead(
      Tenant account, Associations associations, ObjectType from, ObjectType to, Call call) {
    this.account = account;
    this.associations = associations;
    this.from = from;
    this.to = to;
    this.receivedMicros = call.receivedMicros();
    Map<String, Object> body = Bodies.object(call);
    Bodies.inputs(body, MOST, account.counters());
    this.ids = Bodies.ids(body);
  }

  @Override
  public int records() {
    return ids.size();
  }

  @Override
  public Answer commit() {
    List<Map<String, Object>> results = new ArrayList<>();
    List<Problem> errors = new ArrayList<>();
    for (String id : ids) {
      StoredRecord record = RecordIds.find(from, id);
      List<Map<String, Object>> others =
          record == null ? List.of() : others(associations, from, record.id(), to);
      if (others.isEmpty()) {
        errors.add(Problems.noAssociations(from.singular(), id, to.singular()));
      } else {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("from", Map.of("id", id));
        result.put("to", others);
        results.add(result);
      }
    }
    return BatchAnswer.of(
        200,
        results.size(),
        (json, result) -> Json.write(json, results.get(result)),
        errors,
        account.random(),
        receivedMicros / 1000,
        account.nowMillis());
  }

  static List<Map<String, Object>> others(
      Associations associations, ObjectType from, long fromId, ObjectType to) {
    List<Map<String, Object>> others = new ArrayList<>();
    associations
        .of(from, fromId, to)
        .forEach(
            (toId, specs) -> {
              Map<String, Object> other = new LinkedHashMap<>();
              other.put("toObjectId", toId);
              other.put("associationTypes", types(specs));
              others.add(other);
            });
    return others;
  }

  private static List<Map<String, Object>> types(Set<Spec> specs) {
    List<Map<String, Object>> types = new ArrayList<>();
    for (Spec spec : specs) {
      Map<String, Object> type = new LinkedHashMap<>();
      type.put("category", spec.category());
      type.put("typeId", spec.typeId());
      type.put("label", null);
      types.add(type);
    }
    return types;
  }
}
