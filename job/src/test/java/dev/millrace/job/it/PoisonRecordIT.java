package dev.millrace.job.it;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One row among 100,000 that the CRM refuses: a text where its record has a number. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class PoisonRecordIT {

  private static final int ROWS = 100_000;
  private static final int POISON = 54_321;

  @TempDir Path directory;

  private DatabaseServer postgres;

  @BeforeEach
  void fillTable() throws SQLException {
    postgres = Databases.postgres();
    execute("postgres", "CREATE DATABASE shop");
    execute("shop", "CREATE TABLE customers (id INT PRIMARY KEY, name TEXT, visits TEXT)");
    execute(
        "shop",
        "INSERT INTO customers SELECT i, 'name ' || i, i % 1000 FROM generate_series(1, "
            + ROWS
            + ") i");
    execute("shop", "UPDATE customers SET visits = 'many' WHERE id = " + POISON);
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
      becomesOneDeadLetterAndIsReplayed(
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
      becomesOneDeadLetterAndIsReplayed(
          crm,
          sink.formatted(crm.baseUrl(), secret("secret", "hush")),
          "Contact",
          "Ext_Id__c",
          "LastName",
          "Visits__c");
    }
  }

  private void becomesOneDeadLetterAndIsReplayed(
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
            fields: {%3$s: CAST(id AS VARCHAR), %s: name, %s: visits}
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
      expected.put("" + i, Map.of(id, "" + i, name, "name " + i, visits, "" + i % 1000));
    }
    Map<String, String> mended = expected.remove("" + POISON);

    try (Cluster cluster = new Cluster(directory)) {
      cluster.run(config);
      Await.until(
          "all but one, and one dead letter",
          () -> {
            cluster.requireUnfinished();
            int records = crm.count(object);
            return records == ROWS - 1 && ids(letters).equals(List.of("" + POISON))
                ? ""
                : records + " records, letters " + ids(letters);
          });
      assertThat(crm.records(object, id)).isEqualTo(expected);
      cluster.stopWithSavepoint();
    }
    assertThat(ids(letters)).containsExactly("" + POISON);

    execute("shop", "UPDATE customers SET visits = '321' WHERE id = " + POISON);
    expected.put("" + POISON, mended);
    assertThat(replay(yaml, letters))
        .containsExactly("1 dead letter: 1 replayed, 0 superseded, 0 not delivered.");
    assertThat(crm.records(object, id)).isEqualTo(expected);
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

  private static List<String> ids(Path letters) {
    try {
      return DeadLetterFiles.read(letters.toString()).stream()
          .map(StoredLetter::letter)
          .map(letter -> letter.externalId())
          .toList();
    } catch (IOException e) {
      return List.of(e.toString());
    }
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
