package dev.millrace.simulator.dataverse;

import dev.millrace.simulator.Limits;
import dev.millrace.simulator.OAuthApp;
import dev.millrace.simulator.Property;
import dev.millrace.simulator.PropertyType;
import dev.millrace.simulator.SimulatedFault;
import dev.millrace.simulator.rest.Task;
import dev.millrace.simulator.server.AccessTokens;
import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.CrmApi;
import dev.millrace.simulator.server.Form;
import dev.millrace.simulator.server.KeysInFlight;
import dev.millrace.simulator.server.Tenant;
import dev.millrace.simulator.server.Work;
import dev.millrace.simulator.store.ObjectType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dataverse's Web API: upsert by alternate key, UpsertMultiple, delete, tokens. */
public final class DataverseApi implements CrmApi {

  private static final Pattern PATH = Pattern.compile("/api/data/v9\\.[0-2]/(.*)");
  private static final Pattern TOKEN = Pattern.compile("/[^/]+/oauth2/v2\\.0/token");
  private static final String UPSERT_MULTIPLE = "/Microsoft.Dynamics.CRM.UpsertMultiple";

  private final Tenant tenant;
  private final AccessTokens tokens;
  private final OAuthApp app;
  private final DataverseLimits limits;
  private final Upserts upserts;

  /**
   * @param app null when no app can get tokens
   */
  public DataverseApi(Tenant tenant, AccessTokens tokens, OAuthApp app, Limits limits) {
    this.tenant = tenant;
    this.tokens = tokens;
    this.app = app;
    this.limits = new DataverseLimits(tenant, limits);
    this.upserts = new Upserts(tenant);
    define(
        "accounts",
        List.of(
            Property.string("name"), Property.number("revenue"), Property.string("telephone1")));
    define(
        "contacts",
        List.of(
            Property.string("firstname"),
            Property.string("lastname"),
            Property.of("emailaddress1", PropertyType.EMAIL),
            Property.string("telephone1"),
            Property.date("birthdate"),
            Property.bool("donotemail"),
            Property.number("gendercode"),
            Property.reference("parentcustomerid_account", "accounts")));
    define(
        "leads",
        List.of(
            Property.string("subject"),
            Property.string("lastname"),
            Property.string("companyname")));
  }

  @Override
  public void define(String object, List<Property> properties) {
    ObjectType type = tenant.store().type(object);
    if (type == null) {
      String logicalName = object.endsWith("s") ? object.substring(0, object.length() - 1) : object;
      type = tenant.store().addType(object, logicalName, logicalName, "modifiedon");
      type.define(Property.string(logicalName + "id").asReadOnly());
    }
    properties.forEach(type::define);
  }

  @Override
  public Work read(Call call) {
    if (TOKEN.matcher(call.path()).matches() && call.method().equals("POST")) {
      call.endpoint("POST /{tenant}/oauth2/v2.0/token");
      return Work.answered(token(new Form(call)));
    }
    AccessTokens.Token token = tokens.of(call, "Authorization", "Bearer ");
    if (token == null || token.expired(tenant.clock())) {
      return Work.answered(
          Answer.empty(401).header("WWW-Authenticate", "Bearer error=invalid_token"));
    }
    Answer refusal = limits.refusal();
    if (refusal != null) {
      return Work.answered(refusal);
    }
    try {
      Work work = enter(call);
      return work.records() < 0 ? work : limits.watch(work);
    } catch (ODataError e) {
      return Work.answered(e.answer());
    }
  }

  private Work enter(Call call) {
    Matcher matcher = PATH.matcher(call.path());
    String rest =
        matcher.matches()
            ? URLDecoder.decode(matcher.group(1).replace("+", "%2B"), StandardCharsets.UTF_8)
            : "";
    if (rest.equals("WhoAmI") && call.method().equals("GET")) {
      call.endpoint("GET /api/data/v9.2/WhoAmI");
      return Work.answered(Answer.json(200, Map.of("UserId", Guids.text(1))));
    }
    String set = rest.replaceAll("[(/].*", "");
    call.endpoint(call.method() + " /api/data/v9.2/" + set + (rest.contains("(") ? "({key})" : ""));
    if (rest.endsWith(UPSERT_MULTIPLE)) {
      call.endpoint(call.method() + " /api/data/v9.2/" + set + UPSERT_MULTIPLE);
      return upserts.multiple(call, KeyPath.type(tenant.store(), set));
    }
    if (rest.isEmpty() || !rest.contains("(")) {
      throw ODataError.noResource(set);
    }
    KeyPath path = KeyPath.parse(tenant.store(), rest);
    return switch (call.method()) {
      case "PATCH" -> upserts.one(call, path);
      case "DELETE" -> delete(call, path);
      case "GET" -> new Task(1, null, () -> upserts.read(path));
      default -> throw new ODataError(405, "0x80060888", "Method not allowed");
    };
  }

  private Work delete(Call call, KeyPath path) {
    KeysInFlight keys = new KeysInFlight(tenant.counters(), 1);
    upserts.hold(keys, path);
    long received = call.receivedMicros();
    return new Task(1, keys, () -> upserts.delete(received, path));
  }

  private Answer token(Form form) {
    Map<String, Object> body = new LinkedHashMap<>();
    if (!"client_credentials".equals(form.get("grant_type"))) {
      return tokenError(400, "unsupported_grant_type", "AADSTS70003: unsupported grant type");
    }
    if (app == null || !app.clientId().equals(form.get("client_id"))) {
      return tokenError(400, "unauthorized_client", "AADSTS700016: Application not found");
    }
    if (!app.clientSecret().equals(form.get("client_secret"))) {
      return tokenError(401, "invalid_client", "AADSTS7000215: Invalid client secret provided");
    }
    if (form.get("scope") == null || !form.get("scope").endsWith("/.default")) {
      return tokenError(400, "invalid_scope", "AADSTS1002012: the scope must end with /.default");
    }
    tenant.counters().tokenIssued();
    body.put("token_type", "Bearer");
    body.put("expires_in", tokens.lifeSeconds());
    body.put("ext_expires_in", tokens.lifeSeconds());
    body.put("access_token", tokens.issue());
    return Answer.json(200, body);
  }

  private static Answer tokenError(int status, String error, String description) {
    return Answer.json(status, Map.of("error", error, "error_description", description));
  }

  @Override
  public Answer answer(SimulatedFault fault) {
    if (fault.kind() == SimulatedFault.Kind.SILENT) {
      return Answer.empty(204);
    }
    Answer answer =
        fault.status() == 502 || fault.status() == 504
            ? Answer.html(fault.status(), "<html><body>" + fault.status() + "</body></html>")
            : new ODataError(
                    fault.status(),
                    fault.status() == 429 ? "0x80072322" : "0x80040224",
                    "Simulated refusal")
                .answer();
    return fault.retryAfter() == null
        ? answer
        : answer.header("Retry-After", Long.toString(fault.retryAfter().toSeconds()));
  }

  @Override
  public void decorate(Call call, Answer answer) {
    answer.header("OData-Version", "4.0");
    if (call.path().startsWith("/api/")) {
      limits.addHeaders(answer);
    }
  }
}
