package dev.millrace.simulator.salesforce;

import dev.millrace.simulator.OAuthApp;
import dev.millrace.simulator.server.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A signed JWT that asks for a token. */
final class JwtAssertion {

  private static final List<String> AUDIENCES =
      List.of("https://login.salesforce.com", "https://test.salesforce.com");
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final Map<String, Object> header;
  private final Map<String, Object> claims;
  private final String signed;
  private final byte[] signature;

  private JwtAssertion(
      Map<String, Object> header, Map<String, Object> claims, String signed, byte[] signature) {
    this.header = header;
    this.claims = claims;
    this.signed = signed;
    this.signature = signature;
  }

  /** Null when the text is no JWT. */
  static JwtAssertion read(String text) {
    String[] parts = String.valueOf(text).split("\\.");
    if (parts.length != 3) {
      return null;
    }
    try {
      return new JwtAssertion(
          json(parts[0]),
          json(parts[1]),
          parts[0] + '.' + parts[1],
          Base64.getUrlDecoder().decode(parts[2]));
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  private static Map<String, Object> json(String part) throws IOException {
    byte[] bytes = Base64.getUrlDecoder().decode(part);
    return Json.readObject(bytes, bytes.length);
  }

  /** Null when there is no such claim. */
  String claim(String name) {
    Object value = claims.get(name);
    return value == null ? null : value.toString();
  }

  /** Why the app gets no token for it; null when it does. */
  String refusal(OAuthApp app, long nowMillis) {
    if (!"RS256".equals(header.get("alg")) || !signedBy(app)) {
      return "invalid assertion";
    }
    if (!AUDIENCES.contains(claim("aud"))) {
      return "audience is invalid";
    }
    if (!String.valueOf(claim("sub")).equals(app.username())) {
      return "user hasn't approved this consumer";
    }
    long left = claims.get("exp") instanceof Long exp ? exp * 1000 - nowMillis : -1;
    return left <= 0 || left > LONGEST.toMillis() ? "expired authorization code" : null;
  }

  private boolean signedBy(OAuthApp app) {
    if (app.publicKey() == null) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance("SHA256withRSA");
      verifier.initVerify(app.publicKey());
      verifier.update(signed.getBytes(StandardCharsets.US_ASCII));
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
