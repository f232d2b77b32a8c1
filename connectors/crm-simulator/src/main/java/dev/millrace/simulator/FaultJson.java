package dev.millrace.simulator;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Faults as the simulator's HTTP endpoint takes and tells them: the fields of {@link
 * SimulatedFault}, with durations as {@code retryAfterSeconds}, {@code delayMillis} and {@code
 * duringMillis}, every one optional but {@code kind}.
 */
final class FaultJson {

  private static final Set<String> FIELDS =
      Set.of(
          "kind",
          "status",
          "afterCommit",
          "retryAfterSeconds",
          "delayMillis",
          "policy",
          "times",
          "share",
          "duringMillis",
          "object",
          "path");

  private FaultJson() {}

  /**
   * @throws IllegalArgumentException when a field is unknown or of a wrong type
   */
  static SimulatedFault read(Map<String, Object> json) {
    for (String field : json.keySet()) {
      if (!FIELDS.contains(field)) {
        throw new IllegalArgumentException(
            "unknown field " + field + ", expected one of " + FIELDS);
      }
    }
    SimulatedFault.Kind kind =
        SimulatedFault.Kind.valueOf(text(json, "kind", "").toUpperCase(Locale.ROOT));
    Duration retryAfter = duration(json, "retryAfterSeconds", 1000);
    Duration delay = duration(json, "delayMillis", 1);
    return new SimulatedFault(
        kind,
        (int) number(json, "status", kind == SimulatedFault.Kind.STATUS ? 500 : 200),
        Boolean.TRUE.equals(json.get("afterCommit")),
        retryAfter,
        delay == null ? Duration.ZERO : delay,
        text(json, "policy", "TEN_SECONDLY_ROLLING"),
        (long) number(json, "times", Long.MAX_VALUE),
        number(json, "share", 1),
        duration(json, "duringMillis", 1),
        text(json, "object", null),
        text(json, "path", null));
  }

  static List<Map<String, Object>> write(List<SimulatedFault> faults) {
    return faults.stream().map(FaultJson::write).toList();
  }

  private static Map<String, Object> write(SimulatedFault fault) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", fault.kind());
    json.put("status", fault.status());
    json.put("afterCommit", fault.afterCommit());
    json.put(
        "retryAfterSeconds", fault.retryAfter() == null ? null : fault.retryAfter().toSeconds());
    json.put("delayMillis", fault.delay().toMillis());
    json.put("policy", fault.policy());
    json.put("times", fault.times());
    json.put("share", fault.share());
    json.put("duringMillis", fault.during() == null ? null : fault.during().toMillis());
    json.put("object", fault.object());
    json.put("path", fault.path());
    return json;
  }

  /** Reads {@code object}, {@code externalId} and, if wanted, the fields of a RecordError. */
  static void poison(Map<String, Object> json, Faults faults) {
    RecordError usual = RecordError.POISON;
    faults.poison(
        text(json, "object", ""),
        text(json, "externalId", ""),
        new RecordError(
            (int) number(json, "status", usual.status()),
            text(json, "category", usual.category()),
            text(json, "message", usual.message()),
            Boolean.TRUE.equals(json.get("wholeCall"))));
  }

  private static String text(Map<String, Object> json, String field, String otherwise) {
    Object value = json.get(field);
    return value == null ? otherwise : value.toString();
  }

  private static double number(Map<String, Object> json, String field, double otherwise) {
    Object value = json.get(field);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw new IllegalArgumentException(field + " must be a number");
  }

  private static Duration duration(Map<String, Object> json, String field, long unitMillis) {
    return json.get(field) == null
        ? null
        : Duration.ofMillis((long) (number(json, field, 0) * unitMillis));
  }
}
