package dev.millrace.simulator.hubspot;

import dev.millrace.simulator.server.Answer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An error in HubSpot's form: of a whole call, or of one record inside a 207.
 *
 * @param category null where HubSpot sends none
 * @param subCategory null for none
 * @param context null for none
 * @param errors details; null for none
 */
record Problem(
    int status,
    String category,
    String subCategory,
    String message,
    Map<String, List<String>> context,
    List<Map<String, Object>> errors) {

  static Problem of(int status, String category, String message) {
    return new Problem(status, category, null, message, null, null);
  }

  static Problem validation(String message) {
    return of(400, "VALIDATION_ERROR", message);
  }

  Problem withSubCategory(String given) {
    return new Problem(status, category, given, message, context, errors);
  }

  Problem with(String key, List<String> values) {
    Map<String, List<String>> extended = new LinkedHashMap<>();
    if (context != null) {
      extended.putAll(context);
    }
    extended.put(key, values);
    return new Problem(status, category, subCategory, message, extended, errors);
  }

  Problem withErrors(List<Map<String, Object>> details) {
    return new Problem(status, category, subCategory, message, context, details);
  }

  /** The answer to a call refused as a whole. */
  Answer answer(String correlationId) {
    return Answer.json(status, body(correlationId)).header(Headers.CORRELATION_ID, correlationId);
  }

  /**
   * @param correlationId null inside a 207, where the record's errors carry none
   */
  Map<String, Object> body(String correlationId) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", "error");
    body.put("message", message);
    if (correlationId != null) {
      body.put("correlationId", correlationId);
    }
    if (errors != null) {
      body.put("errors", errors);
    }
    if (context != null) {
      body.put("context", context);
    }
    if (category != null) {
      body.put("category", category);
    }
    if (subCategory != null) {
      body.put("subCategory", subCategory);
    }
    return body;
  }

  ProblemException exception() {
    return new ProblemException(this);
  }
}
