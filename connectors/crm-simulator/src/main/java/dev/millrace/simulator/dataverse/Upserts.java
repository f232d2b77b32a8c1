package dev.millrace.simulator.dataverse;

import dev.millrace.simulator.PropertyType;
import dev.millrace.simulator.RecordError;
import dev.millrace.simulator.rest.FieldValues;
import dev.millrace.simulator.rest.Records;
import dev.millrace.simulator.rest.Task;
import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.Json;
import dev.millrace.simulator.server.KeysInFlight;
import dev.millrace.simulator.server.Tenant;
import dev.millrace.simulator.server.Work;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Slot;
import dev.millrace.simulator.store.Store;
import dev.millrace.simulator.store.StoredRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Upserts of one record or of many at once, all or none; reads and deletes. */
final class Upserts {

  private static final String BIND = "@odata.bind";

  private final Tenant tenant;
  private final Records records;

  /** One record of a call, and whether it was there when the call started. */
  private record Target(
      KeyPath path, FieldValues values, List<KeyPath> parents, boolean wasThere) {}

  Upserts(Tenant tenant) {
    this.tenant = tenant;
    this.records = new Records(tenant);
  }

  Work one(Call call, KeyPath path) {
    Target target = target(path, body(call));
    KeysInFlight keys = new KeysInFlight(tenant.counters(), 1);
    hold(keys, path);
    boolean updateOnly = "*".equals(call.header("If-Match"));
    boolean createOnly = "*".equals(call.header("If-None-Match"));
    boolean represent = String.valueOf(call.header("Prefer")).contains("return=representation");
    String base = "http://" + call.header("Host") + "/api/data/v9.2/";
    long received = call.receivedMicros();
    return new Task(
        1,
        keys,
        () -> {
          if (updateOnly && !target.wasThere) {
            return refused(1, ODataError.absent(path.type().singular()));
          }
          if (createOnly && target.wasThere) {
            return refused(
                1,
                new ODataError(
                    412, "0x80040237", "A record with matching key values already exists."));
          }
          try {
            Store.Commit commit = tenant.store().begin(received, tenant.nowMicros());
            StoredRecord record = write(commit, target, new HashSet<>());
            String id = base + path.type().name() + '(' + Guids.text(record.id()) + ')';
            return (represent
                    ? Answer.json(target.wasThere ? 200 : 201, view(path.type(), record))
                    : Answer.empty(204))
                .header("OData-EntityId", id);
          } catch (ODataError e) {
            return refused(1, e);
          }
        });
  }

  Work multiple(Call call, ObjectType type) {
    List<Target> targets = new ArrayList<>();
    KeysInFlight keys = new KeysInFlight(tenant.counters(), 100);
    Set<String> seen = new HashSet<>();
    if (!(body(call).get("Targets") instanceof List<?> list) || list.isEmpty()) {
      throw ODataError.badRequest("Targets is missing");
    }
    for (Object element : list) {
      Map<?, ?> fields = (Map<?, ?>) element;
      if (!("Microsoft.Dynamics.CRM." + type.singular()).equals(fields.get("@odata.type"))) {
        throw ODataError.badRequest("@odata.type of each target must be that of " + type.name());
      }
      KeyPath path = KeyPath.parse(tenant.store(), String.valueOf(fields.get("@odata.id")));
      targets.add(target(path, fields));
      if (!seen.add(path.key() == null ? path.value() : path.key().fold(path.value()))) {
        tenant.counters().keyTwiceInOneCall();
      } else {
        hold(keys, path);
      }
    }
    long received = call.receivedMicros();
    return new Task(targets.size(), keys, () -> writeAll(received, targets));
  }

  private Answer writeAll(long received, List<Target> targets) {
    Store.Commit commit = tenant.store().begin(received, tenant.nowMicros());
    Store.Mark mark = commit.tentative();
    Set<StoredRecord> mine = new HashSet<>();
    try {
      for (Target target : targets) {
        write(commit, target, mine);
      }
    } catch (ODataError e) {
      commit.rollBack(mark);
      return refused(targets.size(), e);
    }
    commit.keep();
    return Answer.empty(204);
  }

  private Answer refused(int count, ODataError error) {
    tenant.counters().refused(count);
    return error.answer();
  }

