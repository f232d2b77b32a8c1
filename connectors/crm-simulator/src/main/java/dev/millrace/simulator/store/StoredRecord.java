package dev.millrace.simulator.store;

import java.util.Arrays;

/** A record as the CRM holds it. */
public final class StoredRecord {

  private static final String[] EMPTY = {};

  private final long id;
  private final long createdMillis;
  private long changedMillis;
  private Slot key;
  private String[] values = EMPTY;

  StoredRecord(long id, long createdMillis) {
    this.id = id;
    this.createdMillis = createdMillis;
    this.changedMillis = createdMillis;
  }

  public long id() {
    return id;
  }

  public long createdMillis() {
    return createdMillis;
  }

  public long changedMillis() {
    return changedMillis;
  }

  void changed(long millis) {
    changedMillis = millis;
  }

  /** The property the record was last written by; null when only by its CRM id. */
  public Slot key() {
    return key;
  }

  void key(Slot key) {
    this.key = key;
  }

  /** What the record holds now, to put it back later with {@link #restore}. */
  Snapshot snapshot() {
    return new Snapshot(values.clone(), changedMillis, key);
  }

  void restore(Snapshot before, Iterable<Slot> slots) {
    for (Slot slot : slots) {
      set(slot, slot.index() < before.values.length ? before.values[slot.index()] : null);
    }
    changedMillis = before.changedMillis;
    key = before.key;
  }

  /** A record's state at one moment. */
  static final class Snapshot {

    private final String[] values;
    private final long changedMillis;
    private final Slot key;

    private Snapshot(String[] values, long changedMillis, Slot key) {
      this.values = values;
      this.changedMillis = changedMillis;
      this.key = key;
    }
  }

  /** Null when the record has no value of the property. */
  public String value(Slot slot) {
    return slot.index() < values.length ? values[slot.index()] : null;
  }

  /** Sets a value, null to clear it; unique properties change hands. */
  void set(Slot slot, String value) {
    if (slot.index() >= values.length) {
      values = Arrays.copyOf(values, slot.index() + 4);
    }
    String before = values[slot.index()];
    if (slot.identifies()) {
      if (before != null) {
        slot.release(before, this);
      }
      if (value != null) {
        slot.take(value, this);
      }
    }
    values[slot.index()] = value;
  }
}
