package dev.millrace.simulator.salesforce;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.simulator.RecordError;
import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.Json;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Store;
import dev.millrace.simulator.store.StoredRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Up to 200 records to delete by their ids, of several objects if need be; results in order. */
final class CollectionDelete extends WritingCall {

  private final boolean allOrNone;
  private final List<Deletion> deletions = new ArrayList<>();

  /** One id and what came of it. */
  private static final class Deletion {

    private final String id;
    private final ObjectType type;
    private final long number;
    private SalesforceError error;

    private Deletion(String id, ObjectType type) {
      this.id = id;
      this.type = type;
      this.number = type == null ? -1 : SalesforceIds.number(type.typeId(), id);
    }

    private StoredRecord record() {
      return type == null ? null : type.record(number);
    }
  }

  /**
   * @throws RefusedCall when the call is refused as it stands
   */
  CollectionDelete(Org org, Call call) {
    this(org, call, call.query("ids"), "true".equals(call.query("allOrNone")));
  }

  CollectionDelete(Org org, Call call, String list, boolean allOrNone) {
    super(org, call.receivedMicros(), Org.MOST_RECORDS);
    this.allOrNone = allOrNone;
    if (list == null || list.isEmpty()) {
      throw Errors.noRecords().refusing(400);
    }
    String[] ids = list.split(",");
    if (ids.length > Org.MOST_RECORDS) {
      org.tenant().counters().oversizedCall();
      org.tenant().counters().refused(ids.length);
      throw Errors.tooManyRecords(Org.MOST_RECORDS).refusing(400);
    }
    Set<String> seen = new HashSet<>();
    for (String id : ids) {
      Deletion deletion = new Deletion(id.strip(), org.typeOfId(id.strip()));
      deletions.add(deletion);
      if (!seen.add(deletion.id)) {
        org.tenant().counters().keyTwiceInOneCall();
      } else if (deletion.record() != null) {
        keys.hold(deletion.record(), deletion.type.slot("Id"), deletion.id);
        locks.lock(deletion.number);
      }
    }
  }

  @Override
  void startAgain() {}

  @Override
  public int records() {
    return deletions.size();
  }

  @Override
  Answer write(Store.Commit commit) {
    Store.Mark mark = allOrNone ? commit.tentative() : null;
    for (Deletion deletion : deletions) {
      deletion.error = refusal(deletion);
      if (deletion.error == null) {
        commit.archive(deletion.type, deletion.record());
      }
    }
    if (allOrNone && anyFailed()) {
      commit.rollBack(mark);
      for (Deletion deletion : deletions) {
        if (deletion.error == null) {
          deletion.error = Errors.rolledBack();
        }
      }
    }
    return Answer.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartArray();
              for (Deletion deletion : deletions) {
                write(json, deletion);
              }
              json.writeEndArray();
            }));
  }

  private SalesforceError refusal(Deletion deletion) {
    if (deletion.number < 0) {
      return SalesforceError.of("MALFORMED_ID", "malformed id " + deletion.id);
    }
    StoredRecord record = deletion.record();
    if (record == null) {
      return org.tenant().store().issued(deletion.number)
          ? Errors.deleted()
          : SalesforceError.of("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
    }
    RecordError poison =
        !org.tenant().faults().anyPoison() || record.key() == null
            ? null
            : org.tenant().faults().error(deletion.type.name(), record.value(record.key()));
    if (poison != null) {
      return RecordSaver.asError(poison);
    }
    return locks.misses(deletion.number) ? Errors.rowLocked(deletion.id) : null;
  }

  private static void write(JsonGenerator json, Deletion deletion) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", deletion.id);
    json.writeBooleanField("success", deletion.error == null);
    json.writeArrayFieldStart("errors");
    if (deletion.error != null) {
      deletion.error.writeOfRecord(json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** What went wrong with a single deletion; null when nothing did. */
  SalesforceError onlyError() {
    return deletions.get(0).error;
  }

  @Override
  boolean anyFailed() {
    return deletions.stream().anyMatch(deletion -> deletion.error != null);
  }

  @Override
  void count() {
    for (Deletion deletion : deletions) {
      if (deletion.error == null) {
        org.tenant().counters().archived();
      } else {
        org.tenant().counters().refused(1);
      }
    }
  }
}
