package dev.millrace.simulator;

import dev.millrace.simulator.server.CrmApi;
import dev.millrace.simulator.store.History;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Slot;
import dev.millrace.simulator.store.Store;
import dev.millrace.simulator.store.StoredRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells what the CRM holds and held. Used on the serving thread only. */
final class Contents {

  private final Store store;

  Contents(Store store) {
    this.store = store;
  }

  Map<String, Map<String, String>> records(String object, String idProperty) {
    ObjectType type = type(object);
    Slot key = slot(type, idProperty);
    Map<String, Map<String, String>> records = new LinkedHashMap<>();
    for (StoredRecord record : type.records()) {
      String id = record.value(key);
      records.put(id == null ? "(none) " + record.id() : id, Store.view(type, record));
    }
    return records;
  }

  Map<String, String> record(String object, String idProperty, String externalId) {
    ObjectType type = type(object);
    Slot key = slot(type, idProperty);
    StoredRecord record = key.holder(key.fold(externalId));
    return record == null ? null : Store.view(type, record);
  }

  boolean isInFlight(String object, String idProperty, String externalId) {
    Slot key = slot(type(object), idProperty);
    return key.isInFlight(key.fold(externalId));
  }

  int count(String object) {
    return type(object).records().size();
  }

  List<RecordVersion> versions(String object) {
    return history(type(object)).all();
  }

  List<RecordVersion> versions(String object, String idProperty, String externalId) {
    ObjectType type = type(object);
    return history(type).of(slot(type, idProperty), externalId);
  }

  void watchVersions(String object, String property) {
    ObjectType type = type(object);
    type.watchVersions(slot(type, property));
  }

  private History history(ObjectType type) {
    if (!store.keepsHistory()) {
      throw new IllegalStateException("this simulator keeps no history");
    }
    return type.history();
  }

  Map<String, List<String>> associations(
      CrmApi api, String from, String idProperty, String to, String toIdProperty) {
    ObjectType fromType = type(from);
    ObjectType toType = type(to);
    return api.associations(
        fromType, slot(fromType, idProperty), toType, slot(toType, toIdProperty));
  }

  private ObjectType type(String object) {
    ObjectType type = store.type(object);
    if (type == null) {
      throw new IllegalArgumentException("the CRM has no object " + object);
    }
    return type;
  }

  private static Slot slot(ObjectType type, String property) {
    Slot slot = type.slot(property);
    if (slot == null) {
      throw new IllegalArgumentException(type.name() + " have no property " + property);
    }
    return slot;
  }
}
