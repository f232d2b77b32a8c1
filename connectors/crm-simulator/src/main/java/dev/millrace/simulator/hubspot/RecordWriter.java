package dev.millrace.simulator.hubspot;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.simulator.server.Iso;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Slot;
import dev.millrace.simulator.store.StoredRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Writes records as HubSpot answers with them: every value a string. */
final class RecordWriter {

  private RecordWriter() {}

  /** The properties an answer shows: those asked for that exist, and those it always shows. */
  static List<Slot> shown(ObjectType type, List<String> asked) {
    Set<String> names = new LinkedHashSet<>(List.of("createdate", "hs_object_id"));
    names.add(type.changedProperty());
    names.addAll(
        asked.isEmpty() ? StandardObjects.SHOWN.getOrDefault(type.name(), List.of()) : asked);
    List<Slot> slots = new ArrayList<>();
    for (String name : names) {
      if (type.slot(name) != null) {
        slots.add(type.slot(name));
      }
    }
    return slots;
  }

  static void write(JsonGenerator json, ObjectType type, StoredRecord record, List<Slot> shown)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", Long.toString(record.id()));
    json.writeObjectFieldStart("properties");
    for (Slot slot : shown) {
      json.writeStringField(slot.name(), value(type, record, slot));
    }
    json.writeEndObject();
    writeTimes(json, record);
    json.writeEndObject();
  }

  /** As {@link #write}, with what a call set and what the CRM itself filled in. */
  static void writeResult(JsonGenerator json, ObjectType type, WriteInput input, boolean tellsNew)
      throws IOException {
    StoredRecord record = input.target;
    String id = Long.toString(record.id());
    json.writeStartObject();
    json.writeStringField("id", id);
    json.writeObjectFieldStart("properties");
    for (int i = 0; i < input.slots.length; i++) {
      json.writeStringField(input.slots[i].name(), input.values[i]);
    }
    json.writeStringField("createdate", Iso.format(record.createdMillis()));
    json.writeStringField("hs_object_id", id);
    json.writeStringField(type.changedProperty(), Iso.format(record.changedMillis()));
    json.writeEndObject();
    writeTimes(json, record);
    if (tellsNew) {
      json.writeBooleanField("new", input.created);
    }
    if (input.traceId != null) {
      json.writeStringField("objectWriteTraceId", input.traceId);
    }
    json.writeEndObject();
  }

  private static void writeTimes(JsonGenerator json, StoredRecord record) throws IOException {
    json.writeStringField("createdAt", Iso.format(record.createdMillis()));
    json.writeStringField("updatedAt", Iso.format(record.changedMillis()));
    json.writeBooleanField("archived", false);
  }

  /** Null when the record has no value of the property. */
  static String value(ObjectType type, StoredRecord record, Slot slot) {
    if (slot.property().readOnly()) {
      if (slot.name().equals("hs_object_id")) {
        return Long.toString(record.id());
      }
      if (slot.name().equals("createdate")) {
        return Iso.format(record.createdMillis());
      }
      if (slot.name().equals(type.changedProperty())) {
        return Iso.format(record.changedMillis());
      }
    }
    return record.value(slot);
  }
}
