package dev.millrace.simulator.hubspot;

import dev.millrace.simulator.server.AccessTokens;
import dev.millrace.simulator.server.Call;
import java.time.Clock;

/** Lets calls in by their access tokens. */
final class Tokens {

  private final Clock clock;
  private final AccessTokens tokens;

  Tokens(Clock clock, AccessTokens tokens) {
    this.clock = clock;
    this.tokens = tokens;
  }

  /** Why a call may not do what needs this scope; null when it may. */
  Problem refusal(Call call, String scope) {
    AccessTokens.Token token = tokens.of(call, "Authorization", "Bearer ");
    if (token == null) {
      return Problems.noCredentials();
    }
    if (token.expired(clock)) {
      return Problems.expired(token.expiresMillis(), clock.millis());
    }
    return token.scopes() == null || scope == null || token.scopes().contains(scope)
        ? null
        : Problems.missingScopes(scope);
  }
}
