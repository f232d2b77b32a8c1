package dev.millrace.crm.rest;

import dev.millrace.crm.RecordType;
import java.util.EnumMap;
import java.util.Map;

/** A record type with the templates bound to it. Not thread safe. */
final class RestType {

  /** What a request does. */
  enum Step {
    LOOKUP,
    UPSERT,
    CREATE,
    DELETE
  }

  private final RecordType type;
  private final Settings settings;
  private final Map<Step, Requests> requests = new EnumMap<>(Step.class);
  private final Map<Step, Results> results = new EnumMap<>(Step.class);

  /**
   * @param strict whether a name in a body that is none of the type's is a fault, see {@link Names}
   * @param faults takes what is wrong with the templates for this type
   */
  RestType(RecordType type, Settings settings, boolean strict, FaultList faults) {
    this.type = type;
    this.settings = settings;
    for (Step step : Step.values()) {
      Operation operation = operation(step);
      if (operation != null) {
        boolean fields = step == Step.UPSERT || step == Step.CREATE;
        boolean found = step == Step.UPSERT || step == Step.DELETE;
        requests.put(
            step,
            new Requests(
                operation,
                new Names(type, settings.objects, fields, found, true, faults),
                new Names(type, settings.objects, fields, found, strict || !fields, faults),
                new FieldMembers(type, operation.idInBody, settings.nested, faults),
                settings.headers,
                settings.signature));
        results.put(step, new Results(operation.results, settings.errors, settings::key));
      }
    }
  }

  RecordType type() {
    return type;
  }

  Settings settings() {
    return settings;
  }

  /** Null where none is configured. */
  Operation operation(Step step) {
    switch (step) {
      case LOOKUP:
        return settings.lookup;
      case CREATE:
        return settings.create;
      case DELETE:
        return settings.delete;
      default:
        return settings.upsert;
    }
  }

  Requests requests(Step step) {
    return requests.get(step);
  }

  Results results(Step step) {
    return results.get(step);
  }
}
