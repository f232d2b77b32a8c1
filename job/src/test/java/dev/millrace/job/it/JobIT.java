package dev.millrace.job.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.flink.HandedOnSerializer;
import dev.millrace.databases.DatabaseServer;
import dev.millrace.job.config.ConfigLoader;
import dev.millrace.job.config.JobConfig;
import dev.millrace.job.config.Layers;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.Faults;
import dev.millrace.simulator.Property;
import dev.millrace.simulator.RecordVersion;
import dev.millrace.simulator.SimulatedFault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole job on a real database: whatever happens to it, in the end every row is a record of the
 * CRM and every record is a row.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
abstract class JobIT {

  private static final String TOKEN = "pat-token-of-the-test";

  @TempDir Path directory;

  private DatabaseServer server;
  private CrmSimulator crm;
  private Cluster cluster;
  private Shop shop;
  private JobConfig config;

  /** The database server that all tests of the class share. */
  abstract DatabaseServer server();

  /** A fresh table. */
  abstract Shop shop() throws SQLException;

  /** The {@code source} section's own keys of this database, without a password. */
  abstract String source();

  @BeforeEach
  void start() throws Exception {
    server = server();
    shop = shop();
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
                source(),
                server.host(),
                server.port(),
                server.username(),
                password,
                crm.baseUrl(),
                token);
    config = ConfigLoader.parse("it.yaml", yaml + shop.mapping(), Layers.NONE);
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
    crm.close();
  }

  @Test
  void everyRowIsARecordThroughSnapshotLogFailureAndSavepoint() throws Exception {
    long copies = HandedOnSerializer.copies();
    shop.change(1_500);

    cluster.run(config);
    shop.change(1_000);
    awaitSame("snapshot and log");

    cluster.awaitCheckpoint();
    shop.change(500);
    cluster.loseTaskManager();
    shop.change(500);
    awaitSame("after a restart from the checkpoint");

    shop.change(200);
    String savepoint = cluster.stopWithSavepoint();
    shop.change(500);
    cluster.runFrom(savepoint, config);
    shop.change(200);
    awaitSame("after a start from the savepoint");

    cluster.awaitCheckpoint();
    assertNothingOfARowNorASecretIn(directory.resolve("savepoints"));
    assertNothingOfARowNorASecretIn(directory.resolve("checkpoints"));
    assertThat(HandedOnSerializer.copies()).isEqualTo(copies);
    assertThat(crm.stats().violations().total()).isZero();
  }

  @Test
  void aCrmThatIsAwayIsWaitedForAndNoRecordGoesBack() throws Exception {
    shop.change(500);
    cluster.run(config);
    awaitSame("snapshot");
    int before = crm.versions("contacts").size();

    shop.change(300);
    crm.stop();
    shop.change(1_000);
    crm.start();
    shop.change(300);
    awaitSame("after the CRM is back");

    assertNoRecordGoesBack(
        crm.versions("contacts").subList(before, crm.versions("contacts").size()));
    assertThat(crm.stats().violations().total()).isZero();
  }

  @Test
  void aStopWaitsForACrmThatFails() throws Exception {
    shop.change(500);
    cluster.run(config);
    awaitSame("snapshot");

    Faults.Injection outage = crm.faults().inject(SimulatedFault.status(503));
    shop.change(300);
    awaitHits(outage, 2);
    CompletableFuture<String> savepoint = cluster.stoppingWithSavepoint();
    awaitHits(outage, outage.hits() + 4);
    outage.remove();

    cluster.runFrom(savepoint.get(), config);
    shop.change(100);
    awaitSame("after a stop during an outage");
  }

  private static void awaitHits(Faults.Injection fault, long hits) {
    Await.until("calls that fail", () -> fault.hits() < hits ? "only " + fault.hits() : "");
  }

  @Test
  void aDatabaseThatIsAwayIsWaitedFor() throws Exception {
    shop.change(500);
    cluster.run(config);
    awaitSame("snapshot");

    shop.change(500);
    server.kill();
    server.restart();
    shop.change(500);
    awaitSame("after the database is back");
  }

  @Test
  void theJobGraphHoldsNoSecret() throws Exception {
    String graph =
        new String(
            InstantiationUtil.serializeObject(cluster.graph(config)), StandardCharsets.ISO_8859_1);
    assertThat(graph).contains("password.txt").doesNotContain(server.password(), TOKEN);
  }

  /** Every record in the CRM against every row of the table. */
  private void awaitSame(String when) throws SQLException {
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

  private static void assertNoRecordGoesBack(List<RecordVersion> versions) {
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

  private void assertNothingOfARowNorASecretIn(Path place) throws Exception {
    int files = 0;
    try (Stream<Path> paths = Files.walk(place)) {
      for (Path file : paths.filter(Files::isRegularFile).toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(bytes)
            .as(file.getFileName().toString())
            .doesNotContain(Shop.MARK, server.password(), TOKEN);
        files++;
      }
    }
    assertThat(files).as("files in " + place.getFileName()).isPositive();
  }
}
