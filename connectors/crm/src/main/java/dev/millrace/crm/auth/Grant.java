package dev.millrace.crm.auth;

import dev.millrace.secret.SecretReference;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a request for a token says. Reads its secrets each time, so that rotated ones are found; a
 * refresh token that the CRM itself has changed is kept in memory only.
 */
final class Grant {

  private static final Logger LOG = LoggerFactory.getLogger(Grant.class);

  private static final Set<String> CLIENT = Set.of("client_id", "client_secret");
  private static final Set<String> SECRETS = Set.of("refresh_token", "client_secret", "assertion");

  private final AuthType type;
  private final String clientId;
  private final SecretReference clientSecret;
  private final SecretReference refreshToken;
  private final SecretReference privateKey;
  private final String username;
  private final String audience;
  private final String scope;
  private final boolean basic;
  private final Clock clock;

  /** The refresh token that is configured, and what the CRM has changed it to; null if neither. */
  private String configured;

  private String changed;

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
    this.basic = sink.get(AuthOptions.CLIENT_AUTHENTICATION) == ClientAuthentication.BASIC;
    this.clock = clock;
  }

  /**
   * The request.
   *
   * @throws IllegalStateException when a secret cannot be read, naming its reference
   * @throws IllegalArgumentException when the key is none
   */
  Form form() {
    Map<String, String> form = new LinkedHashMap<>();
    switch (type) {
      case REFRESH_TOKEN:
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", refreshToken());
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
    return new Form(form, basic && type != AuthType.JWT_BEARER);
  }

  /** Somebody who puts another token in the place of the configured one means that one. */
  private synchronized String refreshToken() {
    String now = refreshToken.resolve();
    if (!now.equals(configured)) {
      configured = now;
      changed = null;
    }
    return changed == null ? now : changed;
  }

  /**
   * A token was given out.
   *
   * @param next the refresh token to use from now on; null when the CRM names none
   */
  synchronized void answered(String next) {
    if (type != AuthType.REFRESH_TOKEN || next == null) {
      return;
    }
    String before = changed;
    changed = next.equals(configured) ? null : next;
    if (before == null && changed != null) {
      LOG.warn(
          "The CRM has replaced the refresh token of {}. The new one is used in memory and kept"
              + " nowhere: after a restart the configured one is sent, which the CRM may refuse by"
              + " then. Turn the rotation of refresh tokens off, or log in in another way.",
          refreshToken);
    }
  }

  /** A request for a token. */
  static final class Form {

    private final Map<String, String> all;
    private final boolean basic;

    private Form(Map<String, String> all, boolean basic) {
      this.all = all;
      this.basic = basic;
    }

    /** The fields of its body. */
    Map<String, String> fields() {
      Map<String, String> fields = new LinkedHashMap<>(all);
      if (basic) {
        fields.keySet().removeAll(CLIENT);
      }
      return fields;
    }

    /** Its header. */
    Authorization client() {
      return basic
          ? Authorization.basic(
              encode(all.get("client_id")), encode(all.getOrDefault("client_secret", "")))
          : Authorization.none();
    }

    /** Its values that must not be repeated. */
    List<String> secrets() {
      return all.entrySet().stream()
          .filter(field -> SECRETS.contains(field.getKey()))
          .map(Map.Entry::getValue)
          .collect(Collectors.toList());
    }

    // RFC 6749, section 2.3.1: encoded as in a form before they are put together.
    private static String encode(String value) {
      return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
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
