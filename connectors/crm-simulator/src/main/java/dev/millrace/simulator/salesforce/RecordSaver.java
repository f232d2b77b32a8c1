package dev.millrace.simulator.salesforce;

import dev.millrace.simulator.PropertyType;
import dev.millrace.simulator.RecordError;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Slot;
import dev.millrace.simulator.store.Store;
import dev.millrace.simulator.store.StoredRecord;
import java.util.ArrayList;
import java.util.List;

/** Checks records against what the org holds, one after the other, and writes the good ones. */
final class RecordSaver {

  private final Org org;
  private final RowLocks.Held locks;

  RecordSaver(Org org, RowLocks.Held locks) {
    this.org = org;
    this.locks = locks;
  }

  /** Notes what the record finds as its call starts, and locks it and its parents. */
  void start(SObjectInput input) {
    look(input);
    if (input.atStart != null) {
      locks.lock(input.atStart.id());
      for (Slot slot : input.type.slots()) {
        if (slot.property().type() == PropertyType.REFERENCE) {
          lockParent(parent(slot, input.atStart.value(slot)));
        }
      }
    }
    for (SObjectInput.Parent parent : input.parents) {
      lockParent(only(parent.key().holders(parent.key().fold(parent.value()))));
    }
    for (int i = 0; i < input.slots.length; i++) {
      lockParent(parent(input.slots[i], input.values[i]));
    }
  }

  /** Notes what the key or id finds now. */
  void look(SObjectInput input) {
    if (input.keyValue != null) {
      input.atStart = only(input.key.holders(input.key.fold(input.keyValue)));
    } else if (input.key == null && input.id != null) {
      input.atStart = input.type.record(SalesforceIds.number(input.type.typeId(), input.id));
    }
  }

  private StoredRecord parent(Slot slot, String id) {
    if (slot.property().type() != PropertyType.REFERENCE || id == null || id.isEmpty()) {
      return null;
    }
    ObjectType type = org.tenant().store().type(slot.property().target());
    return type == null ? null : type.record(SalesforceIds.number(type.typeId(), id));
  }

  private static StoredRecord only(List<StoredRecord> records) {
    return records.size() == 1 ? records.get(0) : null;
  }

  private void lockParent(StoredRecord parent) {
    if (parent != null && !locks.lock(parent.id())) {
      org.tenant().counters().parentInTwoCalls();
    }
  }

  /** Writes the record; it carries its errors if it cannot be. */
  void save(Store.Commit commit, SObjectInput input) {
    if (!input.failed()) {
      check(input);
    }
    if (input.failed()) {
      return;
    }
    StoredRecord target = target(input);
    checkAgainst(target, input);
    if (input.failed()) {
      return;
    }
    if (target == null) {
      long id = org.tenant().store().nextId();
      input.written = commit.create(input.type, id, input.key, input.slots, input.values);
      input.created = true;
    } else {
      commit.update(input.type, target, input.key, input.slots, input.values);
      input.written = target;
    }
  }

  /** Deletes the record its id names; it carries its errors if it cannot be. */
  void delete(Store.Commit commit, SObjectInput input) {
    if (input.id == null) {
      input.fail(Errors.idNotSpecified());
      return;
    }
    StoredRecord target = target(input);
    if (target != null && locks.misses(target.id())) {
      input.fail(Errors.rowLocked(input.id));
    }
    if (!input.failed()) {
      commit.archive(input.type, target);
    }
  }

  /** The error a test wants the record to have; null for none. */
  RecordError poison(SObjectInput input) {
    String id = input.keyValue != null ? input.keyValue : input.id;
    return id == null || !org.tenant().faults().anyPoison()
        ? null
        : org.tenant().faults().error(input.type.name(), id);
  }

  static SalesforceError asError(RecordError error) {
    return SalesforceError.of(
        error.category().equals(RecordError.POISON.category())
            ? "FIELD_CUSTOM_VALIDATION_EXCEPTION"
            : error.category(),
        error.message());
  }

  private void check(SObjectInput input) {
    RecordError poison = poison(input);
    if (poison != null) {
      input.fail(asError(poison));
    } else if (input.key != null && input.keyValue == null) {
      input.fail(Errors.keyNotSpecified(input.key));
    } else if (input.duplicate) {
      input.fail(Errors.duplicateInCall(input.key, input.key.fold(input.keyValue)));
    } else {
      resolveParents(input);
    }
  }

