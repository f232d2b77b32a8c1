package dev.millrace.simulator.rest;

import dev.millrace.simulator.server.Tenant;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Slot;
import dev.millrace.simulator.store.Store;
import dev.millrace.simulator.store.StoredRecord;

/** Writes records and counts them. */
public final class Records {

  private final Tenant tenant;

  public Records(Tenant tenant) {
    this.tenant = tenant;
  }

  /**
   * Creates or updates.
   *
   * @param target null to create
   * @param key the property the record is named by; null when by its CRM id
   */
  public StoredRecord save(
      Store.Commit commit, ObjectType type, StoredRecord target, Slot key, FieldValues values) {
    if (target == null) {
      tenant.counters().created();
      return commit.create(type, tenant.store().nextId(), key, values.slots(), values.values());
    }
    tenant.counters().updated();
    commit.update(type, target, key, values.slots(), values.values());
    return target;
  }

  public void delete(Store.Commit commit, ObjectType type, StoredRecord record) {
    commit.archive(type, record);
    tenant.counters().archived();
  }

  /** The property another record has one of these unique values of; null when none has. */
  public static Slot conflict(StoredRecord target, FieldValues values) {
    for (Slot slot : values.slots()) {
      String value = values.get(slot);
      StoredRecord holder =
          slot.unique() && !value.isEmpty() ? slot.holder(slot.fold(value)) : null;
      if (holder != null && holder != target) {
        return slot;
      }
    }
    return null;
  }

  /** The property without a value that a record cannot be without; null when there is none. */
  public static Slot missing(ObjectType type, StoredRecord target, FieldValues values) {
    for (Slot slot : type.slots()) {
      String value = values.get(slot);
      if (slot.property().required() && (value == null ? target == null : value.isEmpty())) {
        return slot;
      }
    }
    return null;
  }
}
