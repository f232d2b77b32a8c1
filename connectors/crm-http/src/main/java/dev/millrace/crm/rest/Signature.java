package dev.millrace.crm.rest;

import dev.millrace.crm.RequestBody;
import dev.millrace.secret.SecretReference;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Signs requests with an HMAC (RFC 2104) in a header. Its key is read when it is first needed, and
 * once more after {@link #renew}. Not thread safe.
 */
final class Signature {

  /** How the signature is written. */
  enum Encoding {
    HEX,
    BASE64;

    /** The word as it is written in a configuration. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a timestamp counts. */
  enum TimeUnit {
    SECONDS,
    MILLIS;

    /** The word as it is written in a configuration. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final List<String> CONTENT = List.of("body", "timestamp", "method", "path");
  private static final String HEX = "0123456789abcdef";

  private final String header;
  private final String algorithm;
  private final Encoding encoding;
  private final String prefix;
  private final String[] content;
  private final String timestampHeader;
  private final TimeUnit unit;
  private final SecretReference secret;
  private final Clock clock;
  private Mac mac;

  private Signature(ReadableConfig sink, String header, FaultList faults, Clock clock) {
    this.header = header;
    this.algorithm = sink.get(RestOptions.SIGNATURE_ALGORITHM);
    this.encoding = sink.get(RestOptions.SIGNATURE_ENCODING);
    this.prefix = sink.getOptional(RestOptions.SIGNATURE_PREFIX).orElse("");
    String template = sink.get(RestOptions.SIGNATURE_CONTENT);
    this.content = template.split("(?=\\{)|(?<=})");
    this.timestampHeader = sink.get(RestOptions.TIMESTAMP_HEADER);
    this.unit = sink.get(RestOptions.TIMESTAMP_UNIT);
    this.secret = secret(sink, faults);
    this.clock = clock;
    for (String name : new TextTemplate("", template).names()) {
      if (!CONTENT.contains(name)) {
        faults.add(RestOptions.SIGNATURE_CONTENT.key(), '{' + name + '}', "of " + CONTENT);
      }
    }
    try {
      Mac.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      faults.add(
          RestOptions.SIGNATURE_ALGORITHM.key(),
          "'" + algorithm + "'",
          "a Mac of Java's: HmacSHA256");
    }
  }

  /** The signature of a {@code sink} section; null for none. */
  static Signature of(ReadableConfig sink, FaultList faults, Clock clock) {
    String header = sink.get(RestOptions.SIGNATURE_HEADER);
    if (header != null) {
      return new Signature(sink, header, faults, clock);
    }
    if (sink.getOptional(RestOptions.SIGNATURE_SECRET).isPresent()) {
      faults.add(RestOptions.SIGNATURE_HEADER.key(), "missing", "the header for the signature");
    }
    return null;
  }

  private static SecretReference secret(ReadableConfig sink, FaultList faults) {
    String key = RestOptions.SIGNATURE_SECRET.key();
    try {
      String text = sink.get(RestOptions.SIGNATURE_SECRET);
      if (text != null) {
        return SecretReference.parse(text);
      }
      faults.add(key, "missing", "a secret's reference, ${env:NAME} or ${file:PATH}");
    } catch (IllegalArgumentException e) {
      faults.add(
          key, "a secret as its own text", "a secret's reference, ${env:NAME} or ${file:PATH}");
    }
    return null;
  }

  /**
   * Reads the key again, which may have been rotated.
   *
   * @throws IllegalStateException when it cannot be read, naming its reference
   */
  void renew() {
    try {
      Mac renewed = Mac.getInstance(algorithm);
      renewed.init(new SecretKeySpec(secret.resolve().getBytes(StandardCharsets.UTF_8), algorithm));
      mac = renewed;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("no signature with " + algorithm, e);
    }
  }

  /**
   * Adds the signature's headers.
   *
   * @param body null for none
   * @return the same headers
   */
  Map<String, String> sign(
      String method, String path, RequestBody body, Map<String, String> headers) {
    if (mac == null) {
      renew();
    }
    long millis = clock.millis();
    String timestamp = Long.toString(unit == TimeUnit.SECONDS ? millis / 1000 : millis);
    for (String part : content) {
      switch (part) {
        case "{body}":
          if (body != null) {
            mac.update(body.array(), 0, body.length());
          }
          break;
        case "{timestamp}":
          update(timestamp);
          break;
        case "{method}":
          update(method);
          break;
        case "{path}":
          update(path);
          break;
        default:
          update(part);
      }
    }
    headers.put(header, prefix + encode(mac.doFinal()));
    if (timestampHeader != null) {
      headers.put(timestampHeader, timestamp);
    }
    return headers;
  }

  private void update(String text) {
    mac.update(text.getBytes(StandardCharsets.UTF_8));
  }

  private String encode(byte[] bytes) {
    if (encoding == Encoding.BASE64) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    StringBuilder hex = new StringBuilder();
    for (byte b : bytes) {
      hex.append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
    }
    return hex.toString();
  }
}
