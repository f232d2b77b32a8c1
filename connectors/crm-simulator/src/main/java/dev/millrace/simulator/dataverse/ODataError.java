package dev.millrace.simulator.dataverse;

import dev.millrace.simulator.server.Answer;
import java.util.LinkedHashMap;
import java.util.Map;

/** A call refused in OData's form. */
final class ODataError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  ODataError(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  static ODataError badRequest(String message) {
    return new ODataError(
        400, "0x80048d19", "Error identified in Payload provided by the user: " + message);
  }

  static ODataError noResource(String segment) {
    return new ODataError(
        404, "0x8006088a", "Resource not found for the segment '" + segment + "'.");
  }

  static ODataError absent(String logicalName) {
    return new ODataError(
        404,
        "0x80060891",
        "A record with the specified key values does not exist in " + logicalName + " entity");
  }

  static ODataError keyTaken(String key) {
    return new ODataError(
        412,
        "0x80060892",
        "Entity Key "
            + key
            + " violated. A record with the same value for "
            + key
            + " already exists. A duplicate record cannot be created.");
  }

  Answer answer() {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("message", getMessage());
    return Answer.json(status, Map.of("error", error));
  }
}
