package dev.millrace.simulator.salesforce;

import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Slot;
import dev.millrace.simulator.store.StoredRecord;
import java.util.ArrayList;
import java.util.List;

/** One record of a call, from its reading to its result. */
final class SObjectInput {

  ObjectType type;

  /** Null when the record carries none. */
  String id;

  Slot[] slots;
  String[] values;

  /** Parents named by an external id; empty for none. */
  List<Parent> parents = List.of();

  /** The property that identifies the record; null when its id does, or it is to be created. */
  Slot key;

  /** The key's value; null when the record has none. */
  String keyValue;

  /** Whether another record of the call has the same key. */
  boolean duplicate;

  /** The record that the key or id named when the call started; null for none. */
  StoredRecord atStart;

  /** The record as written; null as long as it is not. */
  StoredRecord written;

  boolean created;

  private List<SalesforceError> errors = List.of();

  /**
   * A parent named by an external id.
   *
   * @param index of the reference among the record's slots; its value is filled in when written
   */
  record Parent(int index, ObjectType type, Slot key, String value) {}

  void fail(SalesforceError error) {
    if (errors.isEmpty()) {
      errors = new ArrayList<>(1);
    }
    errors.add(error);
  }

  boolean failed() {
    return !errors.isEmpty();
  }

  List<SalesforceError> errors() {
    return errors;
  }

  /** Takes the key's value from the fields. */
  void identifyBy(Slot slot) {
    key = slot;
    for (int i = 0; i < slots.length; i++) {
      if (slots[i] == slot && !values[i].isEmpty()) {
        keyValue = values[i];
      }
    }
  }
}
