package dev.millrace.crm.auth;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * An access token that the CRM gave out, and until when to use it, in milliseconds of the clock.
 */
final class IssuedToken {

  /** Renewed when this much of its life is over, so that a refusal to renew leaves time. */
  private static final double SHARE_OF_LIFE = 0.8;

  final Authorization authorization;

  /** The authorization as a stage that is complete, the same one for each request. */
  final CompletionStage<Authorization> given;

  final long renewAt;
  final long expiresAt;

  /**
   * @param lifeMillis how long it is valid, {@link Long#MAX_VALUE} when the CRM does not tell
   * @param useMillis how long it is to be used at most, {@link Long#MAX_VALUE} for as long as it is
   *     valid
   */
  IssuedToken(Authorization authorization, long now, long lifeMillis, long useMillis) {
    this.authorization = authorization;
    this.given = CompletableFuture.completedFuture(authorization);
    this.expiresAt = later(now, lifeMillis);
    long ahead =
        lifeMillis == Long.MAX_VALUE ? Long.MAX_VALUE : Math.round(lifeMillis * SHARE_OF_LIFE);
    this.renewAt = later(now, Math.min(ahead, useMillis));
  }

  private static long later(long now, long millis) {
    return millis == Long.MAX_VALUE ? Long.MAX_VALUE : now + millis;
  }
}
