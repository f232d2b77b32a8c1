package dev.millrace.simulator.store;

import dev.millrace.simulator.AcceptListener;
import dev.millrace.simulator.RecordVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything a simulated CRM holds. Used by one thread. Checks nothing: what comes here is valid.
 */
public final class Store {

  private static final long FIRST_ID = 20_000_000_001L;

  private final Map<String, ObjectType> types;
  private final boolean keepHistory;
  private final AcceptListener listener;
  private final boolean ignoreCase;
  private final Runnable staleVersion;
  private long lastId = FIRST_ID - 1;
  private long lastCall;
  private Slot[] lastShape = {};
  private String[] lastNames = {};

  /**
   * @param listener null for none
   * @param ignoreCase whether names of objects and properties that differ in case only are the same
   * @param staleVersion run for each version of a record that comes after a newer one
   */
  public Store(
      boolean keepHistory, AcceptListener listener, boolean ignoreCase, Runnable staleVersion) {
    this.keepHistory = keepHistory;
    this.listener = listener;
    this.ignoreCase = ignoreCase;
    this.staleVersion = staleVersion;
    this.types = ignoreCase ? new TreeMap<>(String.CASE_INSENSITIVE_ORDER) : new LinkedHashMap<>();
  }

  public ObjectType addType(String name, String typeId, String singular, String changedProperty) {
    ObjectType type = new ObjectType(name, typeId, singular, changedProperty, ignoreCase);
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

  public Collection<ObjectType> types() {
    return types.values();
  }

  public boolean keepsHistory() {
    return keepHistory;
  }

  public long nextId() {
    return ++lastId;
  }

  /** Whether a record ever had this id. */
  public boolean issued(long id) {
    return id >= FIRST_ID && id <= lastId;
  }

  /** Starts a call that writes; every write until the next one belongs to it. */
  public Commit begin(long receivedMicros, long nowMicros) {
    return new Commit(++lastCall, receivedMicros, nowMicros);
  }

  public void clear() {
    for (ObjectType type : types.values()) {
      type.live.clear();
      type.history.clear();
      type.newest.clear();
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

  /** A place among the tentative writes of a call. */
  public record Mark(int undo, int later) {}

  /** The writes of one call. */
  public final class Commit {

    private final long call;
    private final long receivedMicros;
    private final long nowMicros;

    /** How to undo what was written, latest last; null when every write is final. */
    private List<Runnable> undo;

    /** What there is to tell of it; null when it is told at once. */
    private List<Runnable> later;

    private Commit(long call, long receivedMicros, long nowMicros) {
      this.call = call;
      this.receivedMicros = receivedMicros;
      this.nowMicros = nowMicros;
    }

    public long nowMillis() {
      return nowMicros / 1000;
    }

    /**
     * From now on writes can be undone, and nothing is told of them before {@link #keep}. Does
     * nothing when it is so already.
     */
    public Mark tentative() {
      if (undo == null) {
        undo = new ArrayList<>();
        later = new ArrayList<>();
      }
      return new Mark(undo.size(), later.size());
    }

    /** Makes all writes final. */
    public void keep() {
      if (later != null) {
        later.forEach(Runnable::run);
        undo = null;
        later = null;
      }
    }

    /** Undoes every write since. */
    public void rollBack(Mark mark) {
      for (int i = undo.size() - 1; i >= mark.undo; i--) {
        undo.remove(i).run();
      }
      later.subList(mark.later, later.size()).clear();
    }

    /**
     * Sets values of a record, "" to clear one. The arrays are kept.
     *
     * @param key the property the call names the record by; null when by its CRM id
     */
    public StoredRecord create(ObjectType type, long id, Slot key, Slot[] slots, String[] values) {
      StoredRecord record = new StoredRecord(id, nowMillis());
      type.live.put(id, record);
      if (undo != null) {
        undo.add(() -> remove(type, record));
      }
      write(type, record, key, slots, values);
      publish(type, record, RecordVersion.Action.CREATED, slots, values);
      return record;
    }

    /** As {@link #create}, of a record that is there. */
    public void update(
        ObjectType type, StoredRecord record, Slot key, Slot[] slots, String[] values) {
      if (undo != null) {
        StoredRecord.Snapshot before = record.snapshot();
        undo.add(() -> record.restore(before, type.slots()));
      }
      write(type, record, key, slots, values);
      publish(type, record, RecordVersion.Action.UPDATED, slots, values);
    }

    public void archive(ObjectType type, StoredRecord record) {
      RecordVersion version = version(type, record, RecordVersion.Action.ARCHIVED, Map.of());
      if (undo != null) {
        StoredRecord.Snapshot before = record.snapshot();
        undo.add(
            () -> {
              type.live.put(record.id(), record);
              record.restore(before, type.slots());
            });
      }
      remove(type, record);
      publish(type, version);
    }

    private void remove(ObjectType type, StoredRecord record) {
      for (Slot slot : type.slots()) {
        if (slot.identifies() && record.value(slot) != null) {
          record.set(slot, null);
        }
      }
      type.live.remove(record.id());
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
      if (type.newest.watching() && type.newest.isStale(record, slots, values)) {
        staleVersion.run();
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
      if (later != null) {
        later.add(() -> tell(type, version));
      } else {
        tell(type, version);
      }
    }

    private void tell(ObjectType type, RecordVersion version) {
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
}
