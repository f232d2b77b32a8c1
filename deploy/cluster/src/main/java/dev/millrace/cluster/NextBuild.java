package dev.millrace.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/** A jar as a later build would make it: the same classes, another version in its manifest. */
final class NextBuild {

  private NextBuild() {}

  /** Writes the next build of a jar and returns its version. */
  static String write(Path jar, Path next) throws IOException {
    Files.copy(jar, next);
    try (FileSystem inside = FileSystems.newFileSystem(next)) {
      Path path = inside.getPath("META-INF/MANIFEST.MF");
      Manifest manifest;
      try (InputStream in = Files.newInputStream(path)) {
        manifest = new Manifest(in);
      }
      Attributes attributes = manifest.getMainAttributes();
      String version = attributes.getValue(Attributes.Name.IMPLEMENTATION_VERSION) + "-next";
      attributes.put(Attributes.Name.IMPLEMENTATION_VERSION, version);
      try (OutputStream out = Files.newOutputStream(path)) {
        manifest.write(out);
      }
      return version;
    }
  }
}
