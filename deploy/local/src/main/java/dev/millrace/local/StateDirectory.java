package dev.millrace.local;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
  private FileChannel lock;

  StateDirectory(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
  }

  /** The one of a configuration when none is named: beside the file. */
  static StateDirectory of(Path config) {
    return new StateDirectory(config.resolveSibling(config.getFileName() + ".state"));
  }

  boolean exists() {
    return Files.isDirectory(directory);
  }

  /**
   * Makes the directory where it is missing and takes it for this process, which two runs would
   * otherwise take positions from and write them to. Held until {@link #release} or the end of the
   * process, however it ends; does nothing when this object holds it already.
   *
   * @throws IllegalStateException when another process has it, naming that process
   */
  void lock() {
    if (lock != null) {
      return;
    }
    create();
    try {
      FileChannel channel =
          FileChannel.open(
              lockFile(),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (!tryLock(channel)) {
        String holder = holder(channel);
        channel.close();
        throw new IllegalStateException(
            "Another run"
                + (holder.isEmpty() ? "" : " (process " + holder + ")")
                + " keeps its positions in "
                + directory
                + ". Stop it first, or give this one a --state of its own.");
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(US_ASCII)));
      lock = channel;
    } catch (IOException e) {
      throw new UncheckedIOException("the state directory " + directory + " cannot be locked", e);
    }
  }

  /** Lets the next run have the directory. The lock's file stays: to remove it would be a race. */
  void release() {
    if (lock == null) {
      return;
    }
    try {
      Files.deleteIfExists(address());
      lock.truncate(0);
      lock.close();
      lock = null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a process has the directory. Not for the one that has it. */
  boolean isLocked() {
    if (!Files.exists(lockFile())) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(lockFile(), StandardOpenOption.WRITE)) {
      return !tryLock(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException ownOfThisProcess) {
      return false;
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(20);
    channel.read(text);
    return US_ASCII.decode(text.flip()).toString().trim();
  }

  private Path lockFile() {
    return directory.resolve("lock");
  }

  private void create() {
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

  /** Says where the run's Flink is, until {@link #release}. */
  void running(String webUrl) {
    try {
      Files.writeString(address(), webUrl);
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
