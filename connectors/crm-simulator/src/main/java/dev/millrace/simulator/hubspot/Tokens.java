package dev.millrace.simulator.hubspot;

import dev.millrace.simulator.server.Call;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The access tokens that are good, for what, and until when. */
final class Tokens {

  static final long LIFE_SECONDS = 1800;

  private static final String BEARER = "Bearer ";

  private final Clock clock;
  private final Map<String, Token> tokens = new HashMap<>();
  private int issued;

  /**
   * @param tokens with their scopes; null for every scope
   */
  Tokens(Clock clock, Map<String, Set<String>> tokens) {
    this.clock = clock;
    tokens.forEach((token, scopes) -> this.tokens.put(token, new Token(scopes, Long.MAX_VALUE)));
  }

  /** A new token for every scope that expires by itself. */
  String issue() {
    String token = "access-" + ++issued;
    tokens.put(token, new Token(null, clock.millis() + LIFE_SECONDS * 1000));
    return token;
  }

  /** Why a call may not do what needs this scope; null when it may. */
  Problem refusal(Call call, String scope) {
    String header = call.header("Authorization");
    Token token =
        header == null || !header.startsWith(BEARER)
            ? null
            : tokens.get(header.substring(BEARER.length()).strip());
    if (token == null) {
      return Problems.noCredentials();
    }
    long now = clock.millis();
    if (now >= token.expiresMillis) {
      return Problems.expired(token.expiresMillis, now);
    }
    return token.scopes == null || scope == null || token.scopes.contains(scope)
        ? null
        : Problems.missingScopes(scope);
  }

  private record Token(Set<String> scopes, long expiresMillis) {}
}
