package dev.millrace.job.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.flink.HandedOnSerializer;
import dev.millrace.simulator.Faults;
import dev.millrace.simulator.SimulatedFault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.util.InstantiationUtil;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The whole job on a real database: whatever happens to it, in the end every row is a record of the
 * CRM and every record is a row.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
abstract class JobIT extends JobFixture {

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
  void aPauseHoldsEverythingOverARestartAndEndsByTheFile() throws Exception {
    Path tuning = directory.resolve("tuning.yaml");
    config = config("delivery: {tuning-file: \"" + tuning + "\"}\n");
    Files.writeString(tuning, "delivery: {paused: true}\n");
    shop.change(500);
    cluster.run(config);
    cluster.awaitRunning();
    cluster.loseTaskManager();
    cluster.awaitRunning();
    assertThat(crm.versions("contacts")).as("begun paused, twice").isEmpty();
    Files.writeString(tuning, "delivery: {max-in-flight: 2}\n");
    awaitSame("snapshot");
    cluster.awaitCheckpoint();

    try (LogWatch log = new LogWatch(Level.INFO)) {
      Files.writeString(tuning, "delivery: {paused: true}\n");
      log.await("paused true, max-in-flight 16, burst-limit not set");
      // By the time that this is read the pause is in the task's mailbox, before any change.
      Files.writeString(tuning, "delivery: {paused: yes}\n");
      log.await("tuning.yaml:1 delivery.paused: 'yes'; expected true or false");
    }
    int before = crm.versions("contacts").size();
    shop.change(1_000);
    cluster.loseTaskManager();
    cluster.awaitRunning();
    assertThat(crm.versions("contacts")).as("paused, then not known").hasSize(before);

    Files.delete(tuning);
    awaitSame("after the pause");
    assertNoRecordGoesBack(
        crm.versions("contacts").subList(before, crm.versions("contacts").size()));
    assertThat(crm.stats().violations().total()).isZero();
  }

  @Test
  void neitherARowValueNorASecretIsInTheLogOfATraceRun() throws Exception {
    Path letters = directory.resolve("dead-letters");
    config = config("dead-letters: {type: file, directory: \"" + letters + "\"}\n");
    crm.faults().poison("contacts", "10001");
    shop.change(300);
    shop.insert(10_001);
    try (LogWatch log =
        new LogWatch(Level.TRACE, Shop.MARK, Shop.LAST_NAME, server.password(), TOKEN)) {
      cluster.run(config);
      awaitLetters(letters, "10001");
      Faults.Injection outage = crm.faults().inject(SimulatedFault.status(503));
      shop.change(100);
      awaitHits(outage, 2);
      outage.remove();
      cluster.loseTaskManager();
      shop.change(100);
      crm.faults().clear();
      shop.execute("UPDATE " + shop.table() + " SET internal = 1, visits = 2 WHERE id = 10001");
      awaitSame("at TRACE");
      cluster.stopWithSavepoint();

      assertThat(log.withMarks()).isEmpty();
      assertThat(log.lines()).as("lines looked through").isGreaterThan(1_000);
    }
  }

  @Test
  void theJobGraphHoldsNoSecret() throws Exception {
    String graph =
        new String(
            InstantiationUtil.serializeObject(cluster.graph(config)), StandardCharsets.ISO_8859_1);
    assertThat(graph).contains("password.txt").doesNotContain(server.password(), TOKEN);
  }
}
