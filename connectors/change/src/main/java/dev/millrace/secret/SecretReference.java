package dev.millrace.secret;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a secret is: {@code ${env:NAME}} or {@code ${file:PATH}}. The secret itself is read by
 * {@link #resolve}, on the machine that uses it, each time it is used, so that a rotated file is
 * picked up by the next restart.
 */
public final class SecretReference implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final Pattern FORM = Pattern.compile("\\$\\{(env|file):([^}]+)}");

  private final String kind;
  private final String place;

  private SecretReference(String kind, String place) {
    this.kind = kind;
    this.place = place;
  }

  /**
   * Reads a reference.
   *
   * @throws IllegalArgumentException when the text is anything else; its message does not repeat
   *     the text, which may be the secret itself
   */
  public static SecretReference parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a secret is given as ${env:NAME} or ${file:PATH}, never as its own text");
    }
    return new SecretReference(matcher.group(1), matcher.group(2));
  }

  /**
   * The secret, now; a file's trailing line break is not part of it.
   *
   * @throws MissingSecretException when the variable is not set or the file cannot be read, naming
   *     which, or when it is empty
   */
  public String resolve() {
    String secret = kind.equals("env") ? System.getenv(place) : read();
    if (secret == null || secret.isEmpty()) {
      throw missing("is " + (secret == null ? "not set" : "empty"), null);
    }
    return secret;
  }

  private String read() {
    try {
      return Files.readString(Path.of(place), StandardCharsets.UTF_8).stripTrailing();
    } catch (IOException e) {
      throw missing("cannot be read: " + e.getClass().getSimpleName(), e);
    }
  }

  private MissingSecretException missing(String found, Throwable cause) {
    String mend =
        kind.equals("env")
            ? "set the environment variable " + place + " for this process"
            : "write the secret to " + place + ", readable by the user of this process";
    return new MissingSecretException(this, found, mend, cause);
  }

  /** The reference as it is written, never the secret. */
  @Override
  public String toString() {
    return "${" + kind + ':' + place + '}';
  }
}
