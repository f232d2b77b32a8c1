package dev.millrace.crm.auth;

import dev.millrace.secret.SecretReference;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A secret that is issued by hand and does not expire: a bearer token (HubSpot: private app), or
 * the like in another form. It is read when this is made, and once more when the CRM refuses it: a
 * token that was rotated in its file is picked up without a restart.
 */
public final class BearerToken implements Authentication {

  private final SecretReference reference;
  private final Function<String, Authorization> form;
  private volatile Authorization current;
  private volatile CompletionStage<Authorization> given;

  /**
   * @throws IllegalStateException when the secret cannot be read, naming its reference
   */
  public BearerToken(SecretReference reference) {
    this(reference, Authorization::bearer);
  }

  /**
   * @param form what a secret is sent as
   * @throws IllegalStateException when the secret cannot be read, naming its reference
   */
  BearerToken(SecretReference reference, Function<String, Authorization> form) {
    this.reference = reference;
    this.form = form;
    read();
  }

  @Override
  public CompletionStage<Authorization> authorization() {
    return given;
  }

  @Override
  public synchronized CompletionStage<Void> renew(Authorization refused) {
    if (refused == current) {
      try {
        read();
      } catch (IllegalStateException e) {
        return CompletableFuture.failedFuture(LoginRefused.noSecret(e));
      }
    }
    return CompletableFuture.completedFuture(null);
  }

  private void read() {
    current = form.apply(reference.resolve());
    given = CompletableFuture.completedFuture(current);
  }
}
