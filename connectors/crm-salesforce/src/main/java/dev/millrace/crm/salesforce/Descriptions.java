package dev.millrace.crm.salesforce;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The objects whose descriptions were read, by name in any case. */
final class Descriptions {

  private final Map<String, SObject> objects = new HashMap<>();

  /** Null when it was not read. */
  SObject get(String object) {
    return objects.get(object.toLowerCase(Locale.ROOT));
  }

  void put(String object, SObject description) {
    objects.put(object.toLowerCase(Locale.ROOT), description);
  }
}
