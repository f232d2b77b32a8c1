package dev.millrace.databases;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * MySQL's server program, unpacked once from the archive in the Maven repository.
 *
 * @param home directory with {@code bin/mysqld}
 * @param version MySQL's own, for example {@code 8.0.33}
 * @param environment what the program needs in its environment to find its libraries
 */
record MySqlBinaries(Path home, String version, Map<String, String> environment) {

  private static final String LIBAIO = "libaio.so.1";

  static MySqlBinaries unpacked() {
    Properties built = new Properties();
    try (InputStream in = MySqlBinaries.class.getResourceAsStream("mysql.properties")) {
      built.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("mysql.properties is not in the jar", e);
    }
    String archive = built.getProperty("archive");
    if (archive.isEmpty()) {
      throw new IllegalStateException(
          "this build has no MySQL: it was made with -Dmillrace.without-mysql, or there is none for "
              + System.getProperty("os.name")
              + " on "
              + System.getProperty("os.arch")
              + ". Build again without that property");
    }
    String release = built.getProperty("version");
    String version = release.substring(0, release.lastIndexOf('.'));
    Path home =
        ServerCache.directory("mysql-" + release, directory -> unpack(Path.of(archive), directory));
    return new MySqlBinaries(home, version, librariesOf(release));
  }

  private static void unpack(Path archive, Path directory) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        if (entry.isDirectory() || !needed(entry.getName())) {
          continue;
        }
        Path file = directory.resolve(entry.getName()).normalize();
        if (!file.startsWith(directory)) {
          throw new IOException("entry outside its archive: " + entry.getName());
        }
        Files.createDirectories(file.getParent());
        try (InputStream in = zip.getInputStream(entry)) {
          Files.copy(in, file);
        }
      }
    }
    if (!directory.resolve("bin/mysqld").toFile().setExecutable(true)) {
      throw new IOException("no bin/mysqld in " + archive);
    }
  }

  private static boolean needed(String entry) {
    return entry.equals("bin/mysqld")
        || entry.startsWith("share/")
        || entry.startsWith("lib/private/")
        || (entry.startsWith("lib/") && entry.endsWith(".dylib"))
        || entry.equals("lib/plugin/component_reference_cache.so");
  }

  /** MySQL for Linux links libaio, which few machines have and the archive lacks. */
  private static Map<String, String> librariesOf(String release) {
    if (!System.getProperty("os.name").equals("Linux") || onSystem(LIBAIO)) {
      return Map.of();
    }
    Path libraries = ServerCache.directory("mysql-" + release + "-libaio", MySqlBinaries::libaio);
    return Map.of("LD_LIBRARY_PATH", libraries.toString());
  }

  private static boolean onSystem(String library) {
    return Stream.of("/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/local/lib")
        .flatMap(
            directory ->
                Stream.of(
                    directory, directory + "/x86_64-linux-gnu", directory + "/aarch64-linux-gnu"))
        .anyMatch(directory -> Files.exists(Path.of(directory, library)));
  }

  private static void libaio(Path directory) throws IOException {
    IOException first = null;
    // Debian up to 12 and Ubuntu up to 22.04; later ones renamed package and file.
    for (String name : List.of("libaio1", "libaio1t64")) {
      try {
        ServerProcess.run(List.of("apt-get", "download", name), Map.of(), directory);
        ServerProcess.run(
            List.of(
                "sh",
                "-c",
                "dpkg -x ./*.deb . && rm ./*.deb && cp $(find . -name 'libaio.so.1*' -type f | head -n 1) "
                    + LIBAIO),
            Map.of(),
            directory);
        return;
      } catch (IOException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    throw new IOException(
        "MySQL needs "
            + LIBAIO
            + ", which this machine lacks and apt-get could not fetch. Install it: 'apt-get install libaio1'"
            + " (Debian 12, Ubuntu 22.04), 'apt-get install libaio1t64' and a link libaio.so.1 to"
            + " libaio.so.1t64 (later ones), 'dnf install libaio' (Fedora, RHEL)",
        first);
  }
}
