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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.util.concurrent.ExecutorThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts each dead letter until it is answered with 2xx, however long that takes, with growing
 * pauses. What it is asked to put is done when all of it is accepted, and never fails.
 */
final class AcceptedPosts implements SinkHttpClient, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AcceptedPosts.class);

  private static final int CONNECTIONS = 8;
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;

  private final HttpTransport http;
  private final String pathAndQuery;
  private final ScheduledExecutorService pauses =
      Executors.newSingleThreadScheduledExecutor(
          new ExecutorThreadFactory("millrace-dead-letters"));

  private AcceptedPosts(HttpTransport http, String pathAndQuery) {
    this.http = http;
    this.pathAndQuery = pathAndQuery;
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
    return new AcceptedPosts(
        HttpTransport.open(
            url.getScheme() + "://" + url.getRawAuthority(),
            authentication,
            CONNECTIONS,
            options.get(DeadLetterOptions.REQUEST_TIMEOUT)),
        url.getRawQuery() == null ? path : path + '?' + url.getRawQuery());
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
    http.send(
        CrmRequest.json("POST", pathAndQuery, body),
        renewAuthorization,
        new Transport.Callback() {
          @Override
          public void onResponse(CrmResponse response) {
            if (response.status() / 100 == 2) {
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
            if (failures == 0) {
              LOG.warn("A dead letter was not accepted and is posted again until it is: {}", why);
            }
            try {
              pauses.schedule(
                  () -> post(letter, accepted, failures + 1, renew), pause, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException closed) {
              // The task ends; the letter is before no completed checkpoint.
            }
          }
        });
  }

  @Override
  public void close() {
    pauses.shutdownNow();
    http.close();
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
