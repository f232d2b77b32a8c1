package dev.millrace.simulator.hubspot;

import dev.millrace.simulator.SimulatedFault;
import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Tenant;
import java.util.Map;

/** How HubSpot, or the gateway before it, answers when something is wrong with it. */
final class FaultAnswers {

  /** HubSpot's own words are known for few of these: the rest is told by its status. */
  private static final Map<Integer, Problem> OWN =
      Map.of(
          401, Problems.noCredentials(),
          403, Problems.missingScopes("crm.objects.contacts.write"),
          409, Problem.of(409, "CONFLICT", "Contact already exists"),
          423, Problem.of(423, null, "The resource is locked, wait before trying again"),
          477, Problem.of(477, null, "The account is being moved to another data center"),
          500, Problem.of(500, null, "internal error"),
          503, Problem.of(503, null, "The service is temporarily unable to handle the request"));

  private FaultAnswers() {}

  static Answer of(SimulatedFault fault, Tenant account) {
    Answer answer = body(fault, account);
    return fault.retryAfter() == null
        ? answer
        : answer.header("Retry-After", Long.toString(fault.retryAfter().toSeconds()));
  }

  private static Answer body(SimulatedFault fault, Tenant account) {
    int status = fault.status();
    if (fault.policy().equals("BAD_HUB")) {
      return OAuthEndpoint.refusal("access_denied", "BAD_HUB", "missing or unknown hub id");
    }
    if (status == 429) {
      return HubSpotLimits.refusal(fault.policy(), account.newUuid());
    }
    Problem own = OWN.get(status);
    if (own != null) {
      return own.answer(account.newUuid());
    }
    if (status < 500) {
      return Problem.of(status, "VALIDATION_ERROR", "Simulated refusal").answer(account.newUuid());
    }
    return Answer.html(
        status,
        "<!DOCTYPE html><html><head><title>api.hubapi.com | "
            + status
            + "</title></head><body><h1>Error "
            + status
            + "</h1></body></html>\n");
  }
}
