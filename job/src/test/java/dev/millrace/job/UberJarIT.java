package dev.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code flink run} takes: one jar that runs on Java 11 and brings nothing of Flink's own. */
class UberJarIT {

  private static final Path JAR = Path.of(System.getProperty("millrace.uber-jar"));
  private static final int JAVA_11 = 55;
  private static final String BINLOG_OFFSET =
      "org/apache/flink/cdc/connectors/mysql/source/offset/BinlogOffset.class";

  @Test
  void runsOnJava11() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> newer = new ArrayList<>();
      for (JarEntry entry : classes(jar)) {
        try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
          in.readInt();
          in.readUnsignedShort();
          int version = in.readUnsignedShort();
          if (version > JAVA_11) {
            newer.add(entry.getName() + " " + version);
          }
        }
      }
      assertThat(newer).isEmpty();
    }
  }

  @Test
  void hasNothingOfFlinksOwnNorWhatCommonlyClashes() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(classes(jar))
          .extracting(JarEntry::getName)
          .doesNotHaveDuplicates()
          .noneMatch(
              name ->
                  name.startsWith("org/apache/flink/") && !name.startsWith("org/apache/flink/cdc/"))
          .noneMatch(name -> name.startsWith("com/fasterxml/"))
          .noneMatch(name -> name.startsWith("com/google/"))
          .noneMatch(name -> name.startsWith("org/snakeyaml/") || name.startsWith("org/yaml/"))
          .noneMatch(name -> name.startsWith("picocli/"))
          .noneMatch(name -> name.startsWith("org/apache/hc/"))
          .noneMatch(name -> name.startsWith("org/slf4j/"))
          .noneMatch(name -> name.startsWith("org/apache/logging/"));
      assertThat(jar.stream().map(JarEntry::getName))
          .noneMatch(name -> name.matches("META-INF/.*\\.(SF|DSA|RSA)"))
          .noneMatch(name -> name.startsWith("META-INF/versions/"))
          .contains("META-INF/LICENSE", "META-INF/NOTICE");
      assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
          .isEqualTo("dev.millrace.job.command.Millrace");
    }
  }

  /** FLINK-CDC-FACTS: the one of 3.5.0 loses rows (FLINK-38531). */
  @Test
  void hasTheCorrectedBinlogOffset() throws Exception {
    Class<?> ours =
        Class.forName("org.apache.flink.cdc.connectors.mysql.source.offset.BinlogOffset");
    try (JarFile jar = new JarFile(JAR.toFile());
        InputStream here = ours.getResourceAsStream("BinlogOffset.class");
        InputStream packed = jar.getInputStream(jar.getJarEntry(BINLOG_OFFSET))) {
      assertThat(ours.getProtectionDomain().getCodeSource().getLocation().getPath())
          .contains("/connectors/cdc/target/");
      assertThat(packed.readAllBytes()).hasSameSizeAs(here.readAllBytes());
    }
  }

  /** A newer pgjdbc breaks the snapshot of Flink CDC 3.5.0. */
  @Test
  void hasTheOnePostgresDriver() throws Exception {
    try (URLClassLoader loader = new URLClassLoader(new URL[] {JAR.toUri().toURL()}, null)) {
      assertThat(
              loader
                  .loadClass("org.postgresql.util.DriverInfo")
                  .getField("DRIVER_VERSION")
                  .get(null))
          .isEqualTo("42.7.3");
    }
  }

  @Test
  void findsItsServices() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(text(jar, "META-INF/services/java.sql.Driver"))
          .contains("com.mysql.cj.jdbc.Driver", "org.postgresql.Driver");
      assertThat(text(jar, "META-INF/services/dev.millrace.crm.CrmConnectorFactory"))
          .contains("dev.millrace.crm.hubspot.");
    }
  }

  @Test
  void refusesABadConfigurationWithItsFaultsAlone(@TempDir Path folder) throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("bad.yaml"),
            """
            source: {type: postgres, hostname: db, username: u, password: geheim, database: d}
            sink: {type: hubspot, token: "${env:TOKEN}", base-url: nowhere}
            mappings:
              - {table: customers, object: contacts, id: id, fields: {ext_id: id}}
            """);
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                JAR + File.pathSeparator + flink(),
                "dev.millrace.job.command.Millrace",
                "check",
                "--config",
                config.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }

    String slot = config + ":1 source.slot.name: missing; expected a text";
    assertThat(Files.readString(output).lines())
        .contains(slot)
        .filteredOn(line -> line.startsWith(config.toString()))
        .hasSize(5);
    assertThat(Files.readString(output)).contains("5 faults; nothing was started.");
    assertThat(process.exitValue()).isEqualTo(2);
  }

  /** The class path of a Flink process, as far as this test's own has it. */
  private static String flink() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .filter(
            entry ->
                entry.matches(".*/org/apache/flink/flink-(?!cdc|sql).*")
                    || entry.matches(".*/(commons-[a-z0-9]+|org/slf4j|org/apache/logging)/.*")
                    || entry.matches(".*/(com/esotericsoftware|org/objenesis)/.*"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static List<JarEntry> classes(JarFile jar) {
    return jar.stream().filter(entry -> entry.getName().endsWith(".class")).toList();
  }

  private static String text(JarFile jar, String name) throws IOException {
    try (InputStream in = jar.getInputStream(jar.getJarEntry(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
