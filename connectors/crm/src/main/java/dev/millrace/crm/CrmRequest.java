package dev.millrace.crm;

import java.util.Map;
import java.util.Objects;

/**
 * One HTTP request to the CRM, without its Authorization header, which the transport adds as it is
 * at that moment.
 */
public final class CrmRequest {

  private final String method;
  private final String path;
  private final Map<String, String> headers;
  private final RequestBody body;

  /**
   * @param path from the sink's base URL on, with its query, encoded; starts with a slash
   * @param body null for a request without one
   */
  public CrmRequest(String method, String path, Map<String, String> headers, RequestBody body) {
    this.method = Objects.requireNonNull(method, "method");
    this.path = Objects.requireNonNull(path, "path");
    this.headers = Map.copyOf(headers);
    this.body = body;
  }

  /** A request with a JSON body. */
  public static CrmRequest json(String method, String path, RequestBody body) {
    return new CrmRequest(method, path, Map.of("Content-Type", "application/json"), body);
  }

  /** A GET. */
  public static CrmRequest get(String path) {
    return new CrmRequest("GET", path, Map.of(), null);
  }

  public String method() {
    return method;
  }

  public String path() {
    return path;
  }

  public Map<String, String> headers() {
    return headers;
  }

  public RequestBody body() {
    return body;
  }

  @Override
  public String toString() {
    return method + ' ' + path;
  }
}
