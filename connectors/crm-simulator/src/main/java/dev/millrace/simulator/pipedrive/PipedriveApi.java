package dev.millrace.simulator.pipedrive;

import dev.millrace.simulator.Limits;
import dev.millrace.simulator.OAuthApp;
import dev.millrace.simulator.Property;
import dev.millrace.simulator.PropertyType;
import dev.millrace.simulator.RecordError;
import dev.millrace.simulator.SimulatedFault;
import dev.millrace.simulator.rest.FieldValues;
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
import dev.millrace.simulator.store.Slot;
import dev.millrace.simulator.store.Store;
import dev.millrace.simulator.store.StoredRecord;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pipedrive's API v2: search, create, update, delete one record; tokens. */
public final class PipedriveApi implements CrmApi {

  private static final String PREFIX = "/api/v2/";

  private final Tenant tenant;
  private final AccessTokens tokens;
  private final TokenEndpoint tokenEndpoint;
  private final PipedriveLimits limits;
  private final Records records;

  /**
   * @param app null when no app can get tokens
   */
  public PipedriveApi(Tenant tenant, AccessTokens tokens, OAuthApp app, Limits limits) {
    this.tenant = tenant;
    this.tokens = tokens;
    this.tokenEndpoint = new TokenEndpoint(app, tokens, tenant);
    this.limits = new PipedriveLimits(tenant, limits);
    this.records = new Records(tenant);
    Property name = Property.string("name").asRequired();
    define(
        "persons",
        List.of(
            name,
            Property.of("emails", PropertyType.JSON),
            Property.of("phones", PropertyType.JSON),
            Property.number("org_id")));
    define("organizations", List.of(name, Property.of("address", PropertyType.JSON)));
    define(
        "deals",
        List.of(
            Property.string("title").asRequired(),
            Property.number("value"),
            Property.string("currency"),
            Property.number("person_id"),
            Property.number("org_id")));
  }

  @Override
  public void define(String object, List<Property> properties) {
    ObjectType type = tenant.store().type(object);
    if (type == null) {
      type = tenant.store().addType(object, object, object, "update_time");
      type.define(Property.number("id").asReadOnly());
    }
    properties.forEach(type::define);
  }

  @Override
  public Work read(Call call) {
    if (call.path().equals("/oauth/token") && call.method().equals("POST")) {
      call.endpoint("POST /oauth/token");
      return Work.answered(tokenEndpoint.token(call));
    }
    AccessTokens.Token token = tokens.of(call, "x-api-token", "");
    if (token == null) {
      token = tokens.of(call, "Authorization", "Bearer ");
    }
    if (token == null || token.expired(tenant.clock())) {
      return Work.answered(error(401, "unauthorized access"));
    }
    try {
      return enter(call);
    } catch (PipedriveError e) {
      return Work.answered(e.answer());
    }
  }

  private Work enter(Call call) {
    String[] words =
        call.path().startsWith(PREFIX)
            ? call.path().substring(PREFIX.length()).split("/")
            : new String[0];
    ObjectType type = words.length == 0 ? null : tenant.store().type(words[0]);
    if (type == null || words.length > 2) {
      throw new PipedriveError(404, "Unknown method.");
    }
    boolean isSearch = words.length == 2 && words[1].equals("search");
    String end = words.length == 1 ? "" : isSearch ? "/search" : "/{id}";
    call.endpoint(call.method() + ' ' + PREFIX + words[0] + end);
    int cost =
        switch (call.method()) {
          case "DELETE" -> 3;
          case "GET" -> isSearch ? 20 : words.length == 1 ? 10 : 1;
          default -> 5;
        };
    Answer refusal = limits.refusal(cost, isSearch);
    if (refusal != null) {
      return Work.answered(refusal);
    }
    return switch (call.method() + end) {
      case "GET/search" -> ItemSearch.of(type, call);
      case "POST" -> save(type, null, call);
      case "GET/{id}" -> {
        StoredRecord record = record(type, words[1]);
        yield new Task(1, null, () -> data(200, Item.view(type, record)));
      }
      case "PATCH/{id}" -> save(type, record(type, words[1]), call);
      case "DELETE/{id}" -> delete(type, record(type, words[1]), call);
      default -> throw new PipedriveError(404, "Unknown method.");
    };
  }

