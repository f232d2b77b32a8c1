package dev.millrace.crm.auth;

import java.util.Objects;

/** What a request is sent with: a secret, never to be in a log, a message or a checkpoint. */
public final class Authorization {

  private final String header;
  private final String baseUrl;

  private Authorization(String header, String baseUrl) {
    this.header = Objects.requireNonNull(header, "header");
    this.baseUrl = baseUrl;
  }

  /** No header at all. */
  public static Authorization none() {
    return new Authorization("", null);
  }

  public static Authorization bearer(String token) {
    return bearer(token, null);
  }

  /**
   * @param baseUrl as {@link #baseUrl}; null where the CRM names none
   */
  public static Authorization bearer(String token, String baseUrl) {
    return new Authorization("Bearer " + token, baseUrl);
  }

  /** The value of the {@code Authorization} header; empty for none. */
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
