package dev.millrace.simulator.hubspot;

import dev.millrace.simulator.Limits;
import dev.millrace.simulator.OAuthApp;
import dev.millrace.simulator.Property;
import dev.millrace.simulator.SimulatedFault;
import dev.millrace.simulator.server.AccessTokens;
import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.CrmApi;
import dev.millrace.simulator.server.Tenant;
import dev.millrace.simulator.server.Work;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Slot;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** HubSpot's API: finds what a call is about, lets it in or not, and hands it to its endpoint. */
public final class HubSpotApi implements CrmApi {

  private final Tenant account;
  private final Tokens tokens;
  private final OAuthEndpoint oauth;
  private final PropertiesEndpoint properties;
  private final AssociationsEndpoint associations;
  private final HubSpotLimits limits;
  private final long searchLagMillis;

  /**
   * @param app null when no app can refresh
   */
  public HubSpotApi(
      Tenant account, AccessTokens accessTokens, OAuthApp app, Limits limits, Duration searchLag) {
    this.account = account;
    this.tokens = new Tokens(account.clock(), accessTokens);
    this.oauth = new OAuthEndpoint(app, accessTokens, account.counters());
    this.properties = new PropertiesEndpoint(account);
    this.associations = new AssociationsEndpoint(account);
    this.limits = new HubSpotLimits(account.clock(), limits);
    this.searchLagMillis = searchLag.toMillis();
    StandardObjects.addTo(account.store());
  }

  @Override
  public Work read(Call call) {
    Route route = Route.of(call);
    call.endpoint(call.method() + ' ' + route.pattern());
    try {
      return switch (route.kind()) {
        case UNKNOWN -> Work.answered(notFound());
        case TOKEN -> Work.answered(oauth.token(call));
        case ACCOUNT, OBJECTS, PROPERTIES, ASSOCIATIONS -> enter(call, route);
      };
    } catch (ProblemException e) {
      return Work.answered(e.problem().answer(account.newUuid()));
    }
  }

  @Override
  public void define(String object, List<Property> properties) {
    ObjectType type = account.store().type(object);
    if (type == null) {
      String typeId = "2-" + (1000 + account.store().types().size());
      type =
          account
              .store()
              .addType(object, typeId, object.toUpperCase(Locale.ROOT), "hs_lastmodifieddate");
      StandardObjects.addSystemProperties(type);
    }
    properties.forEach(type::define);
  }

  private Answer notFound() {
    return Problems.notFound().answer(account.newUuid()).header(Headers.NOT_FOUND, "true");
  }

  private Work enter(Call call, Route route) {
    ObjectType type = route.object() == null ? null : account.store().type(route.object());
    Problem refusal =
        tokens.refusal(call, type == null ? null : Scopes.needed(route, type, call.method()));
    if (refusal != null) {
      throw refusal.exception();
    }
    String policy = limits.take(route);
    if (policy != null) {
      account.counters().throttled();
      return Work.answered(HubSpotLimits.refusal(policy, account.newUuid()));
    }
    if (route.kind() == Route.Kind.ACCOUNT) {
      return Work.answered(Answer.json(200, details()));
    }
    if (type == null) {
      throw Problems.unknownObject(route.object()).exception();
    }
    if (!call.method().equals("GET") && call.bodyLength() > 0 && !isJson(call)) {
      throw Problem.of(415, null, "HTTP 415 Unsupported Media Type").exception();
    }
    return switch (route.kind()) {
      case PROPERTIES -> Work.answered(property(call, route, type));
      case ASSOCIATIONS -> associations(call, route, type);
      default -> records(call, route, type);
    };
  }

  private Work associations(Call call, Route route, ObjectType from) {
    String[] words = route.rest().split("/", 2);
    ObjectType to = account.store().type(words[0]);
    if (to == null) {
      throw Problems.unknownObject(words[0]).exception();
    }
    Problem refusal = tokens.refusal(call, Scopes.needed(route, to, call.method()));
    if (refusal != null) {
      throw refusal.exception();
    }
    return associations.batch(call, from, to, words.length == 1 ? "" : words[1]);
  }

  private Work associationsOfOne(Call call, Route route, ObjectType from) {
    String[] words = route.rest().split("/");
    return words.length < 3
        ? Work.answered(notFound())
        : Work.answered(
            associations.one(call, from, words[0], List.of(words).subList(2, words.length)));
  }

  @Override
  public Map<String, List<String>> associations(
      ObjectType from, Slot fromId, ObjectType to, Slot toId) {
    return associations.all(from, fromId, to, toId);
  }

  private static boolean isJson(Call call) {
    String contentType = call.header("Content-Type");
    return contentType != null && contentType.startsWith("application/json");
  }

  private Answer property(Call call, Route route, ObjectType type) {
    return switch (call.method() + ' ' + (route.rest().isEmpty() ? "all" : "one")) {
      case "GET all" -> properties.list(type);
      case "POST all" -> properties.create(type, call);
      case "GET one" -> properties.one(type, route.rest());
      default -> notFound();
    };
  }

  private Work records(Call call, Route route, ObjectType type) {
    if (route.isAssociations()) {
      return associationsOfOne(call, route, type);
    }
    if (call.method().equals("GET")) {
      return route.rest().isEmpty() || route.rest().indexOf('/') >= 0
          ? Work.answered(notFound())
          : new ReadOne(account, type, route.rest(), call);
    }
    return switch (call.method() + ' ' + route.rest()) {
      case "POST batch/upsert" -> new WriteBatch(account, type, WriteBatch.Kind.UPSERT, call);
      case "POST batch/update" -> new WriteBatch(account, type, WriteBatch.Kind.UPDATE, call);
      case "POST batch/create" -> new WriteBatch(account, type, WriteBatch.Kind.CREATE, call);
      case "POST batch/read" -> new ReadBatch(account, type, call);
      case "POST batch/archive" -> new ArchiveBatch(account, type, call);
      case "POST search" -> new Search(account, type, searchLagMillis, call);
      default -> Work.answered(notFound());
    };
  }

  private static Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("portalId", Account.PORTAL_ID);
    details.put("accountType", "STANDARD");
    details.put("timeZone", "UTC");
    details.put("companyCurrency", "USD");
    details.put("utcOffset", "+00:00");
    details.put("utcOffsetMilliseconds", 0);
    details.put("uiDomain", "app.hubspot.com");
    details.put("dataHostingLocation", "na1");
    return details;
  }

  @Override
  public Answer answer(SimulatedFault fault) {
    return fault.kind() == SimulatedFault.Kind.SILENT
        ? BatchAnswer.silent(account.nowMillis())
        : FaultAnswers.of(fault, account);
  }

  @Override
  public void decorate(Call call, Answer answer) {
    if (Answer.HTML.equals(answer.contentType())) {
      return;
    }
    if (!answer.hasHeader(Headers.CORRELATION_ID)) {
      answer.header(Headers.CORRELATION_ID, account.newUuid());
    }
    if (!call.path().startsWith("/oauth/")) {
      limits.addHeaders(answer, call.path().endsWith("/search"));
    }
  }
}
