package dev.millrace.simulator.server;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The access tokens that are good, for what, and until when. */
public final class AccessTokens {

  private final Clock clock;
  private final Duration life;
  private final Map<String, Token> tokens = new HashMap<>();
  private int issued;

  /**
   * @param life how long a token lives that {@link #issue} gives out
   * @param tokens that live for ever, with their scopes; null for every scope
   */
  public AccessTokens(Clock clock, Duration life, Map<String, Set<String>> tokens) {
    this.clock = clock;
    this.life = life;
    tokens.forEach((token, scopes) -> this.tokens.put(token, new Token(scopes, Long.MAX_VALUE)));
  }

  /** A new token for every scope that expires by itself. */
  public String issue() {
    String token = "access-" + ++issued;
    tokens.put(token, new Token(null, clock.millis() + life.toMillis()));
    return token;
  }

  public long lifeSeconds() {
    return life.toSeconds();
  }

  /**
   * The token a call carries; null when it carries none that was ever good.
   *
   * @param header of the token
   * @param scheme before the token, with its space: {@code "Bearer "}; "" for none
   */
  public Token of(Call call, String header, String scheme) {
    String value = call.header(header);
    return value == null || !value.startsWith(scheme)
        ? null
        : tokens.get(value.substring(scheme.length()).strip());
  }

  /**
   * A token given out.
   *
   * @param scopes null for every scope
   */
  public record Token(Set<String> scopes, long expiresMillis) {

    public boolean expired(Clock clock) {
      return clock.millis() >= expiresMillis;
    }
  }
}
