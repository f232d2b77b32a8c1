package dev.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The looks at the uber jar see what is wrong when something is. */
class ClassesTest {

  private static final int JAVA_17 = 61;

  @TempDir private Path folder;

  @Test
  void aClassAboveJava11IsSeen() throws IOException {
    Path jar = jar("new.jar", "a/Old", Classes.JAVA_11, "a/New", JAVA_17);

    assertThat(Classes.newerThan(Classes.JAVA_11, jar)).containsExactly("a/New.class 61");
  }

  @Test
  void aClassThatDiffersInTwoJarsIsSeen() throws IOException {
    Path one = jar("one.jar", "a/Same", Classes.JAVA_11, "a/Other", Classes.JAVA_11);
    Path two = jar("two.jar", "a/Same", Classes.JAVA_11, "a/Other", JAVA_17);
    Path three = jar("three.jar", "a/Alone", JAVA_17);

    assertThat(Classes.differingCopies(List.of(one, two, three)))
        .isEqualTo(Map.of("a/Other.class", Set.of("one.jar", "two.jar")));
  }

  @Test
  void aClassThatDiffersInAFolderIsSeen() throws IOException {
    Path jar = jar("one.jar", "a/Other", Classes.JAVA_11);
    Path classes = Files.createDirectories(folder.resolve("classes/a"));
    Files.write(classes.resolve("Other.class"), classFile(JAVA_17));

    assertThat(Classes.differingCopies(List.of(folder.resolve("classes"), jar)))
        .containsOnlyKeys("a/Other.class");
  }

  private Path jar(String name, Object... classesAndVersions) throws IOException {
    Path file = folder.resolve(name);
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < classesAndVersions.length; i += 2) {
        jar.putNextEntry(new JarEntry(classesAndVersions[i] + ".class"));
        jar.write(classFile((Integer) classesAndVersions[i + 1]));
        jar.closeEntry();
      }
    }
    return file;
  }

  /** The first eight bytes of one. */
  private static byte[] classFile(int version) {
    return ByteBuffer.allocate(8).putInt(0xCAFEBABE).putInt(version).array();
  }
}
