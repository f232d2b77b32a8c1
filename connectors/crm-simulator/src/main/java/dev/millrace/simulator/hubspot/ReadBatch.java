package dev.millrace.simulator.hubspot;

import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.Tenant;
import dev.millrace.simulator.server.Work;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Slot;
import dev.millrace.simulator.store.StoredRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A batch that reads records by their CRM id or a unique property. */
final class ReadBatch implements Work {

  private final Tenant account;
  private final ObjectType type;
  private final long receivedMicros;
  private final Set<String> ids;
  private final Slot key;
  private final List<Slot> shown;

  /**
   * @throws ProblemException when the call is refused as it stands
   */
  ReadBatch(Tenant account, ObjectType type, Call call) {
    this.account = account;
    this.type = type;
    this.receivedMicros = call.receivedMicros();
    Map<String, Object> body = Bodies.object(call);
    List<String> inputs = Bodies.ids(body);
    if (inputs.size() > Account.MOST_INPUTS) {
      account.counters().oversizedCall();
      throw Problems.tooManyInputs(Account.MOST_INPUTS).exception();
    }
    this.ids = new LinkedHashSet<>(inputs);
    this.key = RecordIds.key(type, (String) body.get("idProperty"));
    this.shown = RecordWriter.shown(type, Bodies.strings(body, "properties"));
  }

  @Override
  public int records() {
    return ids.size();
  }

  @Override
  public Answer commit() {
    List<StoredRecord> found = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String id : ids) {
      StoredRecord record = RecordIds.find(type, key, id);
      if (record == null) {
        missing.add(id);
      } else {
        found.add(record);
      }
    }
    List<Problem> errors =
        missing.isEmpty() ? List.of() : List.of(Problems.objectsNotFound(type.singular(), missing));
    return BatchAnswer.of(
        200,
        found.size(),
        (json, result) -> RecordWriter.write(json, type, found.get(result), shown),
        errors,
        account.random(),
        receivedMicros / 1000,
        account.nowMillis());
  }
}
