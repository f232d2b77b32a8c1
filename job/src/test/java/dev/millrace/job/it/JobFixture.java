package dev.millrace.job.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.databases.DatabaseServer;
import dev.millrace.job.config.ConfigException;
import dev.millrace.job.config.ConfigLoader;
import dev.millrace.job.config.JobConfig;
import dev.millrace.job.config.Layers;
import dev.millrace.job.replay.DeadLetterFiles;
import dev.millrace.job.replay.StoredLetter;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.Faults;
import dev.millrace.simulator.Property;
import dev.millrace.simulator.RecordVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A job on a real database, and what must hold of it. */
abstract class JobFixture {

  static final String TOKEN = "pat-token-of-the-test";

  @TempDir Path directory;

  DatabaseServer server;
  CrmSimulator crm;
  Cluster cluster;
  Shop shop;
  JobConfig config;
  private String yaml;

  /** The database that all tests of the class share. */
  abstract TestDatabase database();

  @BeforeEach
  void start() throws Exception {
    server = database().server();
    shop = database().shop();
    crm =
        CrmSimulator.builder()
            .token(TOKEN)
            .define(
                "contacts",
                Property.string("ext_id").asUnique(),
                Property.string("mail"),
                Property.number("balance"),
                Property.number("visits"),
                Property.bool("active"),
                Property.string("changed"),
                Property.string("note"),
                Property.number("version"))
            .start();
    cluster = new Cluster(directory);
    Path password = Files.writeString(directory.resolve("password.txt"), server.password());
    Path token = Files.writeString(directory.resolve("token.txt"), TOKEN);
    String yaml =
        """
        source: {%s, hostname: %s, port: %d, username: %s, password: "${file:%s}"}
        sink: {type: hubspot, base-url: "%s", token: "${file:%s}"}
        pipeline: {parallelism: 1}
        mappings:
        """
            .formatted(
                database().source(),
                server.host(),
                server.port(),
                server.username(),
                password,
                crm.baseUrl(),
                token);
    this.yaml = yaml + shop.mapping();
    config = config("");
  }

  /** The configuration with sections more, and arguments over it. */
  final JobConfig config(String more, String... arguments) throws ConfigException {
    return ConfigLoader.parse(
        "it.yaml", yaml + more, new Layers(Map.of(), Map.of(), List.of(arguments)));
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
    crm.close();
  }

  static void awaitHits(Faults.Injection fault, long hits) {
    Await.until("calls that fail", () -> fault.hits() < hits ? "only " + fault.hits() : "");
  }

  final void awaitRecords(int count) {
    Await.until(
        count + " records",
        () -> {
          cluster.requireUnfinished();
          int now = crm.count("contacts");
          return now == count ? "" : "there are " + now;
        });
  }

  /** Waits until the finished files have letters of exactly these records, notes as {@code +id}. */
  final void awaitLetters(Path directory, String... ids) {
    Await.until(
        "the dead letters' files",
        () -> {
          cluster.requireUnfinished();
          List<String> found = ids(directory);
          return found.equals(List.of(ids)) ? "" : "found " + found;
        });
  }

  private static List<String> ids(Path letters) {
    try {
      return DeadLetterFiles.read(letters.toString()).stream()
          .map(StoredLetter::letter)
          .map(letter -> (letter.isDelivered() ? "+" : "") + letter.externalId())
          .distinct()
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of(e.toString());
    }
  }

  /** Every record in the CRM against every row of the table. */
  final void awaitSame(String when) throws SQLException {
    Map<String, Map<String, String>> expected = shop.expected();
    assertThat(expected).as("rows to compare").hasSizeGreaterThan(100);
    Await.until(when, () -> difference(expected, crm.records("contacts", "ext_id")));
    assertThat(crm.records("contacts", "ext_id")).isEqualTo(expected);
  }

  private String difference(
      Map<String, Map<String, String>> expected, Map<String, Map<String, String>> actual) {
    cluster.requireUnfinished();
    TreeSet<String> keys = new TreeSet<>(expected.keySet());
    keys.addAll(actual.keySet());
    keys.removeIf(key -> Objects.equals(expected.get(key), actual.get(key)));
    if (keys.isEmpty()) {
      return "";
    }
    String id = keys.first();
    Map<String, String> row = expected.getOrDefault(id, Map.of());
    Map<String, String> record = actual.getOrDefault(id, Map.of());
    TreeSet<String> properties = new TreeSet<>(row.keySet());
    properties.addAll(record.keySet());
    properties.removeIf(property -> Objects.equals(row.get(property), record.get(property)));
    return "%d of %d records differ, such as %s (row %s, record %s) in %s"
        .formatted(
            keys.size(),
            expected.size(),
            id,
            row.getOrDefault("version", "missing"),
            record.getOrDefault("version", "missing"),
            properties);
  }

  static void assertNoRecordGoesBack(List<RecordVersion> versions) {
    Map<String, Long> latest = new HashMap<>();
    for (RecordVersion version : versions) {
      String number = version.properties().get("version");
      if (number != null) {
        Long before = latest.put(version.externalId(), Long.parseLong(number));
        assertThat(before == null || before <= Long.parseLong(number))
            .as("record %s after version %s: %s", version.externalId(), before, number)
            .isTrue();
      }
    }
    assertThat(latest).hasSizeGreaterThan(100);
  }

  final void assertNothingOfARowNorASecretIn(Path place) throws Exception {
    int files = 0;
    for (Path file : filesIn(place)) {
      try {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(bytes)
            .as(file.getFileName().toString())
            .doesNotContain(Shop.MARK, server.password(), TOKEN);
        files++;
      } catch (NoSuchFileException subsumed) {
        // A checkpoint that Flink has removed since: the next one is looked through.
        continue;
      }
    }
    assertThat(files).as("files in " + place.getFileName()).isPositive();
  }

  private static List<Path> filesIn(Path place) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        place,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files.add(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure) {
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }
}
