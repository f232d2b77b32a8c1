package dev.millrace.job.deadletter;

import com.getindata.connectors.http.internal.SinkHttpClient;
import com.getindata.connectors.http.internal.SinkHttpClientResponse;
import com.getindata.connectors.http.internal.sink.HttpSinkRequestEntry;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.RequestBody;
import dev.millrace.crm.auth.Authentication;
import dev.millrace.crm.auth.Authorization;
import dev.millrace.crm.auth.BearerToken;
import dev.millrace.crm.delivery.Transport;
import dev.millrace.crm.http.HttpTransport;
import dev.millrace.crm.operator.DeadLetterOptions;
import dev.millrace.secret.SecretReference;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.util.concurrent.ExecutorThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts each dead letter until it is answered with 2xx, however long that takes, with growing
 * pauses. What it is asked to put is done when all of it is accepted, and never fails: an HTTP
 * client that has failed itself is replaced.
 */
final class AcceptedPosts implements SinkHttpClient, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AcceptedPosts.class);

  private static final int CONNECTIONS = 8;
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;

  private final Supplier<? extends Client> clients;
  private final String pathAndQuery;
  private final Pauses pauses;

  /** Whether posts fail, which is told once. */
  private final AtomicBoolean failing = new AtomicBoolean();

  /** Null when the last one has failed, or was closed. */
  private Client client;

  private boolean closed;

  /**
   * @param clients opens one
   */
  AcceptedPosts(Supplier<? extends Client> clients, String pathAndQuery, Pauses pauses) {
    this.clients = clients;
    this.pathAndQuery = pathAndQuery;
    this.pauses = pauses;
    this.client = clients.get();
  }

  /** What sends posts, until its {@link #send} throws an {@link IllegalStateException}. */
  interface Client extends Transport, AutoCloseable {
    @Override
    void close();
  }

  /** Lets time pass. */
  interface Pauses extends AutoCloseable {

    /** Runs it later, once, on any thread; after {@link #close} never. */
    void after(long millis, Runnable step);

    @Override
    void close();
  }

  /**
   * Opens it for a {@code dead-letters} section; connects to nobody yet.
   *
   * @throws IllegalStateException when the token cannot be read, naming its reference
   */
  static AcceptedPosts open(ReadableConfig options) {
    URI url = URI.create(options.get(DeadLetterOptions.URL));
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    Authentication authentication =
        options
            .getOptional(DeadLetterOptions.TOKEN)
            .<Authentication>map(token -> new BearerToken(SecretReference.parse(token)))
            .orElseGet(NoLogin::new);
    String address = url.getScheme() + "://" + url.getRawAuthority();
    Duration timeout = options.get(DeadLetterOptions.REQUEST_TIMEOUT);
    return new AcceptedPosts(
        () -> new HttpClient(HttpTransport.open(address, authentication, CONNECTIONS, timeout)),
        url.getRawQuery() == null ? path : path + '?' + url.getRawQuery(),
        new OnThread());
  }

  @Override
  public CompletableFuture<SinkHttpClientResponse> putRequests(
      List<HttpSinkRequestEntry> letters, String endpointUrl) {
    return CompletableFuture.allOf(
            letters.stream().map(this::accepted).toArray(CompletableFuture<?>[]::new))
        .thenApply(accepted -> new SinkHttpClientResponse(List.of(), List.of()));
  }

  private CompletableFuture<Void> accepted(HttpSinkRequestEntry letter) {
    CompletableFuture<Void> accepted = new CompletableFuture<>();
    post(letter, accepted, 0, false);
    return accepted;
  }

  private void post(
      HttpSinkRequestEntry letter,
      CompletableFuture<Void> accepted,
      int failures,
      boolean renewAuthorization) {
    RequestBody body = new RequestBody(letter.element.length);
    body.write(letter.element, 0, letter.element.length);
    send(
        CrmRequest.json("POST", pathAndQuery, body),
        renewAuthorization,
        new Transport.Callback() {
          @Override
          public void onResponse(CrmResponse response) {
            if (response.status() / 100 == 2) {
              failing.set(false);
              accepted.complete(null);
            } else {
              again("HTTP " + response.status(), response.status() == 401);
            }
          }

          @Override
          public void onFailure(IOException failure) {
            again(failure.toString(), false);
          }

          private void again(String why, boolean renew) {
            long pause =
                Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures, 20));
            if (failing.compareAndSet(false, true)) {
              LOG.warn(
                  "Dead letters are not accepted and are posted again until they are: {}", why);
            }
            pauses.after(pause, () -> post(letter, accepted, failures + 1, renew));
          }
        });
  }

  private void send(CrmRequest post, boolean renewAuthorization, Transport.Callback callback) {
    Client now = null;
    try {
      now = client();
      if (now != null) {
        now.send(post, renewAuthorization, callback);
      }
    } catch (IllegalStateException failed) {
      drop(now, failed);
      callback.onFailure(new IOException(failed));
    }
  }

  /** Null when it is closed. */
  private synchronized Client client() {
    if (client == null && !closed) {
      client = clients.get();
    }
    return client;
  }

  private synchronized void drop(Client failed, IllegalStateException why) {
    if (failed != null && failed == client) {
      LOG.warn("The HTTP client of dead letters has failed, and another one is opened", why);
      client = null;
      failed.close();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    pauses.close();
    if (client != null) {
      client.close();
      client = null;
    }
  }

  /** A client over HTTP. */
  private static final class HttpClient implements Client {

    private final HttpTransport http;

    HttpClient(HttpTransport http) {
      this.http = http;
    }

    @Override
    public void send(CrmRequest request, boolean renewAuthorization, Callback callback) {
      http.send(request, renewAuthorization, callback);
    }

    @Override
    public void close() {
      http.close();
    }
  }

  /** Pauses of a thread of its own. */
  private static final class OnThread implements Pauses {

    private final ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            new ExecutorThreadFactory("millrace-dead-letters"));

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // a step ends in a callback
    public void after(long millis, Runnable step) {
      try {
        thread.schedule(step, millis, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException closed) {
        // The task ends; the letter is before no completed checkpoint.
      }
    }

    @Override
    public void close() {
      thread.shutdownNow();
    }
  }

  /** For an address that wants no token. */
  private static final class NoLogin implements Authentication {

    @Override
    public CompletionStage<Authorization> authorization() {
      return CompletableFuture.completedFuture(Authorization.none());
    }

    @Override
    public CompletionStage<Void> renew(Authorization refused) {
      return CompletableFuture.completedFuture(null);
    }
  }
}
