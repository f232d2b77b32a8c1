package dev.millrace.crm.auth;

import dev.millrace.crm.SinkOptions;
import dev.millrace.secret.SecretReference;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.flink.configuration.ReadableConfig;

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

  /**
   * The token of a {@code sink} section (keys without {@code sink.}).
   *
   * @throws IllegalArgumentException when it has none, or one that is not a reference
   * @throws IllegalStateException when the secret cannot be read, naming its reference
   */
  public static BearerToken of(ReadableConfig sink) {
    String token = sink.get(SinkOptions.TOKEN);
    if (token == null) {
      throw new IllegalArgumentException("sink.token is not set");
    }
    return new BearerToken(SecretReference.parse(token));
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
