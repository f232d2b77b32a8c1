package dev.millrace.job.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crm.operator.DeadLetter;
import dev.millrace.databases.DatabaseServer;
import dev.millrace.databases.Databases;
import dev.millrace.job.command.Millrace;
import dev.millrace.job.config.ConfigLoader;
import dev.millrace.job.config.JobConfig;
import dev.millrace.job.config.Layers;
import dev.millrace.job.replay.DeadLetterFiles;
import dev.millrace.job.replay.StoredLetter;
import dev.millrace.simulator.Crm;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.OAuthApp;
import dev.millrace.simulator.Property;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two rows among 100,000: one that the CRM refuses, a text where its record has a number, and one
 * that cannot be mapped, since it has no external id.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class PoisonRecordIT {

  private static final int ROWS = 100_000;
  private static final int POISON = 54_321;
  private static final int UNMAPPABLE = 65_432;
  private static final List<String> DEAD = List.of("" + POISON, "" + UNMAPPABLE);

  @TempDir Path directory;

  private DatabaseServer postgres;

  @BeforeEach
  void fillTable() throws SQLException {
    postgres = Databases.postgres();
    execute("postgres", "CREATE DATABASE shop");
    execute(
        "shop", "CREATE TABLE customers (id INT PRIMARY KEY, code TEXT, name TEXT, visits TEXT)");
    execute(
        "shop",
        "INSERT INTO customers SELECT i, 'c' || i, 'name ' || i, i % 1000 FROM generate_series(1, "
            + ROWS
            + ") i");
    execute("shop", "UPDATE customers SET visits = 'many' WHERE id = " + POISON);
    execute("shop", "UPDATE customers SET code = NULL WHERE id = " + UNMAPPABLE);
  }

  @AfterEach
  void stopDatabase() {
    postgres.close();
  }

  @Test
  void hubSpot() throws Exception {
    try (CrmSimulator crm =
        CrmSimulator.builder()
            .define("contacts", Property.string("ext_id").asUnique(), Property.number("visits"))
            .start()) {
      String sink = "{type: hubspot, base-url: \"%s\", token: \"%s\"}";
      becomeDeadLettersAndAreReplayed(
          crm,
          sink.formatted(crm.baseUrl(), secret("token", CrmSimulator.DEFAULT_TOKEN)),
          "contacts",
          "ext_id",
          "lastname",
          "visits");
    }
  }

  @Test
  void salesforce() throws Exception {
    try (CrmSimulator crm =
        CrmSimulator.builder()
            .crm(Crm.SALESFORCE)
            .oauthApp(new OAuthApp("app", "hush", "again"))
            .bulkChunkTime(Duration.ofMillis(1))
            .define(
                "Contact",
                Property.string("Ext_Id__c").asExternalId().asUnique(),
                Property.number("Visits__c"))
            .start()) {
      String sink =
          "{type: salesforce, base-url: \"%s\", auth: {type: client-credentials, client-id: app, client-secret: \"%s\"}}";
      becomeDeadLettersAndAreReplayed(
          crm,
          sink.formatted(crm.baseUrl(), secret("secret", "hush")),
          "Contact",
          "Ext_Id__c",
          "LastName",
          "Visits__c");
    }
  }

  private void becomeDeadLettersAndAreReplayed(
      CrmSimulator crm, String sink, String object, String id, String name, String visits)
      throws Exception {
    Path letters = directory.resolve("dead-letters");
    String yaml =
        """
        source: {type: postgres, database: shop, slot.name: millrace, hostname: %s, port: %d, username: %s, password: "%s"}
        sink: %s
        dead-letters: {type: file, directory: "%s"}
        mappings:
          - table: public.customers
            object: %s
            id: %s
            fields: {%3$s: code, %s: name, %s: visits}
        """
            .replace("%3$s", id)
            .formatted(
                postgres.host(),
                postgres.port(),
                postgres.username(),
                secret("password", postgres.password()),
                sink,
                letters,
                object,
                id,
                name,
                visits);
    JobConfig config = ConfigLoader.parse("it.yaml", yaml, Layers.NONE);
    Map<String, Map<String, String>> expected = new HashMap<>();
    for (int i = 1; i <= ROWS; i++) {
      expected.put("c" + i, Map.of(id, "c" + i, name, "name " + i, visits, "" + i % 1000));
    }
    Map<String, Map<String, String>> mended = new HashMap<>(expected);
    expected.keySet().removeAll(Set.of("c" + POISON, "c" + UNMAPPABLE));

    try (Cluster cluster = new Cluster(directory)) {
      cluster.run(config);
      Await.until(
          "all but two, and two dead letters",
          () -> {
            cluster.requireUnfinished();
            int records = crm.count(object);
            return records == ROWS - 2 && rows(letters).equals(DEAD)
                ? ""
                : records + " records, letters of " + rows(letters);
          });
      assertThat(crm.records(object, id)).isEqualTo(expected);
      cluster.stopWithSavepoint();
    }
    assertThat(rows(letters)).isEqualTo(DEAD);
    DeadLetter unmapped = letters(letters).filter(DeadLetter::isOfMapping).findFirst().get();
    assertThat(unmapped.externalId()).isNull();
    assertThat(unmapped.toJson())
        .contains("\"key\":{\"id\":\"" + UNMAPPABLE + "\"}")
        .contains("\"code\":\"NO_EXTERNAL_ID\"")
        .contains("fields." + id + ": `code` is null; expected the record's id, of type VARCHAR");

    execute("shop", "UPDATE customers SET visits = '321' WHERE id = " + POISON);
    execute("shop", "UPDATE customers SET code = 'c' || id WHERE id = " + UNMAPPABLE);
    assertThat(replay(yaml, letters))
        .containsExactly("2 dead letters: 2 replayed, 0 superseded, 0 not delivered.");
    assertThat(crm.records(object, id)).isEqualTo(mended);
    assertThat(crm.stats().violations().total()).isZero();
  }

  private List<String> replay(String yaml, Path letters) throws IOException {
    Path file = Files.writeString(directory.resolve("shop.yaml"), yaml);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Millrace.run(
            StreamExecutionEnvironment::getExecutionEnvironment,
            new PrintWriter(out),
            new PrintWriter(err),
            "replay",
            "--config",
            file.toString(),
            "--dead-letters",
            letters.toString());
    assertThat(code).as(err::toString).isEqualTo(Millrace.OK);
    return out.toString().lines().toList();
  }

  /** The keys of the rows that have a letter, one for each letter. */
  private static List<String> rows(Path directory) {
    try {
      return letters(directory).map(letter -> letter.row().columns().get("id")).sorted().toList();
    } catch (IOException e) {
      return List.of(e.toString());
    }
  }

  private static Stream<DeadLetter> letters(Path directory) throws IOException {
    return DeadLetterFiles.read(directory.toString()).stream().map(StoredLetter::letter);
  }

  private String secret(String name, String text) throws IOException {
    return "${file:" + Files.writeString(directory.resolve(name), text) + "}";
  }

  private void execute(String database, String sql) throws SQLException {
    try (Connection connection = postgres.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
