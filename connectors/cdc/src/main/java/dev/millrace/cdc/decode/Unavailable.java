package dev.millrace.cdc.decode;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The mark that Debezium puts where the log does not hold a value: an unchanged TOAST column of a
 * Postgres update.
 */
public final class Unavailable {

  /** No text of a Postgres database can hold the NUL in it, so that no value is taken for it. */
  public static final String PLACEHOLDER = "millrace\u0000unchanged";

  /** Debezium properties that make it use {@link #PLACEHOLDER}. */
  public static final Map<String, String> PROPERTIES =
      Map.of("unavailable.value.placeholder", PLACEHOLDER);

  private static final ByteBuffer BYTES =
      ByteBuffer.wrap(PLACEHOLDER.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();

  /** Whether the value, as Debezium handed it over, is the placeholder in any of its forms. */
  static boolean is(Object value) {
    if (value instanceof String) {
      return PLACEHOLDER.equals(value);
    }
    if (value instanceof ByteBuffer) {
      return BYTES.equals(value);
    }
    if (value instanceof byte[]) {
      return BYTES.equals(ByteBuffer.wrap((byte[]) value));
    }
    return value instanceof List && ((List<?>) value).size() == 1 && is(((List<?>) value).get(0));
  }

  private Unavailable() {}
}
