package dev.millrace.crm.auth;

import dev.millrace.secret.SecretReference;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;

/** What a request for a token says. Reads its secrets each time, so that rotated ones are found. */
final class Grant {

  private static final Set<String> SECRETS = Set.of("refresh_token", "client_secret", "assertion");

  private final AuthType type;
  private final String clientId;
  private final SecretReference clientSecret;
  private final SecretReference refreshToken;
  private final SecretReference privateKey;
  private final String username;
  private final String audience;
  private final String scope;
  private final Clock clock;

  /**
   * @throws IllegalArgumentException when the section lacks a key, naming it
   */
  Grant(ReadableConfig sink, Clock clock) {
    this.type = sink.get(AuthOptions.TYPE);
    for (String key : type.required()) {
      if (!sink.getOptional(option(key)).isPresent()) {
        throw new IllegalArgumentException("sink." + key + " is not set; " + type + " needs it");
      }
    }
    this.clientId = sink.get(AuthOptions.CLIENT_ID);
    this.clientSecret = reference(sink, AuthOptions.CLIENT_SECRET);
    this.refreshToken = reference(sink, AuthOptions.REFRESH_TOKEN);
    this.privateKey = reference(sink, AuthOptions.PRIVATE_KEY);
    this.username = sink.get(AuthOptions.USERNAME);
    this.audience = sink.get(AuthOptions.AUDIENCE);
    this.scope = sink.get(AuthOptions.SCOPE);
    this.clock = clock;
  }

  /**
   * The form's fields.
   *
   * @throws IllegalStateException when a secret cannot be read, naming its reference
   * @throws IllegalArgumentException when the key is none
   */
  Map<String, String> form() {
    Map<String, String> form = new LinkedHashMap<>();
    switch (type) {
      case REFRESH_TOKEN:
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", refreshToken.resolve());
        putClient(form);
        break;
      case CLIENT_CREDENTIALS:
        form.put("grant_type", "client_credentials");
        putClient(form);
        if (scope != null) {
          form.put("scope", scope);
        }
        break;
      case JWT_BEARER:
        form.put("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
        form.put(
            "assertion",
            JwtAssertion.sign(clientId, username, audience, clock.instant(), privateKey.resolve()));
        break;
      default:
        throw new IllegalStateException(type + " asks for no token");
    }
    return form;
  }

  /** The values of a form that must not be repeated. */
  static List<String> secrets(Map<String, String> form) {
    return form.entrySet().stream()
        .filter(field -> SECRETS.contains(field.getKey()))
        .map(Map.Entry::getValue)
        .collect(Collectors.toList());
  }

  private void putClient(Map<String, String> form) {
    form.put("client_id", clientId);
    if (clientSecret != null) {
      form.put("client_secret", clientSecret.resolve());
    }
  }

  private static SecretReference reference(ReadableConfig sink, ConfigOption<String> option) {
    return sink.getOptional(option).map(SecretReference::parse).orElse(null);
  }

  private static ConfigOption<String> option(String key) {
    return ConfigOptions.key(key).stringType().noDefaultValue();
  }
}
