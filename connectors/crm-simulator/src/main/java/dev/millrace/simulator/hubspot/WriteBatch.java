package dev.millrace.simulator.hubspot;

import dev.millrace.simulator.RecordError;
import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.KeysInFlight;
import dev.millrace.simulator.server.Tenant;
import dev.millrace.simulator.server.Work;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Store;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A batch that creates, updates or upserts. Every input is checked first, against the records and
 * the inputs before it; then all good ones are written, or none when one is bad and the inputs
 * carry no trace ids.
 */
final class WriteBatch implements Work {

  /** What the batch does. */
  enum Kind {
    CREATE,
    UPDATE,
    UPSERT
  }

  private final Tenant account;
  private final ObjectType type;
  private final Kind kind;
  private final long receivedMicros;
  private final List<WriteInput> inputs;
  private final boolean partial;
  private final UniqueValues uniqueValues;
  private final KeysInFlight keys;

  /**
   * @throws ProblemException when the call is refused as it stands
   */
  WriteBatch(Tenant account, ObjectType type, Kind kind, Call call) {
    this.account = account;
    this.type = type;
    this.kind = kind;
    this.receivedMicros = call.receivedMicros();
    this.inputs = BatchReader.read(call, type, kind != Kind.CREATE);
    if (inputs.size() > Account.MOST_INPUTS) {
      account.counters().oversizedCall();
      account.counters().refused(inputs.size());
      throw Problems.tooManyInputs(Account.MOST_INPUTS).exception();
    }
    resolveKeys();
    refuseDuplicates();
    this.uniqueValues = new UniqueValues(type);
    this.partial = allowsPartialSuccess();
    this.keys = new KeysInFlight(account.counters(), inputs.size());
    holdKeys();
  }

  private void resolveKeys() {
    if (kind == Kind.CREATE) {
      return;
    }
    for (WriteInput input : inputs) {
      if (input.idProperty == null) {
        input.foldedId = input.id;
        continue;
      }
      input.key = type.slot(input.idProperty);
      if (input.key == null) {
        throw Problems.invalidValues(List.of(InvalidValue.unknownProperty(input.idProperty)))
            .exception();
      }
      if (!input.key.unique()) {
        throw Problems.nonUnique(type.typeId(), input.idProperty).exception();
      }
      input.foldedId = input.key.fold(input.id);
    }
  }

  private void refuseDuplicates() {
    if (kind == Kind.CREATE) {
      return;
    }
    Set<String> seen = new HashSet<>(2 * inputs.size());
    Set<String> twice = new LinkedHashSet<>();
    for (WriteInput input : inputs) {
      if (!seen.add(input.foldedId)) {
        account.counters().keyTwiceInOneCall();
        twice.add(input.foldedId);
      }
    }
    if (!twice.isEmpty()) {
      account.counters().refused(inputs.size());
      throw Problems.duplicates(List.copyOf(twice)).exception();
    }
  }

  /** Trace ids must be there and differ; with e-mails as ids HubSpot has no partial success. */
  private boolean allowsPartialSuccess() {
    Set<String> traces = new HashSet<>(2 * inputs.size());
    for (WriteInput input : inputs) {
      if (input.traceId == null || !traces.add(input.traceId)) {
        return false;
      }
      if (input.key != null && input.key.email()) {
        return false;
      }
    }
    return true;
  }

  private void holdKeys() {
    for (WriteInput input : inputs) {
      if (input.key != null) {
        keys.hold(input.key, input.foldedId);
      }
    }
  }

  @Override
  public void leave() {
    keys.leave();
  }

  @Override
  public int records() {
    return inputs.size();
  }

  @Override
  public Answer commit() {
    List<String> unknownIds = new ArrayList<>();
    List<Problem> errors = new ArrayList<>();
    List<WriteInput> good = new ArrayList<>(inputs.size());
    for (WriteInput input : inputs) {
      findTarget(input);
      if (input.target == null && kind == Kind.UPDATE
          || input.target == null && kind == Kind.UPSERT && input.key == null) {
        unknownIds.add(input.id);
        continue;
      }
      Problem refusal = check(input);
      if (refusal == null) {
        uniqueValues.claim(input);
        good.add(input);
      } else if (partial && !input.wholeCall) {
        errors.add(refusal.with("objectWriteTraceId", List.of(input.traceId)));
      } else {
        account.counters().refused(inputs.size());
        return refusal.answer(account.newUuid());
      }
    }
    if (!unknownIds.isEmpty()) {
      errors.add(Problems.objectsNotFound(type.singular(), unknownIds));
    }
    account.counters().refused(inputs.size() - good.size());
    Store.Commit commit = account.store().begin(receivedMicros, account.nowMicros());
    for (WriteInput input : good) {
      write(commit, input);
    }
    return BatchAnswer.of(
        kind == Kind.CREATE ? 201 : 200,
        good.size(),
        (json, result) ->
            RecordWriter.writeResult(json, type, good.get(result), kind == Kind.UPSERT),
        errors,
        account.random(),
        receivedMicros / 1000,
        commit.nowMillis());
  }

  private void findTarget(WriteInput input) {
    if (kind == Kind.CREATE) {
      return;
    }
    input.target =
        input.key != null ? input.key.holder(input.foldedId) : RecordIds.find(type, input.id);
  }

  private Problem check(WriteInput input) {
    if (account.faults().anyPoison()) {
      RecordError error = poison(input);
      if (error != null) {
        input.wholeCall = error.wholeCall();
        return Problem.of(error.status(), error.category(), error.message());
      }
    }
    if (input.invalid != null) {
      return Problems.invalidValues(input.invalid);
    }
    if (input.target == null) {
      List<String> missing = RequiredProperties.missing(type, input);
      if (!missing.isEmpty()) {
        return Problems.requiredProperties(type.singular(), missing);
      }
    } else if (input.slots.length == 0) {
      return Problems.nothingToUpdate();
    }
    input.recordId = input.target == null ? account.store().nextId() : input.target.id();
    return uniqueValues.conflict(input, partial);
  }

  private RecordError poison(WriteInput input) {
    if (input.id != null) {
      return account.faults().error(type.name(), input.id);
    }
    for (int i = 0; i < input.slots.length; i++) {
      RecordError error =
          input.slots[i].unique() ? account.faults().error(type.name(), input.values[i]) : null;
      if (error != null) {
        return error;
      }
    }
    return null;
  }

  private void write(Store.Commit commit, WriteInput input) {
    SpecialValues.apply(input);
    if (input.target == null) {
      input.created = true;
      input.target = commit.create(type, input.recordId, input.key, input.slots, input.values);
      account.counters().created();
    } else {
      commit.update(type, input.target, input.key, input.slots, input.values);
      account.counters().updated();
    }
  }
}
