package dev.millrace.simulator.store;

import dev.millrace.simulator.AcceptListener;
import dev.millrace.simulator.Property;
import dev.millrace.simulator.PropertyType;
import dev.millrace.simulator.RecordVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Everything a simulated CRM holds. Used by one thread. Checks nothing: what comes here is valid.
 */
public final class Store {

  private static final long FIRST_ID = 20_000_000_001L;

  private final Map<String, ObjectType> types = new LinkedHashMap<>();
  private final boolean keepHistory;
  private final AcceptListener listener;
  private long lastId = FIRST_ID - 1;
  private long lastCall;
  private Slot[] lastShape = {};
  private String[] lastNames = {};

  /**
   * @param listener null for none
   */
  public Store(boolean keepHistory, AcceptListener listener) {
    this.keepHistory = keepHistory;
    this.listener = listener;
  }

  public ObjectType addType(String name, String typeId, String singular, String changedProperty) {
    ObjectType type = new ObjectType(name, typeId, singular, changedProperty);
    types.put(name, type);
    return type;
  }

  /** By name or type id; null when there is none. */
  public ObjectType type(String nameOrId) {
    ObjectType type = types.get(nameOrId);
    if (type != null) {
      return type;
    }
    for (ObjectType candidate : types.values()) {
      if (candidate.typeId().equals(nameOrId)) {
        return candidate;
      }
    }
    return null;
  }

  public Iterable<ObjectType> types() {
    return types.values();
  }

  public boolean keepsHistory() {
    return keepHistory;
  }

  public long nextId() {
    return ++lastId;
  }

  /** Starts a call that writes; every write until the next one belongs to it. */
  public Commit begin(long receivedMicros, long nowMicros) {
    return new Commit(++lastCall, receivedMicros, nowMicros);
  }

  public void clear() {
    for (ObjectType type : types.values()) {
      type.live.clear();
      type.history.clear();
      type.slots().forEach(Slot::releaseAll);
    }
  }

  /** All properties of a record that have a value, but those that the CRM alone sets. */
  public static Map<String, String> view(ObjectType type, StoredRecord record) {
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (Slot slot : type.slots()) {
      String value = record.value(slot);
      if (value != null && !slot.property().readOnly()) {
        names.add(slot.name());
        values.add(value);
      }
    }
    return new NamedValues(names.toArray(new String[0]), values.toArray(new String[0]));
  }

  private String[] names(Slot[] shape) {
    if (!Arrays.equals(shape, lastShape)) {
      lastShape = shape;
      lastNames = new String[shape.length];
      for (int i = 0; i < shape.length; i++) {
        lastNames[i] = shape[i].name();
      }
    }
    return lastNames;
  }

  /** The writes of one call. */
  public final class Commit {

    private final long call;
    private final long receivedMicros;
    private final long nowMicros;

    private Commit(long call, long receivedMicros, long nowMicros) {
      this.call = call;
      this.receivedMicros = receivedMicros;
      this.nowMicros = nowMicros;
    }

    public long nowMillis() {
      return nowMicros / 1000;
    }

    /**
     * Sets values of a record, "" to clear one. The arrays are kept.
     *
     * @param key the property the call names the record by; null when by its CRM id
     */
    public StoredRecord create(ObjectType type, long id, Slot key, Slot[] slots, String[] values) {
      StoredRecord record = new StoredRecord(id, nowMillis());
      type.live.put(id, record);
      write(type, record, key, slots, values);
      publish(type, record, RecordVersion.Action.CREATED, slots, values);
      return record;
    }

    /** As {@link #create}, of a record that is there. */
    public void update(
        ObjectType type, StoredRecord record, Slot key, Slot[] slots, String[] values) {
      write(type, record, key, slots, values);
      publish(type, record, RecordVersion.Action.UPDATED, slots, values);
    }

    public void archive(ObjectType type, StoredRecord record) {
      RecordVersion version = version(type, record, RecordVersion.Action.ARCHIVED, Map.of());
      for (Slot slot : type.slots()) {
        if (slot.unique() && record.value(slot) != null) {
          record.set(slot, null);
        }
      }
      type.live.remove(record.id());
      publish(type, version);
    }

    private void write(
        ObjectType type, StoredRecord record, Slot key, Slot[] slots, String[] values) {
      record.changed(nowMillis());
      if (key != null) {
        record.key(key);
      }
      for (int i = 0; i < slots.length; i++) {
        record.set(slots[i], values[i].isEmpty() ? null : values[i]);
      }
    }

    private void publish(
        ObjectType type,
        StoredRecord record,
        RecordVersion.Action action,
        Slot[] slots,
        String[] values) {
      if (keepHistory || listener != null) {
        publish(type, version(type, record, action, new NamedValues(names(slots), values)));
      }
    }

    private void publish(ObjectType type, RecordVersion version) {
      if (keepHistory) {
        type.history.add(version);
      }
      if (listener != null) {
        listener.accepted(version);
      }
    }

    private RecordVersion version(
        ObjectType type,
        StoredRecord record,
        RecordVersion.Action action,
        Map<String, String> properties) {
      Slot key = record.key();
      String value = key == null ? null : record.value(key);
      return new RecordVersion(
          type.name(),
          record.id(),
          key == null ? "" : key.name(),
          value == null ? "" : value,
          action,
          properties,
          call,
          receivedMicros,
          nowMicros);
    }
  }

  /** The object's definition, made when there is none of that name. */
  public ObjectType define(String object, List<Property> properties) {
    ObjectType type = type(object);
    if (type == null) {
      type =
          addType(
              object,
              "2-" + (1000 + types.size()),
              object.toUpperCase(Locale.ROOT),
              "hs_lastmodifieddate");
      for (String filledIn : List.of("hs_object_id", "createdate", "hs_lastmodifieddate")) {
        type.define(
            Property.of(
                    filledIn, filledIn.endsWith("id") ? PropertyType.NUMBER : PropertyType.DATETIME)
                .asReadOnly());
      }
    }
    properties.forEach(type::define);
    return type;
  }
}
