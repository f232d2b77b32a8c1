package dev.millrace.simulator.zoho;

import dev.millrace.simulator.RecordError;
import dev.millrace.simulator.rest.FieldValues;
import dev.millrace.simulator.rest.Records;
import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.KeysInFlight;
import dev.millrace.simulator.server.Tenant;
import dev.millrace.simulator.server.Work;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Slot;
import dev.millrace.simulator.store.Store;
import dev.millrace.simulator.store.StoredRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Up to 100 records to upsert, one after the other; each has its result in its place. */
final class UpsertCall implements Work {

  private final Tenant tenant;
  private final ObjectType type;
  private final List<Map<?, ?>> data;
  private final List<Slot> checked = new ArrayList<>();
  private final KeysInFlight keys;
  private final long receivedMicros;

  /**
   * @throws ZohoError when the call is refused as it stands
   */
  UpsertCall(Tenant tenant, ObjectType type, Call call) {
    this.tenant = tenant;
    this.type = type;
    this.receivedMicros = call.receivedMicros();
    Map<String, Object> body = ZohoApi.body(call);
    this.data = ZohoApi.data(body, tenant);
    if (body.get("duplicate_check_fields") instanceof List<?> names) {
      for (Object name : names) {
        Slot slot = type.slot(String.valueOf(name));
        if (slot == null || !slot.unique()) {
          throw new ZohoError(
              400, "INVALID_DATA", "the duplicate check field " + name + " is not unique");
        }
        checked.add(slot);
      }
    } else {
      type.slots().stream().filter(Slot::unique).forEach(checked::add);
    }
    this.keys = new KeysInFlight(tenant.counters(), data.size());
    holdKeys();
  }

  private void holdKeys() {
    Set<String> seen = new HashSet<>();
    for (Map<?, ?> record : data) {
      Slot key = key(record);
      if (key != null) {
        String folded = key.fold(record.get(key.name()).toString());
        if (seen.add(key.name() + '=' + folded)) {
          keys.hold(key, folded);
        } else {
          tenant.counters().keyTwiceInOneCall();
        }
      }
    }
  }

  /** The first checked field the record has a value of; null when it has none. */
  private Slot key(Map<?, ?> record) {
    for (Slot slot : checked) {
      if (record.get(slot.name()) != null) {
        return slot;
      }
    }
    return null;
  }

  @Override
  public int records() {
    return data.size();
  }

  @Override
  public void leave() {
    keys.leave();
  }

  @Override
  public Answer commit() {
    Store.Commit commit = tenant.store().begin(receivedMicros, tenant.nowMicros());
    List<Map<String, Object>> results = new ArrayList<>();
    for (int i = 0; i < data.size(); i++) {
      Map<String, Object> result = save(commit, data.get(i), i);
      if (result.get("status").equals("error")) {
        tenant.counters().refused(1);
      }
      results.add(result);
    }
    return Answer.json(200, Map.of("data", results));
  }

  private Map<String, Object> save(Store.Commit commit, Map<?, ?> record, int index) {
    FieldValues values = new FieldValues();
    for (Map.Entry<?, ?> field : record.entrySet()) {
      Slot slot = type.slot(field.getKey().toString());
      // Zoho passes over fields it does not know (inferred).
      if (slot != null) {
        try {
          values.add(slot, field.getValue());
        } catch (FieldValues.Refused e) {
          return refused("INVALID_DATA", "invalid data", e.field(), index, e.expected());
        }
      }
    }
    Slot key = key(record);
    String value = key == null ? null : values.get(key);
    StoredRecord target = key == null ? null : key.holder(key.fold(value));
    RecordError poison =
        value == null || !tenant.faults().anyPoison()
            ? null
            : tenant.faults().error(type.name(), value);
    if (poison != null) {
      return refused("INVALID_DATA", poison.message(), key.name(), index, null);
    }
    Slot missing = Records.missing(type, target, values);
    if (missing != null) {
      return refused(
          "MANDATORY_NOT_FOUND", "required field not found", missing.name(), index, null);
    }
    Slot taken = Records.conflict(target, values);
    if (taken != null) {
      return refused("DUPLICATE_DATA", "duplicate data", taken.name(), index, null);
    }
    boolean insert = target == null;
    StoredRecord written = new Records(tenant).save(commit, type, target, key, values);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("code", "SUCCESS");
    result.put("duplicate_field", insert || key == null ? null : key.name());
    result.put("action", insert ? "insert" : "update");
    result.put("details", Map.of("id", Long.toString(written.id())));
    result.put("message", insert ? "record added" : "record updated");
    result.put("status", "success");
    return result;
  }

  private static Map<String, Object> refused(
      String code, String message, String field, int index, String expected) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("api_name", field);
    details.put("json_path", "$.data[" + index + "]." + field);
    if (expected != null) {
      details.put("expected_data_type", expected);
    }
    return ZohoError.slot(code, "error", message, details);
  }
}
