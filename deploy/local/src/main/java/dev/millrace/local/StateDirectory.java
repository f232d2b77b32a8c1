package dev.millrace.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a run on this machine keeps what it goes on from: Flink's checkpoints and savepoints, which
 * hold positions and no row, and the address of the run's Flink while it is running.
 */
final class StateDirectory {

  /** Written last by Flink, so that a directory with it is complete. */
  private static final String COMPLETE = "_metadata";

  private final Path directory;

  StateDirectory(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
  }

  /** The one of a configuration when none is named: beside the file. */
  static StateDirectory of(Path config) {
    return new StateDirectory(config.resolveSibling(config.getFileName() + ".state"));
  }

  void create() {
    try {
      Files.createDirectories(checkpoints());
      Files.createDirectories(savepoints());
    } catch (IOException e) {
      throw new UncheckedIOException("the state directory " + directory + " cannot be made", e);
    }
  }

  Path checkpoints() {
    return directory.resolve("checkpoints");
  }

  Path savepoints() {
    return directory.resolve("savepoints");
  }

  /** The checkpoint or savepoint that was completed last; empty before the first. */
  Optional<Path> newest() {
    if (!Files.isDirectory(directory)) {
      return Optional.empty();
    }
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(path -> path.endsWith(COMPLETE))
          .max(Comparator.comparing(StateDirectory::completedAt))
          .map(Path::getParent);
    } catch (IOException e) {
      throw new UncheckedIOException("the state directory " + directory + " cannot be read", e);
    }
  }

  private static FileTime completedAt(Path metadata) {
    try {
      return Files.getLastModifiedTime(metadata);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says where the run's Flink is, until {@link #stopped}. */
  void running(String webUrl) {
    try {
      Files.writeString(address(), webUrl);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void stopped() {
    try {
      Files.deleteIfExists(address());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the Flink of a run with this directory is; empty when none is running. */
  Optional<String> webUrl() {
    try {
      return Files.exists(address()) ? Optional.of(Files.readString(address())) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path address() {
    return directory.resolve("web-url");
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
