package dev.millrace.simulator.salesforce;

import dev.millrace.simulator.SimulatedFault;
import dev.millrace.simulator.server.Answer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How Salesforce, or the gateway before it, answers when something is wrong with it. */
final class FaultAnswers {

  /** The fault's policy that asks for an error as a bare object, as some 503s have it. */
  static final String OBJECT = "OBJECT";

  private static final Map<String, String> MESSAGES =
      Map.of(
          "UNABLE_TO_LOCK_ROW",
          Errors.rowLocked("001000000000001AAA").message(),
          "REQUEST_LIMIT_EXCEEDED",
          Errors.totalRequests().message(),
          "INVALID_SESSION_ID",
          Errors.invalidSession().message(),
          "SERVER_UNAVAILABLE",
          "server busy, please try again later",
          "QUERY_TIMEOUT",
          "Your query request was running for too long.",
          "STORAGE_LIMIT_EXCEEDED",
          "storage limit exceeded",
          "API_DISABLED_FOR_ORG",
          "API is not enabled for this Organization or Partner",
          "UNKNOWN_EXCEPTION",
          "An unexpected error occurred. Please include this ErrorId if you contact support:"
              + " 1234567890-12345 (1234567890)");

  private static final Map<Integer, String> CODES =
      Map.of(
          400, "UNABLE_TO_LOCK_ROW",
          401, "INVALID_SESSION_ID",
          403, "REQUEST_LIMIT_EXCEEDED",
          500, "UNKNOWN_EXCEPTION",
          503, "SERVER_UNAVAILABLE");

  private FaultAnswers() {}

  static Answer of(SimulatedFault fault) {
    int status = fault.status();
    String usual = CODES.get(status);
    if (fault.kind() == SimulatedFault.Kind.SILENT) {
      return Answer.json(200, List.of());
    }
    if (MESSAGES.containsKey(fault.policy())) {
      return error(status, fault.policy());
    }
    if (usual == null) {
      return Answer.html(
          status,
          "<!DOCTYPE html><html><head><title>Error</title></head><body><h1>"
              + status
              + "</h1></body></html>\n");
    }
    if (!fault.policy().equals(OBJECT)) {
      return error(status, usual);
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("message", MESSAGES.get(usual));
    body.put("errorCode", usual);
    return Answer.json(status, body);
  }

  private static Answer error(int status, String code) {
    return RefusedCall.answer(status, List.of(SalesforceError.of(code, MESSAGES.get(code))));
  }
}
