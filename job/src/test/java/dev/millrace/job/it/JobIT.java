package dev.millrace.job.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.flink.HandedOnSerializer;
import dev.millrace.simulator.Faults;
import dev.millrace.simulator.SimulatedFault;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.util.InstantiationUtil;
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
  void theJobGraphHoldsNoSecret() throws Exception {
    String graph =
        new String(
            InstantiationUtil.serializeObject(cluster.graph(config)), StandardCharsets.ISO_8859_1);
    assertThat(graph).contains("password.txt").doesNotContain(server.password(), TOKEN);
  }
}
