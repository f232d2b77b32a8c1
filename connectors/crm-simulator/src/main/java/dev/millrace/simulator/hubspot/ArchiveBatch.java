package dev.millrace.simulator.hubspot;

import dev.millrace.simulator.RecordError;
import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.KeysInFlight;
import dev.millrace.simulator.server.Tenant;
import dev.millrace.simulator.server.Work;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Store;
import dev.millrace.simulator.store.StoredRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A batch that archives records by their CRM ids; one that is not there is none the worse. */
final class ArchiveBatch implements Work {

  private final Tenant account;
  private final ObjectType type;
  private final long receivedMicros;
  private final Set<String> ids;
  private final KeysInFlight keys;

  /**
   * @throws ProblemException when the call is refused as it stands
   */
  ArchiveBatch(Tenant account, ObjectType type, Call call) {
    this.account = account;
    this.type = type;
    this.receivedMicros = call.receivedMicros();
    List<String> inputs = Bodies.ids(Bodies.object(call));
    if (inputs.size() > Account.MOST_INPUTS) {
      account.counters().oversizedCall();
      account.counters().refused(inputs.size());
      throw Problems.tooManyInputs(Account.MOST_INPUTS).exception();
    }
    this.ids = new LinkedHashSet<>(inputs);
    for (int i = ids.size(); i < inputs.size(); i++) {
      account.counters().keyTwiceInOneCall();
    }
    this.keys = new KeysInFlight(account.counters(), ids.size());
    for (String id : ids) {
      keys.hold(RecordIds.find(type, id), type.slot("hs_object_id"), id);
    }
  }

  @Override
  public void leave() {
    keys.leave();
  }

  @Override
  public int records() {
    return ids.size();
  }

  @Override
  public Answer commit() {
    List<StoredRecord> found = new ArrayList<>();
    for (String id : ids) {
      StoredRecord record = RecordIds.find(type, id);
      if (record == null) {
        continue;
      }
      RecordError error = poison(record);
      if (error != null) {
        account.counters().refused(ids.size());
        return Problem.of(error.status(), error.category(), error.message())
            .answer(account.newUuid());
      }
      found.add(record);
    }
    Store.Commit commit = account.store().begin(receivedMicros, account.nowMicros());
    for (StoredRecord record : found) {
      commit.archive(type, record);
      account.counters().archived();
    }
    return Answer.empty(204);
  }

  private RecordError poison(StoredRecord record) {
    if (!account.faults().anyPoison() || record.key() == null) {
      return null;
    }
    return account.faults().error(type.name(), record.value(record.key()));
  }
}
