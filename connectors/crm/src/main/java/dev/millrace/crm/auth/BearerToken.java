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
  private volatile String authorization;

  /**
   * @throws IllegalStateException when the secret cannot be read, naming its reference
   */
  public BearerToken(SecretReference reference) {
    this.reference = reference;
    this.authorization = read();
  }

  @Override
  public String authorization() {
    return authorization;
  }

  @Override
  public CompletionStage<Void> renew(String refused) {
    if (refused.equals(authorization)) {
      try {
        authorization = read();
      } catch (IllegalStateException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
    return CompletableFuture.completedFuture(null);
  }

  private String read() {
    return "Bearer " + reference.resolve();
  }
}
