package dev.millrace.simulator.server;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;

/** One HTTP request, read in full. Its body is only there while it is being read by the API. */
public final class Call {

  private final String method;
  private final String uri;
  private final String path;
  private final HttpHeaders headers;
  private final byte[] body;
  private final int bodyLength;
  private final long receivedMicros;
  private String endpoint;
  private Map<String, List<String>> query;

  /** A call inside another's body, as in Salesforce's Composite. */
  public Call(Call outer, String method, String uri, byte[] body) {
    this(method, uri, outer.headers, body, body.length, outer.receivedMicros);
  }

  Call(
      String method,
      String uri,
      HttpHeaders headers,
      byte[] body,
      int bodyLength,
      long receivedMicros) {
    this.method = method;
    this.uri = uri;
    int question = uri.indexOf('?');
    this.path = question < 0 ? uri : uri.substring(0, question);
    this.headers = headers;
    this.body = body;
    this.bodyLength = bodyLength;
    this.receivedMicros = receivedMicros;
    this.endpoint = method + " (unknown)";
  }

  public String method() {
    return method;
  }

  /** With the query; not decoded. */
  public String uri() {
    return uri;
  }

  /** Without the query; not decoded. */
  public String path() {
    return path;
  }

  /** Null when the request has no such header. */
  public String header(String name) {
    return headers.get(name);
  }

  /** First value of a query parameter; null when there is none. */
  public String query(String name) {
    if (query == null) {
      query = new QueryStringDecoder(uri).parameters();
    }
    List<String> values = query.get(name);
    return values == null ? null : values.get(0);
  }

  /** Holds more than the body: read {@link #bodyLength} bytes. */
  public byte[] body() {
    return body;
  }

  public int bodyLength() {
    return bodyLength;
  }

  /** When the first bytes of the request were read, in epoch microseconds. */
  public long receivedMicros() {
    return receivedMicros;
  }

  /** Method and path pattern that the call is counted under. */
  public String endpoint() {
    return endpoint;
  }

  public void endpoint(String endpoint) {
    this.endpoint = endpoint;
  }
}
