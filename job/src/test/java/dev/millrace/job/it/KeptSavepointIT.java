package dev.millrace.job.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.databases.DatabaseServer;
import dev.millrace.job.config.ConfigLoader;
import dev.millrace.job.config.JobConfig;
import dev.millrace.job.config.Layers;
import dev.millrace.job.replay.DeadLetterFiles;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.Property;
import dev.millrace.simulator.RecordError;
import dev.millrace.simulator.RecordVersion;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A job of this version goes on from the savepoint of every released one, on a server that is not
 * the one it was made on.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeptSavepointIT {

  private static final String KEEP =
      "mvn -pl job -am verify -Dit.test=KeptSavepointIT -Dtest=none"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false"
          + " -Dmillrace.keep-savepoint";

  private static final String VERSION = System.getProperty("millrace.version");
  private static final String TOKEN = "pat-token-of-the-test";

  private static final Map<String, String> SOURCES =
      Map.of(
          "mysql", "source: {type: mysql}",
          "postgres", "source: {type: postgres, database: shop, slot.name: millrace}");

  private static final String JOB =
      """
      sink: {type: hubspot}
      dead-letters: {type: file}
      mappings:
        - table: %s.customers
          object: contacts
          id: ext_id
          fields: {ext_id: CAST(id AS VARCHAR), mail: LOWER(email), firstname: name}
      """;

  private static final List<String> BEFORE_THE_JOB =
      List.of(
          "CREATE TABLE customers (id BIGINT PRIMARY KEY, email VARCHAR(200), name VARCHAR(80))",
          insert(IntStream.rangeClosed(1, 20)));

  /** What the CRM does with 21 and 22 makes a reference and a dead letter of them. */
  private static final List<String> WHILE_IT_RAN =
      List.of(rename(1), insert(IntStream.of(21)), insert(IntStream.of(22)), rename(2));

  private static final RecordError BUSY =
      new RecordError(400, "INTERNAL_ERROR", "the record is busy", false);

  @TempDir Path directory;

  private CrmSimulator crm;
  private Cluster cluster;

  @BeforeEach
  void start() throws Exception {
    crm =
        CrmSimulator.builder()
            .token(TOKEN)
            .define("contacts", Property.string("ext_id").asUnique(), Property.string("mail"))
            .start();
    cluster = new Cluster(directory);
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
    crm.close();
  }

  /** First, so that one that is kept now is among the released ones. */
  @Order(1)
  @ParameterizedTest
  @ValueSource(strings = {"mysql", "postgres"})
  void thisVersionsSavepoint(String type) throws Exception {
    Path keep =
        System.getProperty("millrace.keep-savepoint") == null ? directory : KeptSavepoint.ALL;
    KeptSavepoint savepoint = new KeptSavepoint(keep.resolve(VERSION).resolve(type));
    make(savepoint);
    crm.clear();
    crm.faults().clear();
    goOnFrom(savepoint);
  }

  static Stream<KeptSavepoint> kept() throws Exception {
    return KeptSavepoint.all();
  }

  @ParameterizedTest
  @MethodSource("kept")
  void aReleasedVersionsSavepoint(KeptSavepoint savepoint) throws Exception {
    goOnFrom(savepoint);
  }

  @Test
  void everyDatabasesSavepointOfThisVersionIsKept() throws Exception {
    assertThat(KeptSavepoint.all().map(KeptSavepoint::toString))
        .as("made by " + KEEP)
        .contains(VERSION + ", mysql", VERSION + ", postgres");
  }

  /** Told before anything is read. */
  @ParameterizedTest
  @MethodSource("kept")
  void aSourceOfAnotherNameIsRefused(KeptSavepoint savepoint) throws Exception {
    cluster.runFrom(
        savepoint.path(),
        config(savepoint.job(), "--source.name", "renamed", "--source.hostname", "db.example"));
    assertThat(cluster.failure()).hasStackTraceContaining("Cannot map checkpoint/savepoint state");
  }

  /** Snapshot done, some of the log read, a record that backs off, a dead letter under way. */
  private void make(KeptSavepoint kept) throws Exception {
    String job =
        SOURCES.get(kept.type())
            + "\n"
            + JOB.formatted(kept.type().equals("mysql") ? "shop" : "public");
    crm.faults().poison("contacts", "21", BUSY);
    crm.faults().poison("contacts", "22");
    try (ServerLog log = ServerLog.of(kept.type())) {
      log.leaveRoom();
      log.execute(BEFORE_THE_JOB);
      cluster.run(at(log, job));
      awaitRecords(expected(log, IntStream.rangeClosed(1, 20)));
      log.execute(WHILE_IT_RAN);
      awaitRecords(expected(log, IntStream.rangeClosed(1, 20)));

      Path savepoint = Path.of(URI.create(cluster.stopWithSavepoint()));
      try (Stream<Path> files = Files.list(savepoint)) {
        assertThat(files).as("all state is inline").hasSize(1);
      }
      assertThat(DeadLetterFiles.read(letters().toString()))
          .extracting(stored -> stored.letter().externalId())
          .containsExactly("22");
      List<String> history = Stream.concat(BEFORE_THE_JOB.stream(), WHILE_IT_RAN.stream()).toList();
      kept.write(savepoint, job, history, log.position());
    }
  }

  private void goOnFrom(KeptSavepoint savepoint) throws Exception {
    assertThat(Files.readString(savepoint.metadata(), StandardCharsets.ISO_8859_1))
        .doesNotContain(Shop.MARK, "Annabel", TOKEN);
    try (ServerLog log = ServerLog.of(savepoint.type())) {
      log.takeOver(savepoint.history(), savepoint.position());
      log.execute(List.of(rename(3), rename(4), insert(IntStream.of(23))));
      cluster.runFrom(savepoint.path(), at(log, savepoint.job()));
      awaitRecords(expected(log, IntStream.of(3, 4, 21, 23)));

      log.execute(List.of("DELETE FROM customers WHERE id = 4", rename(5), rename(21)));
      awaitRecords(expected(log, IntStream.of(3, 5, 21, 23)));
      cluster.stopWithSavepoint();
      assertThat(crm.versions("contacts"))
          .extracting(RecordVersion::externalId)
          .as("no row of before is read again")
          .containsOnly("3", "4", "5", "21", "23");
    }
  }

  private JobConfig at(ServerLog log, String job) throws Exception {
    return config(
        job, "--source.hostname", log.server().host(), "--source.port", "" + log.server().port());
  }

  private JobConfig config(String job, String... source) throws Exception {
    Path password = Files.writeString(directory.resolve("password.txt"), DatabaseServer.PASSWORD);
    Path token = Files.writeString(directory.resolve("token.txt"), TOKEN);
    List<String> arguments = new ArrayList<>(List.of(source));
    arguments.addAll(
        List.of(
            "--source.username",
            DatabaseServer.USERNAME,
            "--source.password",
            "${file:" + password + "}",
            "--source.heartbeat.interval",
            "1 s",
            "--sink.base-url",
            crm.baseUrl(),
            "--sink.token",
            "${file:" + token + "}",
            "--dead-letters.directory",
            letters().toString(),
            // A dead letter is under way until a checkpoint completes.
            "--pipeline.checkpoint-interval",
            "1 h"));
    return ConfigLoader.parse("job.yaml", job, new Layers(Map.of(), Map.of(), arguments));
  }

  private Path letters() {
    return directory.resolve("dead-letters");
  }

  private void awaitRecords(Map<String, Map<String, String>> expected) {
    Await.until(
        "the rows are records",
        () -> {
          cluster.requireUnfinished();
          Map<String, Map<String, String>> records = crm.records("contacts", "ext_id");
          return records.equals(expected) ? "" : "records: " + records;
        });
  }

  /** What the CRM must hold of these rows. */
  private static Map<String, Map<String, String>> expected(ServerLog log, IntStream ids)
      throws SQLException {
    String query =
        "SELECT id, email, name FROM customers WHERE id IN ("
            + ids.mapToObj(String::valueOf).collect(Collectors.joining(", "))
            + ")";
    Map<String, Map<String, String>> records = new TreeMap<>();
    try (Connection connection = log.server().connect("shop");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        String mail = row.getString("email").toLowerCase(Locale.ROOT);
        records.put(
            row.getString("id"),
            Map.of(
                "ext_id", row.getString("id"), "mail", mail, "firstname", row.getString("name")));
      }
    }
    return records;
  }

  private static String insert(IntStream ids) {
    return ids.mapToObj(id -> "(%d, 'Customer-%d@%s', 'Annabel')".formatted(id, id, Shop.MARK))
        .collect(Collectors.joining(", ", "INSERT INTO customers VALUES ", ""));
  }

  private static String rename(int id) {
    return "UPDATE customers SET name = CONCAT(name, ' again') WHERE id = " + id;
  }
}
