package dev.millrace.crm.delivery;

import dev.millrace.crm.CrmConnector;
import dev.millrace.crm.CrmRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every lane in which there is a record, by object and by the external id as the CRM compares it.
 */
final class Lanes {

  private final CrmConnector connector;
  private final Backlog backlog;
  private final Map<String, Map<String, Lane>> byObject = new HashMap<>();
  private int size;

  Lanes(CrmConnector connector, Backlog backlog) {
    this.connector = connector;
    this.backlog = backlog;
  }

  /** The lane of this record, which is empty when it is a new one. */
  Lane of(CrmRecord record) {
    String object = record.type().object();
    Map<String, Lane> lanes = byObject.get(object);
    if (lanes == null) {
      lanes = new HashMap<>();
      byObject.put(object, lanes);
    }
    String key = connector.key(record.type(), record.externalId());
    Lane lane = lanes.get(key);
    if (lane == null) {
      lane = new Lane(object, key, backlog);
      lanes.put(key, lane);
      size++;
    }
    return lane;
  }

  void remove(Lane lane) {
    byObject.get(lane.object).remove(lane.key);
    size--;
  }

  /** In no order. */
  List<Lane> all() {
    List<Lane> all = new ArrayList<>(size);
    byObject.values().forEach(lanes -> all.addAll(lanes.values()));
    return all;
  }

  int size() {
    return size;
  }
}
