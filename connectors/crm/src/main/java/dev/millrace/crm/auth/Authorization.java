package dev.millrace.crm.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;

/** What a request is sent with: a secret, never to be in a log, a message or a checkpoint. */
public final class Authorization {

  private final String name;
  private final String header;
  private final String baseUrl;

  private Authorization(String name, String header, String baseUrl) {
    this.name = Objects.requireNonNull(name, "name");
    this.header = Objects.requireNonNull(header, "header");
    this.baseUrl = baseUrl;
  }

  /** No header at all. */
  public static Authorization none() {
    return in("Authorization", "", null);
  }

  public static Authorization bearer(String token) {
    return bearer(token, null);
  }

  /**
   * @param baseUrl as {@link #baseUrl}; null where the CRM names none
   */
  public static Authorization bearer(String token, String baseUrl) {
    return in("Authorization", "Bearer " + token, baseUrl);
  }

  /** A user and a password (RFC 7617). */
  static Authorization basic(String user, String password) {
    byte[] both = (user + ':' + password).getBytes(StandardCharsets.UTF_8);
    return in("Authorization", "Basic " + Base64.getEncoder().encodeToString(both), null);
  }

  /**
   * An authorization in a header of any name.
   *
   * @param name of the header
   * @param value of the header; empty for none
   * @param baseUrl as {@link #baseUrl}; null where the CRM names none
   */
  public static Authorization in(String name, String value, String baseUrl) {
    return new Authorization(name, value, baseUrl);
  }

  /** The header's name. */
  public String name() {
    return name;
  }

  /** The header's value; empty for none. */
  public String header() {
    return header;
  }

  /**
   * Where requests with this authorization go, as the CRM said when it gave it out (Salesforce:
   * {@code instance_url}); null for the sink's base URL.
   */
  public String baseUrl() {
    return baseUrl;
  }

  /** Never the header. */
  @Override
  public String toString() {
    return "authorization" + (baseUrl == null ? "" : " for " + baseUrl);
  }
}
