package dev.millrace.simulator.zoho;

import dev.millrace.simulator.Limits;
import dev.millrace.simulator.OAuthApp;
import dev.millrace.simulator.Property;
import dev.millrace.simulator.PropertyType;
import dev.millrace.simulator.SimulatedFault;
import dev.millrace.simulator.rest.Records;
import dev.millrace.simulator.rest.Task;
import dev.millrace.simulator.server.AccessTokens;
import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.CrmApi;
import dev.millrace.simulator.server.Json;
import dev.millrace.simulator.server.KeysInFlight;
import dev.millrace.simulator.server.Tenant;
import dev.millrace.simulator.server.Work;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Store;
import dev.millrace.simulator.store.StoredRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Zoho CRM's API: upsert with a result for each record, COQL, delete by ids, tokens. */
public final class ZohoApi implements CrmApi {

  private static final int MOST_RECORDS = 100;

  private final Tenant tenant;
  private final AccessTokens tokens;
  private final TokenEndpoint tokenEndpoint;
  private final ZohoLimits limits;

  /**
   * @param app null when no app can get tokens
   */
  public ZohoApi(Tenant tenant, AccessTokens tokens, OAuthApp app, Limits limits) {
    this.tenant = tenant;
    this.tokens = tokens;
    this.tokenEndpoint = new TokenEndpoint(app, tokens, tenant);
    this.limits = new ZohoLimits(tenant, limits);
    Property email = Property.of("Email", PropertyType.EMAIL);
    Property lastName = Property.string("Last_Name").asRequired();
    define(
        "Leads",
        List.of(
            lastName, Property.string("First_Name"), Property.string("Company"), email.asUnique()));
    define(
        "Contacts",
        List.of(
            lastName,
            Property.string("First_Name"),
            email.asUnique(),
            Property.string("Phone"),
            Property.date("Date_of_Birth"),
            Property.bool("Email_Opt_Out")));
    define(
        "Accounts",
        List.of(Property.string("Account_Name").asRequired(), Property.number("Annual_Revenue")));
  }

  @Override
  public void define(String object, List<Property> properties) {
    ObjectType type = tenant.store().type(object);
    if (type == null) {
      type = tenant.store().addType(object, object, object, "Modified_Time");
      type.define(Property.string("id").asReadOnly());
    }
    properties.forEach(type::define);
  }

  @Override
  public Work read(Call call) {
    if (call.path().equals("/oauth/v2/token") && call.method().equals("POST")) {
      call.endpoint("POST /oauth/v2/token");
      return Work.answered(tokenEndpoint.token(call));
    }
    try {
      AccessTokens.Token token = tokens.of(call, "Authorization", "Zoho-oauthtoken ");
      if (token == null || token.expired(tenant.clock())) {
        throw new ZohoError(401, "INVALID_TOKEN", "invalid oauth token");
      }
      return limits.take(enter(call));
    } catch (ZohoError e) {
      return Work.answered(e.answer());
    }
  }

  private Work enter(Call call) {
    String[] words = call.path().split("/");
    if (words.length < 4 || !words[1].equals("crm") || !words[2].matches("v[2-8]")) {
      throw new ZohoError(
          404, "INVALID_URL_PATTERN", "Please check if the URL trying to access is a correct one");
    }
    call.endpoint(call.method() + ' ' + call.path());
    if (words[3].equals("coql")) {
      return Coql.of(tenant, call);
    }
    ObjectType type = tenant.store().type(words[3]);
    if (type == null) {
      throw new ZohoError(400, "INVALID_MODULE", "the module name given seems to be invalid");
    }
    return switch (call.method() + (words.length == 4 ? "" : ' ' + words[4])) {
      case "POST upsert" -> new UpsertCall(tenant, type, call);
      case "DELETE" -> delete(type, call);
      default ->
          throw new ZohoError(
              400, "INVALID_REQUEST_METHOD", "The http request method type is not a valid one");
    };
  }

  static Map<String, Object> body(Call call) {
    try {
      return Json.readObject(call.body(), call.bodyLength());
    } catch (IOException e) {
      throw new ZohoError(400, "INVALID_DATA", "body");
    }
  }

  static List<Map<?, ?>> data(Map<String, Object> body, Tenant tenant) {
    if (!(body.get("data") instanceof List<?> list) || list.isEmpty()) {
      throw new ZohoError(400, "MANDATORY_NOT_FOUND", "required field not found");
    }
    if (list.size() > MOST_RECORDS) {
      tenant.counters().oversizedCall();
      tenant.counters().refused(list.size());
      throw new ZohoError(400, "INVALID_DATA", "maximum of 100 records is allowed in data");
    }
    List<Map<?, ?>> data = new ArrayList<>();
    for (Object record : list) {
      if (!(record instanceof Map<?, ?> map)) {
        throw new ZohoError(400, "INVALID_DATA", "data");
      }
      data.add(map);
    }
    return data;
  }

  private Work delete(ObjectType type, Call call) {
    String list = call.query("ids");
    List<String> ids = list == null ? List.of() : List.of(list.split(","));
    if (ids.isEmpty() || ids.size() > MOST_RECORDS) {
      tenant.counters().oversizedCall();
      throw new ZohoError(400, "INVALID_DATA", "1 to 100 ids are allowed");
    }
    KeysInFlight keys = new KeysInFlight(tenant.counters(), ids.size());
    ids.forEach(id -> keys.hold(record(type, id), type.slot("id"), id));
    long received = call.receivedMicros();
    return new Task(
        ids.size(),
        keys,
        () -> {
          Store.Commit commit = tenant.store().begin(received, tenant.nowMicros());
          return Answer.json(
              200, Map.of("data", ids.stream().map(id -> delete(commit, type, id)).toList()));
        });
  }

  private Map<String, Object> delete(Store.Commit commit, ObjectType type, String id) {
    StoredRecord record = record(type, id);
    Map<String, Object> details = Map.of("id", id);
    if (record == null) {
      return ZohoError.slot("INVALID_DATA", "error", "the id given seems to be invalid", details);
    }
    new Records(tenant).delete(commit, type, record);
    return ZohoError.slot("SUCCESS", "success", "record deleted", details);
  }

  private static StoredRecord record(ObjectType type, String id) {
    return id.matches("\\d{1,18}") ? type.record(Long.parseLong(id)) : null;
  }

  @Override
  public Answer answer(SimulatedFault fault) {
    if (fault.kind() == SimulatedFault.Kind.SILENT) {
      return Answer.json(200, Map.of("data", List.of()));
    }
    Answer answer =
        fault.status() == 502 || fault.status() == 504
            ? Answer.html(fault.status(), "<html><body>" + fault.status() + "</body></html>")
            : new ZohoError(
                    fault.status(),
                    switch (fault.status()) {
                      case 401 -> "INVALID_TOKEN";
                      case 429 -> "TOO_MANY_REQUESTS";
                      case 500, 503 -> "INTERNAL_ERROR";
                      default -> "INVALID_DATA";
                    },
                    "Simulated refusal")
                .answer();
    return fault.retryAfter() == null
        ? answer
        : answer.header("Retry-After", Long.toString(fault.retryAfter().toSeconds()));
  }

  @Override
  public void decorate(Call call, Answer answer) {}
}
