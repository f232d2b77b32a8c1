package dev.millrace.simulator.hubspot;

import dev.millrace.simulator.hubspot.AssociationTypes.Spec;
import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.Json;
import dev.millrace.simulator.server.Tenant;
import dev.millrace.simulator.server.Work;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Slot;
import dev.millrace.simulator.store.StoredRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Associations between records, by batch or one by one (v4). */
final class AssociationsEndpoint {

  private final Tenant account;
  private final Associations associations = new Associations();

  AssociationsEndpoint(Tenant account) {
    this.account = account;
  }

  /**
   * A batch below {@code associations/{from}/{to}}.
   *
   * @throws ProblemException when the call is refused as it stands, or there is no such batch
   */
  Work batch(Call call, ObjectType from, ObjectType to, String action) {
    AssociationWrite.Kind kind =
        switch (call.method() + ' ' + action) {
          case "POST batch/create" -> AssociationWrite.Kind.CREATE;
          case "POST batch/associate/default" -> AssociationWrite.Kind.DEFAULT;
          case "POST batch/archive" -> AssociationWrite.Kind.ARCHIVE;
          case "POST batch/labels/archive" -> AssociationWrite.Kind.LABELS_ARCHIVE;
          case "POST batch/read" -> null;
          default -> throw Problems.notFound().exception();
        };
    return kind == null
        ? new AssociationRead(account, associations, from, to, call)
        : new AssociationWrite(account, associations, kind, from, to, call);
  }

  /**
   * The associations of one record, below {@code objects/{from}/{id}/associations}.
   *
   * @param words of the path after that: [default,] to [, id]
   * @throws ProblemException when the call is refused as it stands
   */
  Answer one(Call call, ObjectType from, String fromId, List<String> words) {
    boolean byDefault = words.get(0).equals("default");
    List<String> end = byDefault ? words.subList(1, words.size()) : words;
    ObjectType to = end.isEmpty() ? null : account.store().type(end.get(0));
    StoredRecord record = RecordIds.find(from, fromId);
    if (to == null || record == null || end.size() > 2) {
      throw Problems.notFound().exception();
    }
    if (end.size() == 1) {
      return Answer.json(
          200, Map.of("results", AssociationRead.others(associations, from, record.id(), to)));
    }
    String toId = end.get(1);
    StoredRecord other = RecordIds.find(to, toId);
    if (other == null) {
      throw Problems.invalidIdentifier(toId).exception();
    }
    switch (call.method()) {
      case "DELETE":
        associations.remove(from, record.id(), to, other.id());
        return Answer.empty(204);
      case "PUT":
        List<Spec> specs = byDefault ? List.of() : AssociationWrite.specs(types(call), from, to);
        associations.set(from, record.id(), to, other.id(), specs);
        return byDefault
            ? Answer.json(200, bothWays(from, fromId, to, toId))
            : Answer.json(201, AssociationWrite.labelled(from, fromId, to, toId));
      default:
        throw Problems.notFound().exception();
    }
  }

  private static Object types(Call call) {
    try {
      return Json.read(call.body(), call.bodyLength());
    } catch (IOException e) {
      throw Bodies.wrongType("java.util.List");
    }
  }

  private static Map<String, Object> bothWays(
      ObjectType from, String fromId, ObjectType to, String toId) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", "COMPLETE");
    body.put(
        "results",
        List.of(
            AssociationWrite.unlabelled(from, fromId, to, toId),
            AssociationWrite.unlabelled(to, toId, from, fromId)));
    return body;
  }

  /** What each live record is associated with, both by a property's values. */
  Map<String, List<String>> all(ObjectType from, Slot fromId, ObjectType to, Slot toId) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    for (StoredRecord record : from.records()) {
      List<String> others = new ArrayList<>();
      for (Long other : associations.of(from, record.id(), to).keySet()) {
        others.add(to.record(other).value(toId));
      }
      if (!others.isEmpty()) {
        all.put(record.value(fromId), others);
      }
    }
    return all;
  }
}
