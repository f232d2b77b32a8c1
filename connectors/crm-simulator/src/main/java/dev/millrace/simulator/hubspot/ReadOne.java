package dev.millrace.simulator.hubspot;

import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.Json;
import dev.millrace.simulator.server.Tenant;
import dev.millrace.simulator.server.Work;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Slot;
import dev.millrace.simulator.store.StoredRecord;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads one record by its CRM id or a unique property. */
final class ReadOne implements Work {

  private final Tenant account;
  private final ObjectType type;
  private final String id;
  private final Slot key;
  private final List<Slot> shown;

  /**
   * @param id as it stands in the path
   * @throws ProblemException when the call is refused as it stands
   */
  ReadOne(Tenant account, ObjectType type, String id, Call call) {
    this.account = account;
    this.type = type;
    this.id = URLDecoder.decode(id.replace("+", "%2B"), StandardCharsets.UTF_8);
    this.key = RecordIds.key(type, call.query("idProperty"));
    String properties = call.query("properties");
    this.shown =
        RecordWriter.shown(type, properties == null ? List.of() : List.of(properties.split(",")));
  }

  @Override
  public int records() {
    return 1;
  }

  @Override
  public Answer commit() {
    StoredRecord record = RecordIds.find(type, key, id);
    if (record == null) {
      return Problems.notFound().answer(account.newUuid()).header(Headers.NOT_FOUND, "true");
    }
    return Answer.json(200, Json.bytes(json -> RecordWriter.write(json, type, record, shown)));
  }
}
