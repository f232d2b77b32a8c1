package dev.millrace.crm.auth;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** The words of {@code sink.auth.type}. */
public enum AuthType {
  /** A token issued by hand: a bearer token unless auth.header and auth.scheme say otherwise. */
  TOKEN("token"),
  /** No login: an address inside one's own network, or requests that are signed. */
  NONE(),
  /** A user and a password (RFC 7617). */
  BASIC("auth.username", "auth.password"),
  /** OAuth 2: an access token for a refresh token (RFC 6749, section 6). */
  REFRESH_TOKEN("auth.client-id", "auth.refresh-token"),
  /** OAuth 2: an access token for the client's own credentials (RFC 6749, section 4.4). */
  CLIENT_CREDENTIALS("auth.client-id", "auth.client-secret"),
  /** OAuth 2: an access token for a JWT signed with the client's key (RFC 7523). */
  JWT_BEARER("auth.client-id", "auth.username", "auth.private-key");

  @SuppressWarnings("ImmutableEnumChecker") // not modifiable
  private final Set<String> required;

  AuthType(String... required) {
    this.required = Collections.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(required)));
  }

  /** Keys of the {@code sink} section, without {@code sink.}, that it needs. */
  public Set<String> required() {
    return required;
  }

  /** The word as it is written in a configuration. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
