package dev.millrace.crm.http;

import dev.millrace.crm.CrmConnector;
import dev.millrace.crm.CrmConnectors;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.LoginRefusedException;
import dev.millrace.crm.RequestBody;
import dev.millrace.crm.SinkOptions;
import dev.millrace.crm.auth.Authentication;
import dev.millrace.crm.auth.Authentications;
import dev.millrace.crm.auth.Authorization;
import dev.millrace.crm.auth.TokenEndpoint;
import dev.millrace.crm.delivery.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.Message;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.http.nio.support.BasicResponseConsumer;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests over kept-alive HTTP/1.1 connections, one request a connection at a time. Takes
 * proxies and trust stores from the JVM's system properties. Repeats nothing and follows no
 * redirect: what to do about an answer is the engine's decision. An answer of more than 64 MB is
 * none: the request fails.
 *
 * <p>Calls back on its own threads.
 */
public final class HttpTransport implements Transport, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HttpTransport.class);

  /**
   * So many request timeouts a whole request may take: one whose answer trickles has to end too.
   */
  private static final int LONGEST_IN_TIMEOUTS = 10;

  private final PoolingAsyncClientConnectionManager pool;
  private final CloseableHttpAsyncClient client;
  private final Deadlines deadlines;
  private final Address configured;
  private final Authentication authentication;
  private final OutageLog outages;

  /** Where the CRM said to send requests, which is the same from one token to the next. */
  private volatile Address named;

  /**
   * What the CRM refused last, so that it is renewed once and not by each call it was refused to.
   */
  private volatile Authorization refused;

  private volatile boolean closed;

  private HttpTransport(
      Address configured,
      Function<TokenEndpoint, Authentication> authentication,
      int connections,
      Duration requestTimeout,
      OutageLog outages) {
    this.configured = configured;
    this.named = configured;
    this.outages = outages;
    this.pool = HttpClients.pool(connections, requestTimeout);
    this.client = HttpClients.create(pool, requestTimeout, this::reactorFailed);
    this.deadlines = new Deadlines(requestTimeout.multipliedBy(LONGEST_IN_TIMEOUTS));
    try {
      this.authentication = authentication.apply(this::postForm);
    } catch (RuntimeException e) {
      client.close(CloseMode.IMMEDIATE);
      throw e;
    }
    client.start();
  }

  /**
   * Opens it for a {@code sink} section (keys without {@code sink.}). Reads the secrets it refers
   * to; connects to nobody yet.
   *
   * @param connector knows by what the CRM names an answer
   * @param connections most connections, which is most requests at a time
   * @throws IllegalArgumentException when the section lacks what is needed, naming the key
   * @throws IllegalStateException when a secret cannot be read, naming its reference
   */
  public static HttpTransport open(ReadableConfig sink, CrmConnector connector, int connections) {
    Address address = Address.of(CrmConnectors.baseUrl(sink));
    OutageLog outages = new OutageLog(address.host.toHostString(), connector::correlation);
    return open(sink, address, connections, outages);
  }

  /**
   * As {@link #open(ReadableConfig, CrmConnector, int)}, for one request at a time; what fails is
   * told by the caller alone.
   */
  static HttpTransport openSilent(ReadableConfig sink) {
    return open(sink, Address.of(CrmConnectors.baseUrl(sink)), 1, OutageLog.SILENT);
  }

  private static HttpTransport open(
      ReadableConfig sink, Address address, int connections, OutageLog outages) {
    return new HttpTransport(
        address,
        endpoint -> Authentications.of(sink, endpoint),
        connections,
        sink.get(SinkOptions.REQUEST_TIMEOUT),
        outages);
  }

  /**
   * Opens it. Connects to nobody yet.
   *
   * @param baseUrl scheme, host, port, and a path that all requests have in front
   * @param connections most connections, which is most requests at a time
   * @param requestTimeout longest wait for a connection, for it to be made, and for each next part
   *     of an answer; ten times of it is the longest that a whole request may take
   * @throws IllegalArgumentException when the base URL is none
   */
  public static HttpTransport open(
      String baseUrl, Authentication authentication, int connections, Duration requestTimeout) {
    Address address = Address.of(baseUrl);
    OutageLog outages = new OutageLog(address.host.toHostString(), response -> "");
    return new HttpTransport(
        address, endpoint -> authentication, connections, requestTimeout, outages);
  }

  /** Has so many connections at most from now on; requests under way keep theirs. */
  public void connections(int most) {
    HttpClients.resize(pool, most);
  }

  /**
   * See {@link Transport#send}.
   *
   * @throws IllegalStateException when the client itself has failed: only another one helps
   */
  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // the callback is told
  public void send(CrmRequest request, boolean renewAuthorization, Callback callback) {
    if (client.getStatus().compareTo(IOReactorStatus.SHUTTING_DOWN) >= 0 && !closed) {
      // It will not come back by itself, as a CRM that is down would: only a new one helps.
      throw new IllegalStateException("the HTTP client has failed; see the log before this");
    }
    ClientLogs.quiet();
    CompletionStage<Authorization> authorization = authentication.authorization();
    if (renewAuthorization) {
      Authorization renewed = refused;
      authorization = renewed == null ? authorization.thenCompose(this::renew) : renew(renewed);
    }
    CompletableFuture<Authorization> given = authorization.toCompletableFuture();
    if (given.isDone() && !given.isCompletedExceptionally()) {
      send(request, given.join(), callback);
      return;
    }
    given
        .thenAccept(now -> send(request, now, callback))
        .exceptionally(
            failure -> {
              // Never from inside this method.
              CompletableFuture.runAsync(() -> callback.onFailure(notAuthorized(failure)));
              return null;
            });
  }

  private CompletionStage<Authorization> renew(Authorization refused) {
    return authentication.renew(refused).thenCompose(done -> authentication.authorization());
  }

  private void send(CrmRequest request, Authorization authorization, Callback callback) {
    Address address = address(authorization);
    BasicHttpRequest http =
        new BasicHttpRequest(request.method(), address.host, address.path + request.path());
    for (Map.Entry<String, String> header : request.headers().entrySet()) {
      http.addHeader(header.getKey(), header.getValue());
    }
    if (!authorization.header().isEmpty()) {
      http.setHeader(authorization.name(), authorization.header());
    }
    execute(http, request.body(), new Answered(callback, authorization));
  }

  private void execute(
      BasicHttpRequest http,
      RequestBody body,
      FutureCallback<Message<HttpResponse, byte[]>> answered) {
    deadlines.run(
        callback ->
            client.execute(
                new BasicRequestProducer(http, body == null ? null : new RequestBodyProducer(body)),
                new BasicResponseConsumer<>(new BoundedBody()),
                null,
                HttpClientContext.create(),
                callback),
        answered);
  }

  private Address address(Authorization authorization) {
    String url = authorization.baseUrl();
    if (url == null) {
      return configured;
    }
    Address last = named;
    if (!last.url.equals(url)) {
      last = Address.of(url);
      named = last;
    }
    return last;
  }

  private CompletionStage<CrmResponse> postForm(
      String url, Authorization client, RequestBody form) {
    CompletableFuture<CrmResponse> answer = new CompletableFuture<>();
    Address address = Address.of(url);
    BasicHttpRequest http = new BasicHttpRequest("POST", address.host, address.path);
    http.setHeader(HttpHeaders.CONTENT_TYPE, "application/x-www-form-urlencoded");
    http.setHeader(HttpHeaders.ACCEPT, "application/json");
    if (!client.header().isEmpty()) {
      http.setHeader(client.name(), client.header());
    }
    execute(
        http,
        form,
        new Answered(
            new Callback() {
              @Override
              public void onResponse(CrmResponse response) {
                answer.complete(response);
              }

              @Override
              public void onFailure(IOException failure) {
                answer.completeExceptionally(failure);
              }
            },
            null));
    return answer;
  }

  private static IOException notAuthorized(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof LoginRefusedException
        ? (LoginRefusedException) cause
        : new IOException("no authorization: " + cause.getMessage(), cause);
  }

  private void reactorFailed(Exception failure) {
    if (!closed) {
      LOG.error("The HTTP client failed", failure);
    }
  }

  /** Cuts off every request under way. Whether their callbacks are still told is not promised. */
  @Override
  public void close() {
    closed = true;
    deadlines.close();
    client.close(CloseMode.IMMEDIATE);
  }

  /** Hands what the client got to the callback. */
  private final class Answered implements FutureCallback<Message<HttpResponse, byte[]>> {

    private final Callback callback;
    private final Authorization authorization;

    Answered(Callback callback, Authorization authorization) {
      this.callback = callback;
      this.authorization = authorization;
    }

    @Override
    public void completed(Message<HttpResponse, byte[]> answer) {
      int status = answer.getHead().getCode();
      if (authorization != null && (status == 401 || status == 403)) {
        refused = authorization;
      }
      Map<String, String> headers = new HashMap<>();
      for (Header header : answer.getHead().getHeaders()) {
        headers.put(header.getName().toLowerCase(Locale.ROOT), header.getValue());
      }
      byte[] body = answer.getBody();
      CrmResponse response = new CrmResponse(status, headers, body == null ? new byte[0] : body);
      if (status < 500) {
        outages.worked();
      } else {
        outages.failed(response);
      }
      callback.onResponse(response);
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
