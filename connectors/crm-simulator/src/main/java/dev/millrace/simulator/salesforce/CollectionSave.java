package dev.millrace.simulator.salesforce;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.simulator.RecordError;
import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.Json;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Slot;
import dev.millrace.simulator.store.Store;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Up to 200 records to upsert, create or update; results in their order. */
final class CollectionSave extends WritingCall {

  /** What is done with the records. */
  enum Kind {
    UPSERT,
    CREATE,
    UPDATE
  }

  private final Kind kind;
  private final boolean allOrNone;
  private final List<SObjectInput> inputs;
  private final RecordSaver saver;

  /**
   * @param key null unless the kind is UPSERT
   * @throws RefusedCall when the call is refused as it stands
   */
  CollectionSave(Org org, Call call, Kind kind, ObjectType type, Slot key) {
    super(org, call.receivedMicros(), Org.MOST_RECORDS);
    this.kind = kind;
    CollectionReader body = CollectionReader.read(org, call, type);
    this.allOrNone = body.allOrNone();
    this.inputs = body.inputs();
    this.saver = new RecordSaver(org, locks);
    inputs.forEach(input -> prepare(input, key));
    if (key != null) {
      markDuplicates(org, inputs);
    }
    inputs.forEach(this::start);
  }

  private void prepare(SObjectInput input, Slot key) {
    if (kind == Kind.UPSERT) {
      input.identifyBy(key);
    }
    if (kind != Kind.UPDATE && input.id != null) {
      input.fail(Errors.notInData("Id"));
    } else if (kind == Kind.UPDATE && input.id == null) {
      input.fail(Errors.idNotSpecified());
    }
  }

  /** Marks every copy of a key that several records have. */
  static void markDuplicates(Org org, List<SObjectInput> inputs) {
    Map<String, SObjectInput> seen = new HashMap<>(2 * inputs.size());
    for (SObjectInput input : inputs) {
      if (input.keyValue == null) {
        continue;
      }
      SObjectInput first = seen.putIfAbsent(input.key.fold(input.keyValue), input);
      if (first != null) {
        first.duplicate = true;
        input.duplicate = true;
        org.tenant().counters().keyTwiceInOneCall();
      }
    }
  }

  private void start(SObjectInput input) {
    saver.start(input);
    if (input.keyValue != null) {
      keys.hold(input.key, input.key.fold(input.keyValue));
    } else if (input.id != null) {
      keys.hold(input.atStart, input.type.slot("Id"), input.id);
    }
  }

  @Override
  void startAgain() {
    inputs.forEach(saver::look);
  }

  @Override
  public int records() {
    return inputs.size();
  }

  @Override
  Answer write(Store.Commit commit) {
    for (SObjectInput input : inputs) {
      RecordError poison = saver.poison(input);
      if (poison != null && poison.wholeCall()) {
        inputs.forEach(each -> each.fail(RecordSaver.asError(poison)));
        return RefusedCall.answer(poison.status(), List.of(RecordSaver.asError(poison)));
      }
    }
    Store.Mark mark = allOrNone ? commit.tentative() : null;
    for (SObjectInput input : inputs) {
      saver.save(commit, input);
    }
    if (allOrNone && anyFailed()) {
      commit.rollBack(mark);
      for (SObjectInput input : inputs) {
        if (!input.failed()) {
          input.fail(Errors.rolledBack());
        }
      }
    }
    return Answer.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartArray();
              for (SObjectInput input : inputs) {
                writeResult(json, input);
              }
              json.writeEndArray();
            }));
  }

  private void writeResult(JsonGenerator json, SObjectInput input) throws IOException {
    json.writeStartObject();
    if (input.written != null) {
      // A record rolled back shows the id it would have had, as in the official sample.
      json.writeStringField("id", SalesforceIds.text(input.type, input.written));
    }
    json.writeBooleanField("success", !input.failed());
    json.writeArrayFieldStart("errors");
    for (SalesforceError error : input.errors()) {
      error.writeOfRecord(json);
    }
    json.writeEndArray();
    if (!input.failed() && kind == Kind.UPSERT) {
      json.writeBooleanField("created", input.created);
    }
    json.writeEndObject();
  }

  @Override
  boolean anyFailed() {
    return inputs.stream().anyMatch(SObjectInput::failed);
  }

  @Override
  void count() {
    inputs.forEach(input -> count(org, input));
  }

  static void count(Org org, SObjectInput input) {
    if (input.failed()) {
      org.tenant().counters().refused(1);
    } else if (input.created) {
      org.tenant().counters().created();
    } else {
      org.tenant().counters().updated();
    }
  }
}
