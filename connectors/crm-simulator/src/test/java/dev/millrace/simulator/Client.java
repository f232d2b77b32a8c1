package dev.millrace.simulator;

import dev.millrace.simulator.server.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A plain HTTP client of the simulator. */
public final class Client {

  public static final String UPSERT = "/crm/v3/objects/contacts/batch/upsert";

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final CrmSimulator simulator;
  private final String authHeader;
  private final String token;

  public Client(CrmSimulator simulator) {
    this(simulator, CrmSimulator.DEFAULT_TOKEN);
  }

  /** A client that sends its token in another way than as a bearer. */
  public Client(CrmSimulator simulator, String authHeader, String headerValue) {
    this.simulator = simulator;
    this.authHeader = authHeader;
    this.token = headerValue;
  }

  /**
   * @param token null to send none
   */
  public Client(CrmSimulator simulator, String token) {
    this(simulator, "Authorization", token == null ? null : "Bearer " + token);
  }

  /**
   * A status, headers and a body read as JSON; null where there is no JSON.
   *
   * @param body null when the JSON is no object
   */
  public record Reply(
      int status, HttpResponse<String> http, Map<String, Object> body, Object json) {

    /** The body where it is a list of objects. */
    public List<Map<String, Object>> elements() {
      List<Map<String, Object>> elements = new ArrayList<>();
      ((List<?>) json).forEach(element -> elements.add(map(element)));
      return elements;
    }

    public String message() {
      return (String) body.get("message");
    }

    public String header(String name) {
      return http.headers().firstValue(name).orElse(null);
    }

    /** The body without what differs from call to call. */
    public Map<String, Object> stableBody() {
      Map<String, Object> stable = new LinkedHashMap<>(body);
      stable.keySet().removeAll(List.of("correlationId", "startedAt", "completedAt"));
      return stable;
    }

    public List<Map<String, Object>> list(String field) {
      List<Map<String, Object>> list = new ArrayList<>();
      for (Object element : (List<?>) body.getOrDefault(field, List.of())) {
        list.add(map(element));
      }
      return list;
    }

    /** Results by one of their properties. */
    public Map<String, Map<String, Object>> resultsBy(String property) {
      Map<String, Map<String, Object>> results = new LinkedHashMap<>();
      for (Map<String, Object> result : list("results")) {
        results.put((String) map(result.get("properties")).get(property), result);
      }
      return results;
    }
  }

  @SuppressWarnings("unchecked")
  public static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  public Reply post(String path, String body) {
    return send("POST", path, body, "application/json");
  }

  public Reply post(String path, Object body) {
    return post(path, Json.text(body));
  }

  public Reply get(String path) {
    return send("GET", path, null, null);
  }

  /**
   * @param headers names and values by turns, beside those of every call
   */
  public Reply send(
      String method, String path, String body, String contentType, String... headers) {
    try {
      return reply(HTTP.send(request(method, path, body, contentType, headers), handler()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public CompletableFuture<Reply> postLater(String path, Object body) {
    return later("POST", path, body);
  }

  public CompletableFuture<Reply> later(String method, String path, Object body) {
    return HTTP.sendAsync(request(method, path, Json.text(body), "application/json"), handler())
        .thenApply(Client::reply);
  }

  public Reply patch(String path, Object body) {
    return send(
        "PATCH", path, body instanceof String text ? text : Json.text(body), "application/json");
  }

  public Reply delete(String path) {
    return send("DELETE", path, null, null);
  }

  private HttpRequest request(
      String method, String path, String body, String contentType, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(simulator.baseUrl() + path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    if (token != null) {
      request.header(authHeader, token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request.build();
  }

  private static HttpResponse.BodyHandler<String> handler() {
    return HttpResponse.BodyHandlers.ofString();
  }

  private static Reply reply(HttpResponse<String> response) {
    boolean json =
        response.headers().firstValue("content-type").orElse("").startsWith("application/json");
    try {
      byte[] bytes = response.body().getBytes(StandardCharsets.UTF_8);
      Object body = json ? Json.read(bytes, bytes.length) : null;
      return new Reply(
          response.statusCode(), response, body instanceof Map ? map(body) : null, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Map<String, Object> batch(Object... inputs) {
    return Map.of("inputs", List.of(inputs));
  }

  /** An upsert's input by ext_id with a trace id, the id among its properties. */
  public static Map<String, Object> traced(String trace, String id, String... namesAndValues) {
    Map<String, Object> input = new LinkedHashMap<>(untraced(id, namesAndValues));
    input.put("objectWriteTraceId", trace);
    return input;
  }

  public static Map<String, Object> untraced(String id, String... namesAndValues) {
    Map<String, Object> properties = new LinkedHashMap<>(Map.of("ext_id", id));
    properties.putAll(properties(namesAndValues));
    return Map.of("id", id, "idProperty", "ext_id", "properties", properties);
  }

  public static Map<String, Object> properties(String... namesAndValues) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return properties;
  }
}