  private void resolveParents(SObjectInput input) {
    for (SObjectInput.Parent parent : input.parents) {
      List<StoredRecord> found = parent.key().holders(parent.key().fold(parent.value()));
      if (found.isEmpty()) {
        input.fail(Errors.missingParent(parent.value(), parent.key(), parent.type().name()));
      } else if (found.size() > 1) {
        input.fail(Errors.severalMatch(parent.key(), ids(parent.type(), found)));
      } else {
        input.values[parent.index()] = SalesforceIds.text(parent.type(), found.get(0));
      }
    }
    for (int i = 0; i < input.slots.length && !input.failed(); i++) {
      checkReference(input, input.slots[i], input.values[i]);
    }
  }

  private void checkReference(SObjectInput input, Slot slot, String id) {
    if (slot.property().type() != PropertyType.REFERENCE || id.isEmpty()) {
      return;
    }
    ObjectType type = org.tenant().store().type(slot.property().target());
    long number = type == null ? -1 : SalesforceIds.number(type.typeId(), id);
    if (number < 0) {
      input.fail(Errors.malformedId(slot.name(), id));
    } else if (type.record(number) == null) {
      input.fail(
          org.tenant().store().issued(number)
              ? Errors.deleted()
              : Errors.invalidReference(slot.name()));
    } else if (locks.misses(number)) {
      input.fail(Errors.rowLocked(id));
    }
  }

  static List<String> ids(ObjectType type, List<StoredRecord> records) {
    List<String> ids = new ArrayList<>();
    for (StoredRecord record : records) {
      ids.add(SalesforceIds.text(type, record));
    }
    return ids;
  }

  /** The record to update; null to create one. */
  private StoredRecord target(SObjectInput input) {
    if (input.key != null) {
      List<StoredRecord> found = input.key.holders(input.key.fold(input.keyValue));
      if (found.size() > 1) {
        input.fail(Errors.severalMatch(input.key, ids(input.type, found)));
      } else if (found.isEmpty() && input.atStart != null) {
        input.fail(Errors.deleted());
      } else if (!found.isEmpty() && input.atStart == null) {
        // Another call made it after this one had looked for it.
        if (input.key.unique()) {
          input.fail(
              Errors.duplicateValue(
                  input.key, SalesforceIds.text(input.type, found.get(0)).substring(0, 15)));
        }
        return null;
      }
      return only(found);
    }
    if (input.id == null) {
      return null;
    }
    long number = SalesforceIds.number(input.type.typeId(), input.id);
    StoredRecord found = number < 0 ? null : input.type.record(number);
    if (number < 0) {
      input.fail(Errors.malformedId(input.type.name() + " ID", input.id));
    } else if (found == null) {
      input.fail(
          org.tenant().store().issued(number) ? Errors.deleted() : Errors.invalidReference("Id"));
    }
    return found;
  }

  private void checkAgainst(StoredRecord target, SObjectInput input) {
    if (target != null && locks.misses(target.id())) {
      input.fail(Errors.rowLocked(SalesforceIds.text(input.type, target)));
      return;
    }
    List<String> missing = new ArrayList<>();
    for (Slot slot : input.type.slots()) {
      if (slot.property().required() && lacks(slot, target, input)) {
        missing.add(slot.name());
      }
    }
    if (!missing.isEmpty()) {
      input.fail(Errors.requiredMissing(missing));
    }
    for (int i = 0; i < input.slots.length; i++) {
      Slot slot = input.slots[i];
      StoredRecord holder =
          slot.unique() && !input.values[i].isEmpty()
              ? slot.holder(slot.fold(input.values[i]))
              : null;
      if (holder != null && holder != target && !input.failed()) {
        String id = SalesforceIds.text(input.type, holder).substring(0, 15);
        input.fail(Errors.duplicateValue(slot, id));
      }
    }
  }

  private static boolean lacks(Slot slot, StoredRecord target, SObjectInput input) {
    for (int i = 0; i < input.slots.length; i++) {
      if (input.slots[i] == slot) {
        return input.values[i].isEmpty();
      }
    }
    return target == null;
  }
}
