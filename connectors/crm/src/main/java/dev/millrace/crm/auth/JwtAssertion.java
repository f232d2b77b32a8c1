package dev.millrace.crm.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** A signed statement of who logs in: a JWT with RS256 (RFC 7523), as Salesforce takes it. */
final class JwtAssertion {

  /** Salesforce takes no more than a few minutes; what is left covers clocks that differ. */
  private static final Duration LIFE = Duration.ofMinutes(3);

  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";
  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

  private JwtAssertion() {}

  /**
   * @param pem an RSA key in PKCS #8, as PEM
   * @throws IllegalArgumentException when the key is none; the message does not repeat it
   */
  static String sign(String issuer, String subject, String audience, Instant now, String pem) {
    String text =
        encode(json -> json.writeStringField("alg", "RS256"))
            + '.'
            + encode(
                json -> {
                  json.writeStringField("iss", issuer);
                  json.writeStringField("sub", subject);
                  json.writeStringField("aud", audience);
                  json.writeNumberField("exp", now.plus(LIFE).getEpochSecond());
                });
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key(pem));
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return text + '.' + URL.encodeToString(signature.sign());
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Without the cause: what it says is of the key.
      throw new IllegalArgumentException(
          "sink.auth.private-key is no RSA key in PKCS #8 ('" + BEGIN + "')");
    }
  }

  private static PrivateKey key(String pem) throws GeneralSecurityException {
    // A variable may hold its line breaks as \n.
    String text = pem.replace("\\n", "\n").trim();
    if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
      throw new IllegalArgumentException("no PEM");
    }
    String base64 = text.substring(BEGIN.length(), text.length() - END.length());
    byte[] key = Base64.getMimeDecoder().decode(base64);
    return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key));
  }

  private interface Claims {
    void write(JsonGenerator json) throws IOException;
  }

  private static String encode(Claims claims) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      claims.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory cannot fail", e);
    }
    return URL.encodeToString(bytes.toByteArray());
  }
}
