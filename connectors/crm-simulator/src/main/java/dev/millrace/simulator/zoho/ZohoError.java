package dev.millrace.simulator.zoho;

import dev.millrace.simulator.server.Answer;
import java.util.LinkedHashMap;
import java.util.Map;

/** A call refused as a whole, in Zoho's form. */
final class ZohoError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  ZohoError(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  Answer answer() {
    return Answer.json(status, slot(code, "error", getMessage(), Map.of()));
  }

  /** What stands in a record's place of an answer, or for the whole call. */
  static Map<String, Object> slot(
      String code, String status, String message, Map<String, Object> details) {
    Map<String, Object> slot = new LinkedHashMap<>();
    slot.put("code", code);
    slot.put("details", details);
    slot.put("message", message);
    slot.put("status", status);
    return slot;
  }
}
