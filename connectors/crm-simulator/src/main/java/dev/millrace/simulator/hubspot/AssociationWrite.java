package dev.millrace.simulator.hubspot;

import dev.millrace.simulator.hubspot.AssociationTypes.Spec;
import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.Json;
import dev.millrace.simulator.server.Tenant;
import dev.millrace.simulator.server.Work;
import dev.millrace.simulator.store.ObjectType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A batch that associates records or parts them; bad ids are listed, the others take effect. */
final class AssociationWrite implements Work {

  /** What the batch does. */
  enum Kind {
    CREATE(2000),
    DEFAULT(2000),
    ARCHIVE(100),
    LABELS_ARCHIVE(100);

    private final int most;

    Kind(int most) {
      this.most = most;
    }
  }

  private final Tenant account;
  private final Associations associations;
  private final Kind kind;
  private final ObjectType from;
  private final ObjectType to;
  private final long receivedMicros;
  private final List<Pair> pairs = new ArrayList<>();

  private record Pair(String from, String to, List<Spec> specs) {}

  /**
   * @throws ProblemException when the call is refused as it stands
   */
  AssociationWrite(
      Tenant account,
      Associations associations,
      Kind kind,
      ObjectType from,
      ObjectType to,
      Call call) {
    this.account = account;
    this.associations = associations;
    this.kind = kind;
    this.from = from;
    this.to = to;
    this.receivedMicros = call.receivedMicros();
    List<Map<?, ?>> inputs = Bodies.inputs(Bodies.object(call), kind.most, account.counters());
    for (Map<?, ?> input : inputs) {
      read(input);
    }
  }

  private void read(Map<?, ?> input) {
    String fromId = id(input.get("from"), "from");
    List<Spec> specs = List.of();
    if (kind == Kind.CREATE || kind == Kind.LABELS_ARCHIVE) {
      specs = specs(input.get("types"), from, to);
    }
    List<?> others = input.get("to") instanceof List<?> list ? list : List.of(to(input));
    for (Object other : others) {
      pairs.add(new Pair(fromId, id(other, "to"), specs));
    }
  }

  private static Object to(Map<?, ?> input) {
    Object to = input.get("to");
    if (to == null) {
      throw Bodies.missing("to");
    }
    return to;
  }

  private static String id(Object end, String field) {
    if (!(end instanceof Map<?, ?> map) || map.get("id") == null) {
      throw Bodies.missing(field);
    }
    return map.get("id").toString();
  }

  /**
   * @throws ProblemException when they are no types that lead from one object to the other
   */
  static List<Spec> specs(Object types, ObjectType from, ObjectType to) {
    if (!(types instanceof List<?> list) || list.isEmpty()) {
      throw Bodies.missing("types");
    }
    List<Spec> specs = new ArrayList<>();
    for (Object type : list) {
      if (!(type instanceof Map<?, ?> map) || !(map.get("associationTypeId") instanceof Long id)) {
        throw Bodies.missing("associationTypeId");
      }
      Spec spec = new Spec(String.valueOf(map.get("associationCategory")), id);
      if (!AssociationTypes.leads(from, to, spec)) {
        // HubSpot's own text is not known.
        throw Problem.validation(
                "Association type "
                    + id
                    + " does not lead from "
                    + from.name()
                    + " to "
                    + to.name())
            .exception();
      }
      specs.add(spec);
    }
    return specs;
  }

  @Override
  public int records() {
    return pairs.size();
  }

  @Override
  public Answer commit() {
    List<Problem> errors = new ArrayList<>();
    List<Pair> good = new ArrayList<>();
    boolean removes = kind == Kind.ARCHIVE || kind == Kind.LABELS_ARCHIVE;
    for (Pair pair : pairs) {
      boolean fromThere = RecordIds.find(from, pair.from) != null;
      if (fromThere && RecordIds.find(to, pair.to) != null) {
        apply(pair);
        good.add(pair);
      } else if (!removes) {
        errors.add(Problems.invalidIdentifier(fromThere ? pair.to : pair.from));
      }
    }
    if (removes) {
      return Answer.empty(204);
    }
    return BatchAnswer.of(
        kind == Kind.CREATE ? 201 : 200,
        good.size(),
        (json, result) -> Json.write(json, result(good.get(result))),
        errors,
        account.random(),
        receivedMicros / 1000,
        account.nowMillis());
  }

  private void apply(Pair pair) {
    long fromId = Long.parseLong(pair.from);
    long toId = Long.parseLong(pair.to);
    switch (kind) {
      case CREATE, DEFAULT -> associations.set(from, fromId, to, toId, pair.specs);
      case ARCHIVE -> associations.remove(from, fromId, to, toId);
      case LABELS_ARCHIVE -> associations.removeLabels(from, fromId, to, toId, pair.specs);
    }
  }

  private Map<String, Object> result(Pair pair) {
    return kind == Kind.DEFAULT
        ? unlabelled(from, pair.from, to, pair.to)
        : labelled(from, pair.from, to, pair.to);
  }

  /** Ids are numbers here, unlike anywhere else. */
  static Map<String, Object> labelled(ObjectType from, String fromId, ObjectType to, String toId) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("fromObjectTypeId", from.typeId());
    result.put("fromObjectId", Long.parseLong(fromId));
    result.put("toObjectTypeId", to.typeId());
    result.put("toObjectId", Long.parseLong(toId));
    result.put("labels", List.of());
    return result;
  }

  static Map<String, Object> unlabelled(
      ObjectType from, String fromId, ObjectType to, String toId) {
    Spec spec = AssociationTypes.unlabelled(from, to);
    Map<String, Object> type = new LinkedHashMap<>();
    type.put("associationCategory", spec.category());
    type.put("associationTypeId", spec.typeId());
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("from", Map.of("id", fromId));
    result.put("to", Map.of("id", toId));
    result.put("associationSpec", type);
    return result;
  }
}
