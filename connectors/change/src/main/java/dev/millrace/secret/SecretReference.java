package dev.millrace.secret;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a secret is: {@code ${env:NAME}}, {@code ${file:PATH}}, or a place of a {@link
 * SecretStore}. The secret itself is read by {@link #resolve}, on the machine that uses it, each
 * time it is used, so that a rotated one is picked up by the next restart.
 */
public final class SecretReference implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final Pattern FORM = Pattern.compile("\\$\\{([a-z][a-z-]*):([^}]+)}");

  private static final String ENV = "env";
  private static final String FILE = "file";

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
    if (!matcher.matches() || !isKnown(matcher.group(1))) {
      throw new IllegalArgumentException(
          "a secret is given as ${env:NAME} or ${file:PATH}, never as its own text");
    }
    return new SecretReference(matcher.group(1), matcher.group(2));
  }

  private static boolean isKnown(String kind) {
    return kind.equals(ENV) || kind.equals(FILE) || store(kind).isPresent();
  }

  private static Optional<SecretStore> store(String kind) {
    ClassLoader loader = SecretReference.class.getClassLoader();
    return ServiceLoader.load(SecretStore.class, loader).stream()
        .map(ServiceLoader.Provider::get)
        .filter(store -> store.kind().equals(kind))
        .findFirst();
  }

  /**
   * The secret, now; a file's trailing line break is not part of it.
   *
   * @throws MissingSecretException when the variable is not set or the file cannot be read, naming
   *     which, or when it is empty
   */
  public String resolve() {
    String secret;
    try {
      secret = read();
    } catch (IOException e) {
      throw missing("cannot be read: " + why(e), e);
    }
    if (secret == null || secret.isEmpty()) {
      throw missing("is " + (secret == null ? "not set" : "empty"), null);
    }
    return secret;
  }

  private String read() throws IOException {
    switch (kind) {
      case ENV:
        return System.getenv(place);
      case FILE:
        return Files.readString(Path.of(place), StandardCharsets.UTF_8).stripTrailing();
      default:
        return store(kind).orElseThrow(() -> missing("has no store here", null)).read(place);
    }
  }

  /** A file's exception repeats the path; a store's message says what its server answered. */
  private String why(IOException e) {
    return kind.equals(FILE) ? e.getClass().getSimpleName() : e.getMessage();
  }

  private MissingSecretException missing(String found, Throwable cause) {
    return new MissingSecretException(this, found, mend(), cause);
  }

  private String mend() {
    switch (kind) {
      case ENV:
        return "set the environment variable " + place + " for this process";
      case FILE:
        return "write the secret to " + place + ", readable by the user of this process";
      default:
        return store(kind)
            .map(store -> store.mend(place))
            .orElse("use the jar that has the store of ${" + kind + ":...}");
    }
  }

  /** The reference as it is written, never the secret. */
  @Override
  public String toString() {
    return "${" + kind + ':' + place + '}';
  }
}
