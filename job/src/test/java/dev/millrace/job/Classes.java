package dev.millrace.job;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Looks at the class files of jars and of folders of classes. */
final class Classes {

  /** Class file version of Java 11. */
  static final int JAVA_11 = 55;

  private Classes() {}

  /** Those of the jar that an older Java would refuse, each with its version. */
  static List<String> newerThan(int version, Path jar) throws IOException {
    List<String> newer = new ArrayList<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : file.stream().filter(Classes::isClass).toList()) {
        try (DataInputStream in = new DataInputStream(file.getInputStream(entry))) {
          in.readInt();
          in.readUnsignedShort();
          int found = in.readUnsignedShort();
          if (found > version) {
            newer.add(entry.getName() + " " + found);
          }
        }
      }
    }
    return newer;
  }

  /**
   * Classes that two or more of the jars or folders have and that are not the same there, each with
   * the names of those.
   */
  static Map<String, Set<String>> differingCopies(List<Path> places) throws IOException {
    Map<String, Long> sizes = new HashMap<>();
    Map<String, String> first = new HashMap<>();
    Map<String, Set<String>> differing = new TreeMap<>();
    for (Path place : places) {
      String name = place.getFileName().toString();
      classes(place)
          .forEach(
              (path, checksum) -> {
                Long before = sizes.putIfAbsent(path, checksum);
                first.putIfAbsent(path, name);
                if (before != null && !before.equals(checksum)) {
                  differing
                      .computeIfAbsent(path, p -> new TreeSet<>(Set.of(first.get(p))))
                      .add(name);
                }
              });
    }
    return differing;
  }

  /** Checksum by path. */
  private static Map<String, Long> classes(Path place) throws IOException {
    Map<String, Long> classes = new HashMap<>();
    if (Files.isDirectory(place)) {
      try (Stream<Path> files = Files.walk(place)) {
        files
            .filter(file -> file.toString().endsWith(".class"))
            .forEach(file -> classes.put(place.relativize(file).toString(), checksum(file)));
      }
    } else {
      try (JarFile jar = new JarFile(place.toFile())) {
        jar.stream()
            .filter(Classes::isClass)
            .forEach(entry -> classes.put(entry.getName(), entry.getCrc()));
      }
    }
    return classes;
  }

  private static boolean isClass(JarEntry entry) {
    return entry.getName().endsWith(".class")
        && !entry.getName().endsWith("-info.class")
        && !entry.getName().startsWith("META-INF/");
  }

  private static long checksum(Path file) {
    try {
      java.util.zip.CRC32 checksum = new java.util.zip.CRC32();
      checksum.update(Files.readAllBytes(file));
      return checksum.getValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
