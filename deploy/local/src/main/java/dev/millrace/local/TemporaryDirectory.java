package dev.millrace.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A temporary directory whose name tells whose it is. */
final class TemporaryDirectory implements AutoCloseable {

  private static final Set<TemporaryDirectory> OPEN = ConcurrentHashMap.newKeySet();
  private static final int ATTEMPTS = 3;

  private final Path path;

  private TemporaryDirectory(Path path) {
    this.path = path;
  }

  static TemporaryDirectory open(String purpose) {
    try {
      TemporaryDirectory directory =
          new TemporaryDirectory(
              Files.createTempDirectory(
                  "millrace-" + purpose + "-" + ProcessHandle.current().pid() + "-"));
      OPEN.add(directory);
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path path() {
    return path;
  }

  /** Removes it, also while somebody is still letting go of what is in it. */
  @Override
  public void close() {
    for (int attempt = 0; attempt < ATTEMPTS && Files.exists(path); attempt++) {
      try (Stream<Path> all = Files.walk(path)) {
        all.sorted(Comparator.reverseOrder()).forEach(inside -> inside.toFile().delete());
      } catch (IOException | UncheckedIOException changedMeanwhile) {
        continue;
      }
    }
    OPEN.remove(this);
  }

  /** Removes all that are left, for a program that ends at once. */
  static void closeAll() {
    OPEN.forEach(TemporaryDirectory::close);
  }
}
