package dev.millrace.job.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.job.config.JobConfig;
import dev.millrace.job.replay.DeadLetterFiles;
import dev.millrace.job.replay.Replay;
import dev.millrace.job.replay.ReplayReport;
import dev.millrace.job.replay.StoredLetter;
import dev.millrace.simulator.Faults;
import dev.millrace.simulator.RecordError;
import dev.millrace.simulator.SimulatedFault;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of records that are not delivered at once: over failures, and as dead letters. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
abstract class RecoveryIT extends JobFixture {

  /** So long that a test fails which only goes on when it has passed. */
  private static final String DELIVERY =
      """
      delivery:
        recovery.max-wait: 10 min
        retry.initial-backoff: 50 ms
        retry.max-backoff: 200 ms
      """;

  private static final RecordError BUSY =
      new RecordError(400, "INTERNAL_ERROR", "the record is busy", false);

  @Test
  void aRecordThatBacksOffHoldsUpNoCheckpointAndIsDeliveredAsItIsThen() throws Exception {
    JobConfig config = config(DELIVERY);
    shop.change(500);
    for (int id = 10_001; id <= 10_003; id++) {
      crm.faults().poison("contacts", String.valueOf(id), BUSY);
      shop.insert(id);
    }
    cluster.run(config);
    awaitRecords(shop.expected().size() - 3);

    cluster.awaitCheckpoint();
    String savepoint = cluster.stopWithSavepoint();
    assertNothingOfARowNorASecretIn(directory.resolve("savepoints"));
    shop.execute("UPDATE " + shop.table() + " SET company = 'Later' WHERE id = 10002");
    shop.execute("DELETE FROM " + shop.table() + " WHERE id = 10003");
    for (int id = 10_001; id <= 10_003; id++) {
      crm.faults().mend("contacts", String.valueOf(id));
    }

    cluster.runFrom(savepoint, config);
    awaitSame("after a start from the savepoint");
    assertThat(crm.versions("contacts", "ext_id", "10001"))
        .as("the row that nothing has changed since")
        .hasSize(1);
    cluster.awaitCheckpoint();
  }

  @Test
  void noRecordGoesBackHoweverOftenTheJobIsKilled() throws Exception {
    JobConfig config = config(DELIVERY);
    shop.change(800);
    cluster.run(config);
    awaitSame("snapshot");
    // Before there is a checkpoint a failure begins with a new snapshot.
    cluster.awaitCheckpoint();
    for (int kill = 0; kill < 4; kill++) {
      shop.change(700);
      int versions = crm.versions("contacts").size();
      shop.change(50);
      Await.until(
          "something is delivered",
          () -> crm.versions("contacts").size() > versions ? "" : "only " + versions);
      CompletableFuture<Void> changes = changeUntil(new AtomicBoolean(true));
      cluster.loseTaskManager();
      changes.get();
    }
    awaitSame("after the kills");

    assertNoRecordGoesBack(crm.versions("contacts"));
    assertThat(crm.stats().violations().total()).isZero();
  }

  /** All but the first kill go back to a checkpoint in the snapshot. */
  @Test
  void noRecordGoesBackWhereTheJobIsKilledInTheSnapshotAndBehindIt() throws Exception {
    JobConfig config =
        config(
            DELIVERY,
            "--source.scan.snapshot.chunk-size",
            "25",
            "--pipeline.checkpoint-interval",
            "1 h");
    crm.faults().inject(SimulatedFault.slow(Duration.ofMillis(30)));
    shop.change(4_000);
    int rows = shop.expected().size();
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Void> changes = changeUntil(enough);
    cluster.run(config);
    awaitVersions(rows / 2);
    cluster.loseTaskManager();
    awaitVersions(rows / 2);
    cluster.awaitCheckpoint();
    for (double share : new double[] {1.5, 0.2, 1, 1.2}) {
      awaitVersions((int) (rows * share));
      cluster.loseTaskManager();
    }
    enough.set(true);
    changes.get();
    awaitSame("after the kills");

    assertNoRecordGoesBack(crm.versions("contacts"));
    assertThat(crm.stats().violations().total()).isZero();
  }

  @Test
  void ofTwoReadersTheOneOfTheLogWaitsForWhatTheOtherOneHasNotDelivered() throws Exception {
    JobConfig two =
        config(DELIVERY, "--source.scan.snapshot.chunk-size", "50", "--pipeline.parallelism", "2");
    shop.change(2_000);
    List<String> ids = shop.expected().keySet().stream().limit(40).toList();
    ids.forEach(id -> crm.faults().poison("contacts", id, BUSY));
    cluster.run(two);
    awaitRecords(shop.expected().size() - ids.size());
    assertThat(cluster.checkpoint())
        .failsWithin(Duration.ofMinutes(2))
        .withThrowableOfType(ExecutionException.class)
        .withStackTraceContaining("the delivery gave this checkpoint up");
    shop.execute("UPDATE " + shop.table() + " SET visits = visits + 1, version = version + 1");
    ids.forEach(id -> crm.faults().mend("contacts", id));
    awaitSame("snapshot and log");

    cluster.awaitCheckpoint();
    ids.forEach(id -> crm.faults().poison("contacts", id, BUSY));
    shop.execute("UPDATE " + shop.table() + " SET visits = visits + 1, version = version + 1");
    String savepoint = cluster.stopWithSavepoint();
    shop.execute("UPDATE " + shop.table() + " SET visits = visits + 1, version = version + 1");
    ids.forEach(id -> crm.faults().mend("contacts", id));
    cluster.runFrom(savepoint, config(DELIVERY));
    awaitSame("with one reader that has the references of two");
    cluster.awaitCheckpoint();

    ids.forEach(id -> crm.faults().poison("contacts", id, BUSY));
    shop.execute("UPDATE " + shop.table() + " SET visits = visits + 1, version = version + 1");
    savepoint = cluster.stopWithSavepoint();
    shop.execute("UPDATE " + shop.table() + " SET visits = visits + 1, version = version + 1");
    ids.forEach(id -> crm.faults().mend("contacts", id));
    cluster.runFrom(savepoint, two);
    awaitSame("with two readers, of which one has the references");
    assertNoRecordGoesBack(crm.versions("contacts"));
    assertThat(crm.stats().violations().total()).isZero();
  }

