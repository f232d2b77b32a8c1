package dev.millrace.crm.hubspot;

import dev.millrace.crm.CrmRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The inputs of a call, found again by what an answer says of them. */
final class Inputs {

  private final ObjectType type;
  private final List<CrmRecord> records;
  private Map<String, Integer> byKey;

  Inputs(ObjectType type, List<CrmRecord> records) {
    this.type = type;
    this.records = records;
  }

  int size() {
    return records.size();
  }

  /** Index of the input with this external id, as HubSpot compares it; -1 if there is none. */
  int find(String externalId) {
    if (externalId == null) {
      return -1;
    }
    if (byKey == null) {
      byKey = new HashMap<>();
      for (int i = 0; i < records.size(); i++) {
        byKey.put(type.key(records.get(i).externalId()), i);
      }
    }
    return byKey.getOrDefault(type.key(externalId), -1);
  }

  /** Indexes of the inputs that the error is about: by trace id, else by external id. */
  Set<Integer> find(HubSpotError error) {
    Set<Integer> found = new TreeSet<>();
    for (String traceId : error.traceIds()) {
      add(BatchAnswer.traceId(traceId), found);
    }
    if (found.isEmpty()) {
      for (String id : error.ids()) {
        add(find(id), found);
      }
    }
    return found;
  }

  private void add(int input, Set<Integer> to) {
    if (input >= 0 && input < records.size()) {
      to.add(input);
    }
  }
}
