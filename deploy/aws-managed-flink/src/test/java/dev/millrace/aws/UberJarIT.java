package dev.millrace.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The jar that is uploaded: the job's uber jar and the store, on the service's Java 11. */
class UberJarIT {

  private static final Path JAR = Path.of(System.getProperty("millrace.uber-jar"));
  private static final int JAVA_11 = 55;

  @Test
  void everyClassIsForJava11() throws IOException {
    List<String> newer = new ArrayList<>();
    try (JarFile jar = new JarFile(JAR.toFile())) {
      for (JarEntry entry : jar.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
        try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
          in.readInt();
          in.readUnsignedShort();
          if (in.readUnsignedShort() > JAVA_11) {
            newer.add(entry.getName());
          }
        }
      }
    }
    assertThat(newer).isEmpty();
  }

  @Test
  void hasTheStoreThatReferencesName() throws Exception {
    try (URLClassLoader jar =
        new URLClassLoader(new URL[] {JAR.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      Object reference =
          jar.loadClass("dev.millrace.secret.SecretReference")
              .getMethod("parse", String.class)
              .invoke(null, "${aws-secret:shop/database#password}");
      assertThat(reference).hasToString("${aws-secret:shop/database#password}");
      assertThat(jar.loadClass("dev.millrace.job.command.Millrace").getClassLoader()).isSameAs(jar);
    }
  }
}
