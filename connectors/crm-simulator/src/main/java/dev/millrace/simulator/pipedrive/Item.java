package dev.millrace.simulator.pipedrive;

import dev.millrace.simulator.rest.FieldValues;
import dev.millrace.simulator.server.Json;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Slot;
import dev.millrace.simulator.store.StoredRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A record as Pipedrive reads and writes it: custom fields by their keys, in a map of their own.
 */
final class Item {

  private static final String CUSTOM_FIELDS = "custom_fields";

  private Item() {}

  static boolean isCustom(Slot slot) {
    return slot.name().matches("[0-9a-f]{40}");
  }

  /**
   * @throws PipedriveError when a field is unknown or does not take its value
   */
  static FieldValues read(ObjectType type, Map<String, Object> body) {
    FieldValues values = new FieldValues();
    body.forEach(
        (name, value) -> {
          if (!name.equals(CUSTOM_FIELDS)) {
            add(type, values, name, value, false);
          } else if (value instanceof Map<?, ?> custom) {
            custom.forEach((key, field) -> add(type, values, key.toString(), field, true));
          }
        });
    return values;
  }

  private static void add(
      ObjectType type, FieldValues values, String name, Object value, boolean custom) {
    Slot slot = type.slot(name);
    if (slot == null || isCustom(slot) != custom) {
      throw new PipedriveError(400, "Validation failed: " + name + ": unknown field");
    }
    try {
      values.add(slot, value);
    } catch (FieldValues.Refused e) {
      throw new PipedriveError(400, "Validation failed: " + name + ": expected " + e.expected());
    }
  }

  static Map<String, Object> view(ObjectType type, StoredRecord record) {
    Map<String, Object> view = new LinkedHashMap<>();
    Map<String, Object> custom = new LinkedHashMap<>();
    view.put("id", record.id());
    for (Slot slot : type.slots()) {
      if (!slot.property().readOnly()) {
        (isCustom(slot) ? custom : view).put(slot.name(), value(slot, record.value(slot)));
      }
    }
    view.put(CUSTOM_FIELDS, custom);
    return view;
  }

  /** In its JSON type. */
  private static Object value(Slot slot, String value) {
    if (value == null) {
      return null;
    }
    try {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      return switch (slot.property().type()) {
        case NUMBER, BOOL, JSON -> Json.read(bytes, bytes.length);
        default -> value;
      };
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
