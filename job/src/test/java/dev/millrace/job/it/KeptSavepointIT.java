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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
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
@Timeout(value = 300, unit = TimeUnit.SECONDS)
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

  private static final String TWO_SOURCES = "source: [{type: mysql}, {type: mysql, name: joins}]";

  private static final List<String> BEFORE_THE_JOB =
      List.of(Customers.CREATE, Customers.insert(IntStream.rangeClosed(1, 20)));

  /** What the CRM does with 21 and 22 makes a reference and a dead letter of them. */
  private static final List<String> WHILE_IT_RAN =
      List.of(
          Customers.rename(1),
          Customers.insert(IntStream.of(21)),
          Customers.insert(IntStream.of(22)),
          Customers.rename(2));

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
    cluster.endAtThirdFailure();
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
    String renamed = savepoint.job().replace("source: {", "source: {name: renamed, ");
    cluster.runFrom(savepoint.path(), config(renamed, "db.example", 1));
    assertThat(cluster.failure()).hasStackTraceContaining("Cannot map checkpoint/savepoint state");
  }

  /** To one source a table joins, and its own leaves it for a source that joins. */
  @Test
  void whatJoinsIsReadWholeAndWhatLeftIsForgotten() throws Exception {
    KeptSavepoint savepoint =
        new KeptSavepoint(KeptSavepoint.ALL.resolve(VERSION).resolve("mysql"));
    String mapping = savepoint.job().substring(savepoint.job().indexOf("  - table:"));
    String job =
        savepoint.job().replace("source: {type: mysql}", TWO_SOURCES)
            + mapping.replace("shop.customers", "shop.others");
    job = job.replace("- table: shop.customers", "- source: joins\n    table: shop.customers");
    job = job.replace("- table: shop.others", "- source: mysql\n    table: shop.others");
    try (ServerLog log = ServerLog.of("mysql");
        LogWatch watch = new LogWatch(Level.WARN)) {
      log.takeOver(savepoint.history(), savepoint.position());
      log.execute(
          List.of(
              "CREATE TABLE others LIKE customers",
              "INSERT INTO others SELECT id + 100, email, name FROM customers"));
      cluster.runFrom(savepoint.path(), at(log, job, "source.0", "source.1"));
      Map<String, Map<String, String>> records = Customers.records(log, "customers");
      records.putAll(Customers.records(log, "others"));
      awaitRecords(records);
      watch.await("[shop.customers] were still to be delivered; no mapping names them any more");
      cluster.stopWithSavepoint();
    }
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
      awaitRecords(Customers.expected(log, IntStream.rangeClosed(1, 20)));
      log.execute(WHILE_IT_RAN);
      awaitRecords(Customers.expected(log, IntStream.rangeClosed(1, 20)));

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
        .doesNotContain(Shop.MARK, Customers.NAME, TOKEN);
    try (ServerLog log = ServerLog.of(savepoint.type())) {
      log.takeOver(savepoint.history(), savepoint.position());
      log.execute(
          List.of(Customers.rename(3), Customers.rename(4), Customers.insert(IntStream.of(23))));
      cluster.runFrom(savepoint.path(), at(log, savepoint.job()));
      awaitRecords(Customers.expected(log, IntStream.of(3, 4, 21, 23)));

      log.execute(
          List.of("DELETE FROM customers WHERE id = 4", Customers.rename(5), Customers.rename(21)));
      awaitRecords(Customers.expected(log, IntStream.of(3, 5, 21, 23)));
      cluster.stopWithSavepoint();
      assertThat(crm.versions("contacts"))
          .extracting(RecordVersion::externalId)
          .as("no row of before is read again")
          .containsOnly("3", "4", "5", "21", "23");
    }
  }

  private JobConfig at(ServerLog log, String job, String... sources) throws Exception {
    return config(job, log.server().host(), log.server().port(), sources);
  }

  /**
   * @param sources the keys of the job's sources: none where it has one
   */
  private JobConfig config(String job, String host, int port, String... sources) throws Exception {
    Path password = Files.writeString(directory.resolve("password.txt"), DatabaseServer.PASSWORD);
    Path token = Files.writeString(directory.resolve("token.txt"), TOKEN);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--sink.base-url=" + crm.baseUrl(),
                "--sink.token=${file:" + token + "}",
                "--dead-letters.directory=" + letters(),
                // A dead letter is under way until a checkpoint completes.
                "--pipeline.checkpoint-interval=1 h"));
    for (String source : sources.length == 0 ? new String[] {"source"} : sources) {
      arguments.addAll(
          List.of(
              "--" + source + ".hostname=" + host,
              "--" + source + ".port=" + port,
              "--" + source + ".username=" + DatabaseServer.USERNAME,
              "--" + source + ".password=${file:" + password + "}",
              "--" + source + ".heartbeat.interval=1 s"));
    }
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
}
