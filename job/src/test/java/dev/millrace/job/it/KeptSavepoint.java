package dev.millrace.job.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A savepoint with what it takes to go on from it elsewhere, as files of a folder {@code
 * <version>/<source.type>}.
 */
final class KeptSavepoint {

  /** One folder a released version. */
  static final Path ALL = Path.of("src/test/resources/savepoints");

  private final Path folder;

  KeptSavepoint(Path folder) {
    this.folder = folder;
  }

  static Stream<KeptSavepoint> all() throws IOException {
    try (Stream<Path> metadata = Files.find(ALL, 3, (path, file) -> path.endsWith("_metadata"))) {
      return metadata.sorted().map(Path::getParent).map(KeptSavepoint::new).toList().stream();
    }
  }

  /**
   * Keeps one that Flink wrote, in place of what is there.
   *
   * @param job the configuration without addresses and secrets
   * @param history what was done to the database until then, a transaction each
   * @param position where the log was then, see {@link ServerLog#position}
   */
  void write(Path savepoint, String job, List<String> history, String position) throws IOException {
    Files.createDirectories(folder);
    Files.write(metadata(), Files.readAllBytes(savepoint.resolve("_metadata")));
    Files.writeString(folder.resolve("job.yaml"), job);
    Files.write(folder.resolve("history.sql"), history);
    Files.writeString(folder.resolve("position.txt"), position + "\n");
  }

  Path metadata() {
    return folder.resolve("_metadata");
  }

  String type() {
    return folder.getFileName().toString();
  }

  String job() {
    return read("job.yaml");
  }

  List<String> history() {
    return read("history.sql").lines().toList();
  }

  String position() {
    return read("position.txt").strip();
  }

  private String read(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As Flink is given it. */
  String path() {
    return folder.toUri().toString();
  }

  @Override
  public String toString() {
    return folder.getParent().getFileName() + ", " + type();
  }
}
