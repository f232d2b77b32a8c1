package dev.millrace.simulator.salesforce;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.Json;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Slot;
import dev.millrace.simulator.store.Store;
import dev.millrace.simulator.store.StoredRecord;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One record to create, to update by its id, or to upsert by an external id in the path. */
final class SingleSave extends WritingCall {

  private final SObjectInput input;
  private final RecordSaver saver;
  private final Slot key;
  private final boolean updateOnly;
  private final String path;

  /**
   * @param key null when {@code value} is a record id
   * @param value as in the path, decoded; null to create
   * @throws RefusedCall when the call is refused as it stands
   */
  SingleSave(Org org, Call call, ObjectType type, Slot key, String value) {
    super(org, call.receivedMicros(), 1);
    this.key = key;
    this.saver = new RecordSaver(org, locks);
    this.updateOnly = "true".equals(call.query("updateOnly"));
    this.path = call.path();
    this.input = read(org, call, type);
    if (input.id != null) {
      throw Errors.notInData("Id").refusing(400);
    }
    if (key == null) {
      input.id = value;
    } else {
      takeKey(value);
    }
    saver.start(input);
    if (key != null) {
      keys.hold(key, key.fold(value));
    } else if (value != null) {
      keys.hold(input.atStart, type.slot("Id"), value);
    }
  }

  private static SObjectInput read(Org org, Call call, ObjectType type) {
    try (JsonParser json = Json.FACTORY.createParser(call.body(), 0, call.bodyLength())) {
      if (json.nextToken() == null) {
        throw Errors.malformed(json.currentLocation(), "The HTTP entity body is required at")
            .refusing(400);
      }
      return new SObjectReader(org, type, json).read();
    } catch (JacksonException e) {
      throw Errors.malformed(e.getLocation(), e.getOriginalMessage() + " at").refusing(400);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The key is in the path and must not be among the fields. */
  private void takeKey(String value) {
    if (Arrays.asList(input.slots).contains(key)) {
      throw Errors.notInData(key.name()).refusing(400);
    }
    int count = input.slots.length;
    input.slots = Arrays.copyOf(input.slots, count + 1);
    input.values = Arrays.copyOf(input.values, count + 1);
    input.slots[count] = key;
    input.values[count] = value;
    input.identifyBy(key);
  }

  @Override
  void startAgain() {
    saver.look(input);
  }

  @Override
  public int records() {
    return 1;
  }

  @Override
  Answer write(Store.Commit commit) {
    if (key != null) {
      List<StoredRecord> found = key.holders(key.fold(input.keyValue));
      if (found.size() > 1) {
        input.fail(Errors.severalMatch(key, List.of()));
        return several(found);
      }
      if (found.isEmpty() && updateOnly) {
        input.fail(Errors.notFound());
        return RefusedCall.answer(404, input.errors());
      }
    }
    saver.save(commit, input);
    if (input.failed()) {
      return RefusedCall.answer(status(input.errors().get(0)), input.errors());
    }
    if (key == null && input.id != null) {
      return Answer.empty(204);
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", SalesforceIds.text(input.type, input.written));
    body.put("success", true);
    body.put("errors", List.of());
    if (key != null) {
      body.put("created", input.created);
    }
    return Answer.json(input.created ? 201 : 200, body);
  }

  private Answer several(List<StoredRecord> found) {
    String base = path.substring(0, path.indexOf("/sobjects/") + "/sobjects/".length());
    return Answer.json(
        300,
        RecordSaver.ids(input.type, found).stream()
            .map(id -> base + input.type.name() + '/' + id)
            .toList());
  }

  static int status(SalesforceError error) {
    return error.code().equals("ENTITY_IS_DELETED") || error.code().equals("NOT_FOUND") ? 404 : 400;
  }

  @Override
  boolean anyFailed() {
    return input.failed();
  }

  @Override
  void count() {
    CollectionSave.count(org, input);
  }
}