  private void awaitVersions(int more) {
    int versions = crm.versions("contacts").size() + more;
    Await.until(
        more + " versions more",
        () -> {
          cluster.requireUnfinished();
          int now = crm.versions("contacts").size();
          return now >= versions ? "" : now + " of " + versions;
        });
  }

  /** Changes rows in the background: 400 times at the least. */
  private CompletableFuture<Void> changeUntil(AtomicBoolean enough) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            do {
              shop.change(400);
            } while (!enough.get());
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void aBarrierWhileRecordsAreHeldKeepsReferencesToThem() throws Exception {
    JobConfig config = config(DELIVERY);
    shop.change(800);
    cluster.run(config);
    awaitSame("snapshot");
    String savepoint = cluster.stopWithSavepoint();
    // Started anew again and again: each start holds what it reads, and its stop comes early. No
    // removals, for which a stop would be refused then.
    for (int start = 0; start < 3; start++) {
      shop.execute("UPDATE " + shop.table() + " SET visits = visits + 1, version = version + 1");
      cluster.runFrom(savepoint, config);
      cluster.awaitRunning();
      savepoint = cluster.stopWithSavepoint();
    }
    cluster.runFrom(savepoint, config);
    awaitSame("after stops at any time");

    assertNoRecordGoesBack(crm.versions("contacts"));
    assertNothingOfARowNorASecretIn(directory.resolve("savepoints"));
  }

  @Test
  void aRemovalThatTheCrmKeepsFailingOnHoldsUpCheckpointsButNoOtherRecord() throws Exception {
    JobConfig config = config(DELIVERY);
    shop.change(500);
    shop.insert(10_001);
    cluster.run(config);
    awaitSame("snapshot");
    cluster.awaitCheckpoint();
    Faults.Injection fault =
        crm.faults().inject(SimulatedFault.status(503).onPath("/batch/archive"));
    shop.execute("DELETE FROM " + shop.table() + " WHERE id = 10001");
    awaitHits(fault, 1);

    assertThat(cluster.checkpoint())
        .failsWithin(Duration.ofMinutes(2))
        .withThrowableOfType(ExecutionException.class)
        .withStackTraceContaining("the delivery gave this checkpoint up");
    shop.insert(10_002);
    awaitRecords(shop.expected().size() + 1);

    fault.remove();
    awaitSame("after the CRM takes removals again");
    cluster.awaitCheckpoint();
  }

  @Test
  void aRefusedRecordIsADeadLetterThatSurvivesAKillAndIsReplayed() throws Exception {
    Path letters = directory.resolve("dead-letters");
    JobConfig config =
        config(DELIVERY + "dead-letters: {type: file, directory: \"" + letters + "\"}\n");
    shop.change(500);
    crm.faults().poison("contacts", "10001");
    crm.faults().poison("contacts", "10002");
    shop.insert(10_001);
    shop.insert(10_002);
    cluster.run(config);
    awaitRecords(shop.expected().size() - 2);
    cluster.awaitCheckpoint();
    cluster.loseTaskManager();
    shop.change(200);

    awaitLetters(letters, "10001", "10002");
    List<StoredLetter> stored = DeadLetterFiles.read(letters.toString());
    crm.faults().mend("contacts", "10001");
    shop.execute("UPDATE " + shop.table() + " SET first_name = 'Mended' WHERE id = 10001");
    ReplayReport report = new Replay(config).run(stored);

    assertThat(report.isComplete()).isFalse();
    assertThat(report.lines())
        .first()
        .isEqualTo("2 dead letters: 1 replayed, 0 superseded, 1 not delivered.");
    assertThat(report.lines().get(1))
        .contains("refused: VALIDATION_ERROR")
        .doesNotContain("10002", Shop.MARK);

    crm.faults().mend("contacts", "10002");
    shop.execute("DELETE FROM " + shop.table() + " WHERE id = 10001");
    assertThat(new Replay(config).run(stored).lines())
        .containsExactly("2 dead letters: 1 replayed, 1 superseded, 0 not delivered.");
    awaitSame("after the replay");
  }

  @Test
  void noCheckpointCompletesBeforeTheEndpointHasTakenADeadLetter() throws Exception {
    try (LetterBox box = new LetterBox()) {
      box.failing = true;
      JobConfig config =
          config(DELIVERY + "dead-letters: {type: http, url: \"" + box.url() + "\"}\n");
      shop.change(300);
      crm.faults().poison("contacts", "10001");
      shop.insert(10_001);
      cluster.run(config);
      awaitRecords(shop.expected().size() - 1);
      Await.until("posts that fail", () -> box.posts.get() < 5 ? "only " + box.posts.get() : "");
      CompletableFuture<?> checkpoint = cluster.checkpoint();
      int posts = box.posts.get();
      Await.until(
          "more of them", () -> box.posts.get() < posts + 2 ? "only " + box.posts.get() : "");
      assertThat(checkpoint).isNotDone();
      assertThat(box.accepted).isEmpty();

      box.failing = false;
      checkpoint.get();
      assertThat(box.accepted).hasSize(1).first().asString().contains("\"externalId\":\"10001\"");
    }
  }
}
