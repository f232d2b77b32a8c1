package dev.millrace.crm.http;

import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.auth.Authentication;
import dev.millrace.crm.delivery.Transport;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleResponseConsumer;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests over kept-alive HTTP/1.1 connections, one request a connection at a time. Takes
 * proxies and trust stores from the JVM's system properties. Repeats nothing and follows no
 * redirect: what to do about an answer is the engine's decision.
 *
 * <p>Calls back on its own threads.
 */
public final class HttpTransport implements Transport, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HttpTransport.class);

  private final CloseableHttpAsyncClient client;
  private final HttpHost host;
  private final String pathPrefix;
  private final Authentication authentication;
  private final OutageLog outages;

  /**
   * What the CRM refused last, so that it is renewed once and not by each call it was refused to.
   */
  private volatile String refusedAuthorization;

  private volatile boolean closed;

  private HttpTransport(
      HttpHost host,
      String pathPrefix,
      Authentication authentication,
      int connections,
      Duration requestTimeout) {
    this.host = host;
    this.pathPrefix = pathPrefix;
    this.authentication = authentication;
    this.outages = new OutageLog(host.toHostString());
    this.client = HttpClients.create(connections, requestTimeout, this::reactorFailed);
    client.start();
  }

  /**
   * Opens it. Connects to nobody yet.
   *
   * @param baseUrl scheme, host, port, and a path that all requests have in front
   * @param connections most connections, which is most requests at a time
   * @param requestTimeout longest wait for a connection, for it to be made, and for each next part
   *     of an answer
   * @throws IllegalArgumentException when the base URL is none
   */
  public static HttpTransport open(
      String baseUrl, Authentication authentication, int connections, Duration requestTimeout) {
    URI uri = URI.create(baseUrl);
    HttpHost host;
    try {
      host =
          HttpHost.create(
              new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), null, null, null));
    } catch (URISyntaxException | NullPointerException e) {
      throw new IllegalArgumentException(
          "'" + baseUrl + "' is not of the form https://host:port", e);
    }
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    String prefix = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return new HttpTransport(host, prefix, authentication, connections, requestTimeout);
  }

  @Override
  public void send(CrmRequest request, boolean renewAuthorization, Callback callback) {
    if (!renewAuthorization) {
      send(request, callback);
      return;
    }
    String refused = refusedAuthorization;
    authentication
        .renew(refused == null ? authentication.authorization() : refused)
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                send(request, callback);
              } else {
                callback.onFailure(new IOException("authorization not renewed", cause(failure)));
              }
            });
  }

  private void send(CrmRequest request, Callback callback) {
    if (client.getStatus().compareTo(IOReactorStatus.SHUTTING_DOWN) >= 0 && !closed) {
      // It will not come back by itself, as a CRM that is down would: only a new one helps.
      throw new IllegalStateException("the HTTP client has failed; see the log before this");
    }
    BasicHttpRequest http =
        new BasicHttpRequest(request.method(), host, pathPrefix + request.path());
    for (Map.Entry<String, String> header : request.headers().entrySet()) {
      http.addHeader(header.getKey(), header.getValue());
    }
    String authorization = authentication.authorization();
    http.setHeader(HttpHeaders.AUTHORIZATION, authorization);
    RequestBodyProducer body =
        request.body() == null ? null : new RequestBodyProducer(request.body());
    client.execute(
        new BasicRequestProducer(http, body),
        SimpleResponseConsumer.create(),
        null,
        HttpClientContext.create(),
        new Answered(callback, authorization));
  }

  private void reactorFailed(Exception failure) {
    if (!closed) {
      LOG.error("The HTTP client failed", failure);
    }
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /** Cuts off every request under way. Whether their callbacks are still told is not promised. */
  @Override
  public void close() {
    closed = true;
    client.close(CloseMode.IMMEDIATE);
  }

  /** Hands what the client got to the callback. */
  private final class Answered implements FutureCallback<SimpleHttpResponse> {

    private final Callback callback;
    private final String authorization;

    Answered(Callback callback, String authorization) {
      this.callback = callback;
      this.authorization = authorization;
    }

    @Override
    public void completed(SimpleHttpResponse answer) {
      if (answer.getCode() < 500) {
        outages.worked();
      } else {
        outages.failed("HTTP " + answer.getCode());
      }
      if (answer.getCode() == 401 || answer.getCode() == 403) {
        refusedAuthorization = authorization;
      }
      Map<String, String> headers = new HashMap<>();
      for (Header header : answer.getHeaders()) {
        headers.put(header.getName().toLowerCase(Locale.ROOT), header.getValue());
      }
      byte[] body = answer.getBodyBytes();
      callback.onResponse(
          new CrmResponse(answer.getCode(), headers, body == null ? new byte[0] : body));
    }

    @Override
    public void failed(Exception failure) {
      if (!closed) {
        outages.failed(failure.toString());
      }
      callback.onFailure(
          failure instanceof IOException ? (IOException) failure : new IOException(failure));
    }

    @Override
    public void cancelled() {
      callback.onFailure(new IOException("request cancelled"));
    }
  }
}