  private static StoredRecord record(ObjectType type, String id) {
    StoredRecord record = id.matches("\\d{1,18}") ? type.record(Long.parseLong(id)) : null;
    if (record == null) {
      throw new PipedriveError(404, type.name() + " not found");
    }
    return record;
  }

  /**
   * @param target null to create
   */
  private Work save(ObjectType type, StoredRecord target, Call call) {
    FieldValues values;
    try {
      values = Item.read(type, Json.readObject(call.body(), call.bodyLength()));
    } catch (IOException e) {
      throw new PipedriveError(400, "Bad request");
    }
    Slot key = key(type);
    String value = key == null ? null : values.get(key);
    KeysInFlight keys = new KeysInFlight(tenant.counters(), 1);
    if (value != null) {
      keys.hold(key, key.fold(value));
    } else if (target != null) {
      keys.hold(target, type.slot("id"), Long.toString(target.id()));
    }
    long received = call.receivedMicros();
    return new Task(1, keys, () -> save(type, target, key, values, received));
  }

  /** The custom field that a test identifies records by; Pipedrive itself has no unique fields. */
  private static Slot key(ObjectType type) {
    return type.slots().stream().filter(Slot::identifies).findFirst().orElse(null);
  }

  private Answer save(
      ObjectType type, StoredRecord target, Slot key, FieldValues values, long received) {
    if (target != null && type.record(target.id()) == null) {
      return error(404, type.name() + " not found");
    }
    String value = key == null ? null : values.get(key);
    RecordError poison =
        value == null || !tenant.faults().anyPoison()
            ? null
            : tenant.faults().error(type.name(), value);
    Slot missing = Records.missing(type, target, values);
    if (poison != null || missing != null) {
      tenant.counters().refused(1);
      return poison != null
          ? error(poison.status(), poison.message())
          : error(400, "Validation failed: " + missing.name() + ": Required");
    }
    Store.Commit commit = tenant.store().begin(received, tenant.nowMicros());
    StoredRecord written = records.save(commit, type, target, value == null ? null : key, values);
    return data(target == null ? 201 : 200, Item.view(type, written));
  }

  private Work delete(ObjectType type, StoredRecord record, Call call) {
    KeysInFlight keys = new KeysInFlight(tenant.counters(), 1);
    keys.hold(record, type.slot("id"), Long.toString(record.id()));
    long received = call.receivedMicros();
    return new Task(
        1,
        keys,
        () -> {
          if (type.record(record.id()) == null) {
            return error(404, type.name() + " not found");
          }
          records.delete(tenant.store().begin(received, tenant.nowMicros()), type, record);
          return data(200, Map.of("id", record.id()));
        });
  }

  static Answer data(int status, Object data) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("success", true);
    body.put("data", data);
    return Answer.json(status, body);
  }

  static Answer error(int status, String message) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("success", false);
    body.put("error", message);
    body.put("error_info", "Please check developers.pipedrive.com for more information.");
    body.put("errorCode", status);
    return Answer.json(status, body);
  }

  @Override
  public Answer answer(SimulatedFault fault) {
    if (fault.kind() == SimulatedFault.Kind.SILENT) {
      return data(200, null);
    }
    Answer answer =
        fault.status() >= 502
            ? Answer.html(fault.status(), "<html><body>" + fault.status() + "</body></html>")
            : error(fault.status(), "Simulated refusal");
    return fault.retryAfter() == null
        ? answer
        : answer.header("Retry-After", Long.toString(fault.retryAfter().toSeconds()));
  }

  @Override
  public void decorate(Call call, Answer answer) {
    if (!Answer.HTML.equals(answer.contentType())) {
      limits.addHeaders(answer);
    }
  }
}
