package dev.millrace.crm.auth;

import org.apache.flink.configuration.ReadableConfig;

/** How a token is sent: in which header, behind which word. */
final class TokenHeader {

  private final String name;
  private final String prefix;

  TokenHeader(ReadableConfig sink) {
    String scheme = sink.get(AuthOptions.SCHEME);
    this.name = sink.get(AuthOptions.HEADER);
    this.prefix = scheme.equals("none") ? "" : scheme + ' ';
  }

  Authorization of(String token) {
    return of(token, null);
  }

  /**
   * @param baseUrl see {@link Authorization#baseUrl}
   */
  Authorization of(String token, String baseUrl) {
    return Authorization.in(name, prefix + token, baseUrl);
  }
}
