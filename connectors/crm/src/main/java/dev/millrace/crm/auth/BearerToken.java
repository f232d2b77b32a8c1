package dev.millrace.crm.auth;

import dev.millrace.secret.SecretReference;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A token that is issued by hand and does not expire (HubSpot: private app). It is read when this
 * is made, and once more when the CRM refuses it: a token that was rotated in its file is picked up
 * without a restart.
 */
public final class BearerToken implements Authentication {

  private final SecretReference reference;
  private volatile Authorization current;
  private volatile CompletionStage<Authorization> given;

  /**
   * @throws IllegalStateException when the secret cannot be read, naming its reference
   */
  public BearerToken(SecretReference reference) {
    this.reference = reference;
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
    current = Authorization.bearer(reference.resolve());
    given = CompletableFuture.completedFuture(current);
  }
}
