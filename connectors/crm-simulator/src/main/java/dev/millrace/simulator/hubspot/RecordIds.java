package dev.millrace.simulator.hubspot;

import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Slot;
import dev.millrace.simulator.store.StoredRecord;
import java.util.List;

/** Looks records up by the CRM's own id or by a unique property. */
final class RecordIds {

  private RecordIds() {}

  /** Null when no live record has the id, or it is none. */
  static StoredRecord find(ObjectType type, String id) {
    try {
      return type.record(Long.parseLong(id));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /**
   * @param key null for the CRM's own id
   */
  static StoredRecord find(ObjectType type, Slot key, String id) {
    return key == null ? find(type, id) : key.holder(key.fold(id));
  }

  /**
   * The property a reading call names its records by; null for the CRM's own id.
   *
   * @param idProperty null when the call names none
   * @throws ProblemException when it cannot identify a record
   */
  static Slot key(ObjectType type, String idProperty) {
    if (idProperty == null || idProperty.equals("hs_object_id")) {
      return null;
    }
    Slot key = type.slot(idProperty);
    if (key == null) {
      throw Problems.invalidValues(List.of(InvalidValue.unknownProperty(idProperty))).exception();
    }
    if (!key.unique()) {
      throw Problems.nonUnique(type.typeId(), idProperty).exception();
    }
    return key;
  }
}
