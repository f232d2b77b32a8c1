package dev.millrace.job.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.databases.DatabaseServer;
import dev.millrace.databases.Databases;
import dev.millrace.job.config.ConfigLoader;
import dev.millrace.job.config.JobConfig;
import dev.millrace.job.config.Layers;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.Property;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Contacts and their companies, from two tables to HubSpot's associations. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class AssociationsIT {

  private static final String EXPECTED =
      "SELECT c.id, p.id FROM contacts c JOIN companies p ON p.id = c.company_id";

  @TempDir Path directory;

  private DatabaseServer postgres;
  private CrmSimulator crm;
  private Cluster cluster;
  private JobConfig config;

  @BeforeEach
  void start() throws Exception {
    postgres = Databases.postgres();
    try (Connection connection = postgres.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE shop");
    }
    // Without a foreign key: a contact may come before its company, and outlive it.
    execute(
        "CREATE TABLE companies (id INT PRIMARY KEY, name TEXT)",
        "CREATE TABLE contacts (id INT PRIMARY KEY, name TEXT, company_id INT)",
        "ALTER TABLE contacts REPLICA IDENTITY FULL",
        "INSERT INTO companies SELECT i, 'company ' || i FROM generate_series(1, 40) i",
        "INSERT INTO contacts SELECT i, 'contact ' || i, 1 + i % 40 FROM generate_series(1, 400) i");
    crm =
        CrmSimulator.builder()
            .define("contacts", Property.string("ext_id").asUnique())
            .define("companies", Property.string("company_id").asUnique())
            .start();
    cluster = new Cluster(directory);
    config =
        ConfigLoader.parse(
            "it.yaml",
            """
            source: {type: postgres, heartbeat.interval: 1 s, database: shop, slot.name: millrace, hostname: %s, port: %d, username: %s, password: "%s"}
            sink: {type: hubspot, base-url: "%s", token: "%s"}
            delivery: {retry.initial-backoff: 20 ms, retry.max-backoff: 200 ms}
            mappings:
              - table: public.contacts
                object: contacts
                id: ext_id
                fields: {ext_id: CAST(id AS VARCHAR), lastname: name}
                associate: {to: companies, by: CAST(company_id AS VARCHAR)}
              - table: public.companies
                object: companies
                id: company_id
                fields: {company_id: CAST(id AS VARCHAR), name: name}
            """
                .formatted(
                    postgres.host(),
                    postgres.port(),
                    postgres.username(),
                    secret("password", postgres.password()),
                    crm.baseUrl(),
                    secret("token", CrmSimulator.DEFAULT_TOKEN)),
            Layers.NONE);
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
    crm.close();
    postgres.close();
  }

  @Test
  void eachContactBelongsToTheCompanyThatItsRowNamesAndNoOther() throws Exception {
    cluster.run(config);
    awaitSame("snapshot, in which the contacts come first");
    cluster.awaitCheckpoint();

    execute(
        "UPDATE contacts SET company_id = 1 + (id * 7) % 40 WHERE id % 3 = 0",
        "UPDATE contacts SET company_id = NULL WHERE id % 50 = 1",
        "UPDATE contacts SET name = 'renamed' WHERE id % 10 = 2",
        "DELETE FROM contacts WHERE id % 60 = 4");
    awaitSame("foreign keys changed");

    cluster.awaitCheckpoint();
    execute("UPDATE contacts SET company_id = 1 + (id * 11) % 40 WHERE id % 2 = 0");
    cluster.loseTaskManager();
    execute("UPDATE contacts SET company_id = 1 + (id * 3) % 40 WHERE id % 5 = 0");
    awaitSame("foreign keys changed around a restart");

    execute(
        "DELETE FROM companies WHERE id = 7",
        "UPDATE contacts SET company_id = 9 WHERE company_id = 8",
        "DELETE FROM companies WHERE id = 8",
        "UPDATE contacts SET name = 'without a company' WHERE company_id = 7");
    awaitSame("companies deleted, one of them with its contacts left behind");
    assertThat(crm.count("companies")).isEqualTo(38);
    assertThat(crm.stats().violations().total()).isZero();
  }

  @Test
  void aContactThatWaitsForItsCompanyWaitsOverARestart() throws Exception {
    cluster.run(config);
    awaitSame("snapshot");

    execute(
        "INSERT INTO contacts VALUES (1001, 'early', 901), (1002, 'early, then elsewhere', 902)",
        "UPDATE contacts SET company_id = 901 WHERE id = 10",
        "UPDATE contacts SET company_id = 903 WHERE id = 11");
    Await.until(
        "the waiting contacts' fields, and the parting from former companies",
        () -> {
          cluster.requireUnfinished();
          Map<String, List<String>> now = associations();
          return crm.count("contacts") == 402 && !now.containsKey("10") && !now.containsKey("11")
              ? ""
              : crm.count("contacts") + " contacts";
        });
    String savepoint = cluster.stopWithSavepoint();
    execute(
        "INSERT INTO companies VALUES (901, 'late'), (903, 'late too')",
        "UPDATE contacts SET company_id = 5 WHERE id = 1002",
        "DELETE FROM contacts WHERE id = 11");
    cluster.runFrom(savepoint, config);
    awaitSame("the companies came while the job was stopped");
    assertThat(crm.stats().violations().total()).isZero();
  }

  private void awaitSame(String when) throws SQLException {
    Map<String, List<String>> expected = new TreeMap<>();
    Map<String, String> names = new TreeMap<>();
    try (Connection connection = postgres.connect("shop");
        Statement statement = connection.createStatement()) {
      try (ResultSet pairs = statement.executeQuery(EXPECTED)) {
        while (pairs.next()) {
          expected.put(pairs.getString(1), List.of(pairs.getString(2)));
        }
      }
      try (ResultSet contacts = statement.executeQuery("SELECT id, name FROM contacts")) {
        while (contacts.next()) {
          names.put(contacts.getString(1), contacts.getString(2));
        }
      }
    }
    Await.until(
        when,
        () -> {
          cluster.requireUnfinished();
          Map<String, List<String>> now = associations();
          if (!now.equals(expected)) {
            Map<String, List<String>> wrong = new TreeMap<>(now);
            wrong.entrySet().removeAll(expected.entrySet());
            Map<String, List<String>> missing = new TreeMap<>(expected);
            missing.entrySet().removeAll(now.entrySet());
            return "wrong " + wrong + ", missing " + missing;
          }
          return contacts().equals(names) ? "" : "fields differ";
        });
  }

  private Map<String, String> contacts() {
    Map<String, String> names = new TreeMap<>();
    crm.records("contacts", "ext_id").forEach((id, row) -> names.put(id, row.get("lastname")));
    return names;
  }

  private Map<String, List<String>> associations() {
    return crm.associations("contacts", "ext_id", "companies", "company_id");
  }

  private String secret(String name, String text) throws IOException {
    return "${file:" + Files.writeString(directory.resolve(name), text) + "}";
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = postgres.connect("shop");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
