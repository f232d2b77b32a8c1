package dev.millrace.crm.auth;

import dev.millrace.log.RepeatedLine;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Access tokens that the CRM gives out. One is asked for when the first request needs it, when the
 * present one has passed most of its life, and when the CRM refused it; by one request at a time,
 * whoever needs it. A present token goes on being used while the next one is on its way.
 */
final class OAuthToken implements Authentication {

  private static final Logger LOG = LoggerFactory.getLogger(OAuthToken.class);

  /** Between attempts to renew a token ahead of time, while the present one is still good. */
  private static final long PAUSE_MILLIS = Duration.ofSeconds(30).toMillis();

  private final Supplier<CompletionStage<IssuedToken>> issuer;
  private final Clock clock;
  private final Object lock = new Object();
  private final RepeatedLine refusals = new RepeatedLine();

  private volatile IssuedToken token;
  private CompletableFuture<Authorization> asked;
  private long notAheadBefore = Long.MIN_VALUE;

  /**
   * @param issuer asks the CRM for a token
   */
  OAuthToken(Supplier<CompletionStage<IssuedToken>> issuer, Clock clock) {
    this.issuer = issuer;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Authorization> authorization() {
    long now = clock.millis();
    IssuedToken present = token;
    if (present != null && now < present.renewAt) {
      return present.given;
    }
    CompletableFuture<Authorization> mine;
    synchronized (lock) {
      present = token;
      boolean usable = present != null && now < present.expiresAt;
      if (usable && (asked != null || now < present.renewAt || now < notAheadBefore)) {
        return present.given;
      }
      if (asked != null) {
        return asked;
      }
      mine = new CompletableFuture<>();
      asked = mine;
      if (!usable) {
        present = null;
      }
    }
    ask(mine);
    return present == null ? mine : present.given;
  }

  @Override
  public CompletionStage<Void> renew(Authorization refused) {
    CompletableFuture<Authorization> mine;
    synchronized (lock) {
      if (token != null && token.authorization != refused) {
        return CompletableFuture.completedFuture(null);
      }
      token = null;
      if (asked != null) {
        return asked.thenApply(renewed -> null);
      }
      mine = new CompletableFuture<>();
      asked = mine;
    }
    ask(mine);
    return mine.thenApply(renewed -> null);
  }

  private void ask(CompletableFuture<Authorization> mine) {
    issuer
        .get()
        .whenComplete(
            (issued, thrown) -> {
              Throwable failure =
                  thrown instanceof CompletionException ? thrown.getCause() : thrown;
              synchronized (lock) {
                asked = null;
                if (failure == null) {
                  token = issued;
                } else {
                  notAheadBefore = clock.millis() + PAUSE_MILLIS;
                }
              }
              if (failure == null) {
                refusals.over();
                mine.complete(issued.authorization);
              } else {
                String why = String.valueOf(failure.getMessage());
                if (refusals.isDue(why)) {
                  LOG.warn("No access token from the CRM: {}", why);
                }
                mine.completeExceptionally(failure);
              }
            });
  }
}