  private static Map<String, Object> body(Call call) {
    try {
      return Json.readObject(call.body(), call.bodyLength());
    } catch (IOException e) {
      throw ODataError.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private Target target(KeyPath path, Map<?, ?> fields) {
    FieldValues values = new FieldValues();
    List<KeyPath> parents = new ArrayList<>();
    for (Map.Entry<?, ?> field : fields.entrySet()) {
      String name = field.getKey().toString();
      if (name.endsWith(BIND)) {
        Slot slot = slot(path.type(), name.substring(0, name.length() - BIND.length()));
        parents.add(KeyPath.parse(tenant.store(), String.valueOf(field.getValue())));
        values.put(slot, "");
      } else if (!name.startsWith("@")) {
        add(values, slot(path.type(), name), field.getValue());
      }
    }
    if (path.key() != null) {
      String inBody = values.get(path.key());
      if (inBody != null && !inBody.equals(path.value())) {
        throw ODataError.badRequest("the key in the body is not the one in the path");
      }
      values.put(path.key(), path.value());
    }
    return new Target(path, values, parents, path.find() != null);
  }

  private static Slot slot(ObjectType type, String name) {
    Slot slot = type.slot(name);
    if (slot == null) {
      throw ODataError.badRequest(
          "The property '"
              + name
              + "' does not exist on type 'Microsoft.Dynamics.CRM."
              + type.singular()
              + "'.");
    }
    return slot;
  }

  private static void add(FieldValues values, Slot slot, Object value) {
    try {
      values.add(slot, value);
    } catch (FieldValues.Refused e) {
      throw ODataError.badRequest(
          "Cannot convert the value of '" + e.field() + "' to the expected type " + e.expected());
    }
  }

  void hold(KeysInFlight keys, KeyPath path) {
    if (path.key() == null) {
      keys.hold(path.find(), path.type().slots().get(0), path.value());
    } else {
      keys.hold(path.key(), path.key().fold(path.value()));
    }
  }

  /**
   * @param mine records that the call has written before
   */
  private StoredRecord write(Store.Commit commit, Target target, Set<StoredRecord> mine) {
    KeyPath path = target.path;
    StoredRecord there = path.find();
    refusePoison(path);
    if (there == null && path.key() == null) {
      throw ODataError.absent(path.type().singular());
    }
    int parent = 0;
    for (Slot slot : target.values.slots()) {
      if (slot.property().type() == PropertyType.REFERENCE && parent < target.parents.size()) {
        KeyPath parentPath = target.parents.get(parent++);
        StoredRecord found = parentPath.find();
        if (found == null) {
          throw ODataError.absent(parentPath.type().singular());
        }
        target.values.put(slot, Guids.text(found.id()));
      }
    }
    Slot taken = Records.conflict(there, target.values);
    if (there != null && !target.wasThere && !mine.contains(there)) {
      taken = path.key();
    }
    if (taken != null) {
      throw ODataError.keyTaken(taken.name());
    }
    StoredRecord written = records.save(commit, path.type(), there, path.key(), target.values);
    mine.add(written);
    return written;
  }

  private void refusePoison(KeyPath path) {
    RecordError error =
        tenant.faults().anyPoison()
            ? tenant.faults().error(path.type().name(), path.value())
            : null;
    if (error != null) {
      throw new ODataError(error.status(), "0x80040265", error.message());
    }
  }

  Answer read(KeyPath path) {
    StoredRecord record = path.find();
    return record == null
        ? ODataError.absent(path.type().singular()).answer()
        : Answer.json(200, view(path.type(), record));
  }

  private static Map<String, Object> view(ObjectType type, StoredRecord record) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put(type.singular() + "id", Guids.text(record.id()));
    view.putAll(Store.view(type, record));
    return view;
  }

  Answer delete(long received, KeyPath path) {
    StoredRecord record = path.find();
    if (record == null) {
      return ODataError.absent(path.type().singular()).answer();
    }
    try {
      refusePoison(path);
    } catch (ODataError e) {
      return refused(1, e);
    }
    records.delete(tenant.store().begin(received, tenant.nowMicros()), path.type(), record);
    return Answer.empty(204);
  }
}
