package dev.millrace.crm.auth;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends requests as they are. */
final class NoLogin implements Authentication {

  private static final CompletionStage<Authorization> NONE =
      CompletableFuture.completedFuture(Authorization.none());

  @Override
  public CompletionStage<Authorization> authorization() {
    return NONE;
  }

  @Override
  public CompletionStage<Void> renew(Authorization refused) {
    return CompletableFuture.completedFuture(null);
  }
}
