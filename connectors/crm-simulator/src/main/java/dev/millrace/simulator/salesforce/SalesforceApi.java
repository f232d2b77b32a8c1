package dev.millrace.simulator.salesforce;

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
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;

/** Salesforce's REST API: lets a call in or not, and hands it to what its path names. */
public final class SalesforceApi implements CrmApi {

  /** Newest version served: Summer '26. */
  private static final int NEWEST = 67;

  private static final int OLDEST = 20;
  private static final String TOKEN_PATH = "/services/oauth2/token";
  private static final String DATA = "/services/data";
  private static final int LONGEST_URI = 16_384;

  private final Org org;
  private final AccessTokens tokens;
  private final TokenEndpoint tokenEndpoint;
  private final SalesforceLimits limits;
  private final IngestJobs jobs;
  private final Endpoints endpoints;

  /**
   * @param app null when no app can get tokens
   * @param lockWait how long a call waits for rows that another has locked
   * @param queryPage most records of a query's answer
   * @param bulkChunkTime how long an ingest job works on 200 rows
   */
  public SalesforceApi(
      Tenant tenant,
      AccessTokens tokens,
      OAuthApp app,
      Limits limits,
      Duration lockWait,
      int queryPage,
      Duration bulkChunkTime) {
    this.org = new Org(tenant, new RowLocks(lockWait.toNanos()), queryPage);
    this.tokens = tokens;
    this.tokenEndpoint = new TokenEndpoint(app, tokens, tenant);
    this.limits = new SalesforceLimits(tenant, limits);
    this.jobs = new IngestJobs(org, bulkChunkTime.toNanos());
    this.endpoints = new Endpoints(org, this.limits, jobs);
    StandardSObjects.addTo(tenant.store());
  }

  @Override
  public void define(String object, List<Property> properties) {
    ObjectType type = org.tenant().store().type(object);
    if (type == null) {
      type = StandardSObjects.addCustom(org.tenant().store(), object);
    }
    properties.forEach(type::define);
  }

  @Override
  public void servedBy(ScheduledExecutorService loop) {
    jobs.servedBy(loop);
  }

  @Override
  public Work read(Call call) {
    try {
      if (call.path().equals(TOKEN_PATH) && call.method().equals("POST")) {
        call.endpoint("POST " + TOKEN_PATH);
        return Work.answered(tokenEndpoint.token(call));
      }
      if (call.uri().length() > LONGEST_URI) {
        return Work.answered(Answer.html(414, "<h1>Bad Message 414</h1><pre>URI Too Long</pre>"));
      }
      if (call.path().equals(DATA) || call.path().equals(DATA + '/')) {
        call.endpoint(call.method() + ' ' + DATA);
        return Work.answered(versions());
      }
      AccessTokens.Token token = tokens.of(call, "Authorization", "Bearer ");
      if (token == null || token.expired(org.tenant().clock())) {
        throw Errors.invalidSession().refusing(401);
      }
      limits.take();
      return limits.watch(inside(call));
    } catch (RefusedCall e) {
      return Work.answered(e.answer());
    }
  }

  /** Reads a call that is let in, or one inside it. */
  private Work inside(Call call) {
    try {
      String path = call.path();
      List<String> words = new ArrayList<>();
      if (path.startsWith(DATA + "/v")) {
        for (String word : path.substring(DATA.length() + 2).split("/")) {
          words.add(URLDecoder.decode(word.replace("+", "%2B"), StandardCharsets.UTF_8));
        }
      }
      if (words.isEmpty() || !served(words.get(0))) {
        throw Errors.notFound().refusing(404);
      }
      String base = DATA + "/v" + words.get(0);
      return endpoints.read(call, base, words.subList(1, words.size()), this::inside);
    } catch (RefusedCall e) {
      return Work.answered(e.answer());
    }
  }

  private static boolean served(String version) {
    if (!version.matches("\\d{2}\\.0")) {
      return false;
    }
    int number = Integer.parseInt(version.substring(0, 2));
    return number >= OLDEST && number <= NEWEST;
  }

  private static Answer versions() {
    List<Map<String, Object>> versions = new ArrayList<>();
    for (int version = OLDEST; version <= NEWEST; version++) {
      versions.add(
          Map.of(
              "label", "Release " + version,
              "url", DATA + "/v" + version + ".0",
              "version", version + ".0"));
    }
    return Answer.json(200, versions);
  }

  @Override
  public Answer answer(SimulatedFault fault) {
    Answer answer = FaultAnswers.of(fault);
    return fault.retryAfter() == null
        ? answer
        : answer.header("Retry-After", Long.toString(fault.retryAfter().toSeconds()));
  }

  @Override
  public void decorate(Call call, Answer answer) {
    if (call.path().startsWith(DATA)
        && answer.status() != 401
        && !Answer.HTML.equals(answer.contentType())) {
      limits.addHeader(answer);
    }
  }
}
