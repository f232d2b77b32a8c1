package dev.millrace.databases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Directories that are made once on a machine and used by every later run: unpacked servers and
 * freshly initialized data. They live under {@code $XDG_CACHE_HOME/millrace}, by default {@code
 * ~/.cache/millrace}, and can be removed at any time when no server runs.
 */
public final class ServerCache {

  /** Fills an empty directory. */
  public interface Filler {
    void fill(Path directory) throws IOException;
  }

  private ServerCache() {}

  /**
   * The directory of that name, complete: filled by this call, by an earlier run, or by another
   * process that this call waited for. A filler that fails leaves nothing behind.
   */
  public static Path directory(String name, Filler filler) {
    Path directory = root().resolve(name);
    if (Files.isDirectory(directory)) {
      return directory;
    }
    synchronized (ServerCache.class) {
      try {
        Files.createDirectories(directory.getParent());
        Path lockFile = directory.resolveSibling(name + ".lock");
        try (FileChannel channel =
                FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.lock()) {
          if (!Files.isDirectory(directory)) {
            Path partial = directory.resolveSibling(name + ".partial");
            delete(partial);
            Files.createDirectories(partial);
            filler.fill(partial);
            Files.move(partial, directory, StandardCopyOption.ATOMIC_MOVE);
          }
        }
        return directory;
      } catch (IOException e) {
        throw new UncheckedIOException("cannot prepare " + directory, e);
      }
    }
  }

  private static Path root() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path caches =
        xdg == null || xdg.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(xdg);
    return caches.resolve("millrace");
  }

  /** Copies a directory tree, symbolic links and permissions included, into one that exists. */
  static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            Path target = to.resolve(from.relativize(directory));
            if (!Files.isDirectory(target)) {
              Files.copy(directory, target, StandardCopyOption.COPY_ATTRIBUTES);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(
                file,
                to.resolve(from.relativize(file)),
                StandardCopyOption.COPY_ATTRIBUTES,
                LinkOption.NOFOLLOW_LINKS);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Removes a directory tree; one that does not exist is removed already. */
  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE; // gone meanwhile
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException e)
              throws IOException {
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
