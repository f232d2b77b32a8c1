package dev.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code flink run} takes: one jar that runs on Java 11 and brings nothing of Flink's own. */
class UberJarIT {

  private static final Path JAR = UberJar.PATH;

  /** Classes of which the bundled jars have several copies that are not the same, and why. */
  private static final List<Pattern> REASONED_COPIES =
      List.of(
          // Ours stand in for those of Flink CDC 3.5.0, which the uber jar leaves out.
          Pattern.compile("org/apache/flink/cdc/connectors/mysql/source/offset/BinlogOffset.*"),
          Pattern.compile("io/debezium/connector/base/ChangeEventQueue.*"),
          // flink-http-connector has a Jackson of its own under the same name, which is left out.
          Pattern.compile("com/fasterxml/jackson/.*"),
          // Of Flink CDC's two jars one has a list of forbidden classes that is a release longer.
          // Nothing reads polymorphic JSON with it.
          Pattern.compile(
              "org/apache/flink/cdc/connectors/shaded/com/fasterxml/.*/SubTypeValidator.class"));

  private static final String BINLOG_OFFSET =
      "org/apache/flink/cdc/connectors/mysql/source/offset/BinlogOffset.class";

  private static final Pattern LICENCE = Pattern.compile("META-INF/[\\w./-]*LICENSE");

  private static final String FIVE_FAULTS =
      """
      source: {type: postgres, hostname: db, username: u, password: geheim, database: d}
      sink: {type: hubspot, token: "${env:TOKEN}", base-url: nowhere}
      mappings:
        - {table: customers, object: contacts, id: id, fields: {ext_id: id}}
      """;

  @Test
  void runsOnJava11() throws IOException {
    assertThat(Classes.newerThan(Classes.JAVA_11, JAR)).isEmpty();
  }

  /** Of two copies of a class the one that comes first is taken, whichever that is. */
  @Test
  void bundlesNoClassTwiceButForReasons() throws IOException {
    List<Path> bundled =
        Arrays.stream(
                Files.readString(Path.of(System.getProperty("millrace.bundled")))
                    .trim()
                    .split(File.pathSeparator))
            .map(Path::of)
            .toList();

    Map<String, Set<String>> twice = Classes.differingCopies(bundled);
    REASONED_COPIES.forEach(reasoned -> twice.keySet().removeIf(reasoned.asMatchPredicate()));

    assertThat(twice).isEmpty();
  }

  @Test
  void bringsItsBillOfMaterials() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      JsonNode bill = new ObjectMapper().readTree(text(jar, "META-INF/sbom/bom.cdx.json"));
      assertThat(bill.get("bomFormat").asText()).isEqualTo("CycloneDX");
      assertThat(bill.at("/metadata/component/name").asText()).isEqualTo("millrace-job");
      assertThat(bill.get("components"))
          .extracting(component -> component.get("name").asText())
          .contains("flink-sql-connector-mysql-cdc", "mysql-connector-j", "millrace-crm-hubspot")
          .doesNotContain("flink-clients", "assertj-core");
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
                  name.startsWith("org/apache/flink/")
                      && !name.startsWith("org/apache/flink/cdc/")
                      && !name.startsWith("org/apache/flink/connector/file/")
                      && !name.startsWith("org/apache/flink/table/"))
          .noneMatch(name -> name.startsWith("com/esotericsoftware/"))
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
          .contains(
              "dev.millrace.crm.hubspot.",
              "dev.millrace.crm.rest.",
              "dev.millrace.crm.salesforce.");
    }
  }

  @Test
  void hasTheLicenceOfEachLineOfItsNotice() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      // Among those of the bundled jars.
      String ours = text("/META-INF/NOTICE");
      assertThat(text(jar, "META-INF/NOTICE")).contains(ours.trim().split("\n\n"));
      for (String section : ours.split("\n(?=Under )")) {
        String[] headAndLines = section.split("\n\n", 2);
        for (String line : headAndLines[1].lines().filter(l -> l.startsWith("- ")).toList()) {
          assertThat(LICENCE.matcher(headAndLines[0] + line).results())
              .as(line)
              .isNotEmpty()
              .extracting(path -> jar.getEntry(path.group()))
              .doesNotContainNull();
        }
      }
      assertThat(text(jar, "META-INF/licenses/mysql-connector-j/LICENSE"))
          .contains("GNU General Public License Version 2.0", "The Universal FOSS Exception");
      assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License");
      assertThat(jar.getEntry("LICENSE")).isNull();
    }
  }

  @Test
  void refusesABadConfigurationOnItsOwn(@TempDir Path folder) throws Exception {
    Path config = Files.writeString(folder.resolve("bad.yaml"), FIVE_FAULTS);
    String classPath = UberJar.withFlink();

    UberJar.Ended ended =
        UberJar.java(
            folder, classPath, "dev.millrace.job.command.Millrace", "check", "--config", config);

    assertThat(ended.lines()).containsExactlyElementsOf(faults(config));
    assertThat(ended.exitCode()).isEqualTo(2);
  }

  @Test
  void refusesABadConfigurationWithinFlinkRun(@TempDir Path folder) throws Exception {
    Path config = Files.writeString(folder.resolve("bad.yaml"), FIVE_FAULTS);

    UberJar.Ended ended =
        UberJar.java(
            folder,
            UberJar.flink(),
            "org.apache.flink.client.cli.CliFrontend",
            "run",
            JAR,
            "run",
            "--config",
            config);

    assertThat(ended.lines())
        .containsSubsequence(faults(config))
        .noneMatch(line -> line.contains("\tat "));
    assertThat(ended.exitCode()).isEqualTo(1);
  }

  private static List<String> faults(Path config) {
    return List.of(
        config
            + ":1 source.password: a secret as its own text, not repeated here; expected a secret's"
            + " reference, ${env:NAME} or ${file:PATH}",
        config + ":1 source.slot.name: missing; expected a text",
        config + ":2 sink.base-url: 'nowhere'; expected https://host or http://host:port",
        config + ":4 mappings[0].table: 'customers'; expected <schema>.<table>",
        config + ":4 mappings[0].id: 'id', which is not among the fields; expected one of ext_id",
        "5 faults; nothing was started.");
  }

  private static List<JarEntry> classes(JarFile jar) {
    return jar.stream().filter(entry -> entry.getName().endsWith(".class")).toList();
  }

  private static String text(String resource) throws IOException {
    return Files.readString(Path.of("src/main/resources" + resource));
  }

  private static String text(JarFile jar, String name) throws IOException {
    try (InputStream in = jar.getInputStream(jar.getJarEntry(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
