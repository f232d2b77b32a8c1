package dev.millrace.crm.auth;

import dev.millrace.crm.CrmConnectors;
import dev.millrace.crm.SinkOptions;
import dev.millrace.secret.SecretReference;
import java.time.Clock;
import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

/** Makes what a {@code sink} section says of logging in. */
public final class Authentications {

  private Authentications() {}

  /**
   * The authentication of a {@code sink} section (keys without {@code sink.}). Asks nobody yet.
   *
   * @param endpoint used where the section says to fetch tokens
   * @throws IllegalArgumentException when the section lacks a key, naming it
   * @throws IllegalStateException when a bearer token cannot be read, naming its reference
   */
  public static Authentication of(ReadableConfig sink, TokenEndpoint endpoint) {
    return of(sink, endpoint, Clock.systemUTC());
  }

  static Authentication of(ReadableConfig sink, TokenEndpoint endpoint, Clock clock) {
    switch (sink.get(AuthOptions.TYPE)) {
      case NONE:
        return new NoLogin();
      case TOKEN:
        return new BearerToken(
            SecretReference.parse(given(sink, SinkOptions.TOKEN)), new TokenHeader(sink)::of);
      case BASIC:
        String user = given(sink, AuthOptions.USERNAME);
        return new BearerToken(
            SecretReference.parse(given(sink, AuthOptions.PASSWORD)),
            password -> Authorization.basic(user, password));
      default:
        return oauth(sink, endpoint, clock);
    }
  }

  private static String given(ReadableConfig sink, ConfigOption<String> option) {
    return sink.getOptional(option)
        .orElseThrow(() -> new IllegalArgumentException("sink." + option.key() + " is not set"));
  }

  private static Authentication oauth(ReadableConfig sink, TokenEndpoint endpoint, Clock clock) {
    long useMillis =
        sink.getOptional(AuthOptions.REFRESH_INTERVAL)
            .map(Duration::toMillis)
            .orElse(Long.MAX_VALUE);
    return new OAuthToken(
        new TokenIssuer(
            endpoint, url(sink), new Grant(sink, clock), new TokenHeader(sink), useMillis, clock),
        clock);
  }

  private static String url(ReadableConfig sink) {
    String given = sink.get(AuthOptions.ENDPOINT);
    if (given != null) {
      if (!given.matches("https?://[^/?#]+([/?#].*)?")) {
        throw new IllegalArgumentException(
            "sink.auth.endpoint '" + given + "' is not of the form https://host/path");
      }
      return given;
    }
    String type = sink.get(SinkOptions.TYPE);
    String path = CrmConnectors.factory(type).tokenPath();
    if (path.isEmpty()) {
      throw new IllegalArgumentException(
          "sink.auth.endpoint is not set, and " + type + " has none of its own");
    }
    return CrmConnectors.baseUrl(sink).replaceFirst("/+$", "") + path;
  }
}
