package dev.millrace.simulator;

import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.Json;
import dev.millrace.simulator.server.OwnApi;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The simulator's own endpoints: what {@link CrmSimulator} offers, over HTTP. See {@link #answer}
 * for the list.
 */
final class Inspection implements OwnApi {

  private static final String PREFIX = "/simulator/";

  private final CrmSimulator simulator;

  Inspection(CrmSimulator simulator) {
    this.simulator = simulator;
  }

  @Override
  public Answer answer(Call call) {
    String[] words = call.path().substring(PREFIX.length()).split("/");
    String object = words.length > 1 ? words[1] : "";
    try {
      switch (call.method() + ' ' + words[0]) {
        case "GET stats":
          return Answer.json(200, stats(simulator.stats()));
        case "DELETE stats":
          simulator.resetStats();
          return Answer.empty(204);
        case "GET records":
          return Answer.json(200, simulator.records(object, required(call, "idProperty")));
        case "DELETE records":
          simulator.clear();
          return Answer.empty(204);
        case "GET associations":
          return Answer.json(
              200,
              simulator.associations(
                  object,
                  required(call, "idProperty"),
                  words.length > 2 ? words[2] : "",
                  required(call, "toIdProperty")));
        case "GET versions":
          return Answer.json(200, versions(call, object));
        case "GET faults":
          return Answer.json(200, FaultJson.write(simulator.faultsInForce()));
        case "POST faults":
          simulator.faults().inject(FaultJson.read(body(call)));
          return Answer.empty(204);
        case "DELETE faults":
          simulator.faults().clear();
          return Answer.empty(204);
        case "POST poison":
          FaultJson.poison(body(call), simulator.faults());
          return Answer.empty(204);
        case "DELETE poison":
          simulator.faults().mend(object, required(call, "externalId"));
          return Answer.empty(204);
        case "POST properties":
          simulator.define(object, PropertyJson.read(body(call)));
          return Answer.empty(204);
        case "PUT version-property":
          simulator.watchVersions(object, required(call, "property"));
          return Answer.empty(204);
        case "POST outage":
          simulator.outage(Long.parseLong(required(call, "millis")));
          return Answer.empty(204);
        default:
          return Answer.json(404, Map.of("message", "no such endpoint of the simulator"));
      }
    } catch (IllegalArgumentException | IllegalStateException | IOException e) {
      return Answer.json(400, Map.of("message", String.valueOf(e.getMessage())));
    }
  }

  private static Map<String, Object> body(Call call) throws IOException {
    return Json.readObject(call.body(), call.bodyLength());
  }

  private static String required(Call call, String parameter) {
    String value = call.query(parameter);
    if (value == null) {
      throw new IllegalArgumentException("the query parameter " + parameter + " is missing");
    }
    return value;
  }

  private List<Map<String, Object>> versions(Call call, String object) {
    String id = call.query("id");
    List<RecordVersion> versions =
        id == null
            ? simulator.versions(object)
            : simulator.versions(object, required(call, "idProperty"), id);
    return versions.stream().map(Inspection::version).toList();
  }

  private static Map<String, Object> version(RecordVersion version) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("object", version.object());
    body.put("recordId", version.recordId());
    body.put("idProperty", version.idProperty());
    body.put("externalId", version.externalId());
    body.put("action", version.action());
    body.put("properties", version.properties());
    body.put("call", version.call());
    body.put("receivedMicros", version.receivedMicros());
    body.put("acceptedMicros", version.acceptedMicros());
    return body;
  }

  private static Map<String, Object> stats(Stats stats) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("calls", stats.calls());
    body.put("callsByEndpoint", stats.callsByEndpoint());
    body.put("answersByStatus", stats.answersByStatus());
    body.put("created", stats.created());
    body.put("updated", stats.updated());
    body.put("archived", stats.archived());
    body.put("refused", stats.refused());
    body.put("inFlight", stats.inFlight());
    body.put("maxInFlight", stats.maxInFlight());
    body.put("throttled", stats.throttled());
    body.put("tokensIssued", stats.tokensIssued());
    Map<String, Object> violations = new LinkedHashMap<>();
    violations.put("callsAboveLimit", stats.violations().callsAboveLimit());
    violations.put("keysTwiceInOneCall", stats.violations().keysTwiceInOneCall());
    violations.put("keysInTwoCalls", stats.violations().keysInTwoCalls());
    violations.put("oversizedCalls", stats.violations().oversizedCalls());
    violations.put("parentsInTwoCalls", stats.violations().parentsInTwoCalls());
    violations.put("staleVersions", stats.violations().staleVersions());
    body.put("violations", violations);
    return body;
  }
}
