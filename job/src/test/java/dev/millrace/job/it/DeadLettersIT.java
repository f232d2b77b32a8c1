package dev.millrace.job.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crm.operator.DeadLetter;
import dev.millrace.job.config.JobConfig;
import dev.millrace.job.replay.DeadLetterFiles;
import dev.millrace.job.replay.Replay;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where dead letters go, whatever happens to the place and to the job. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class DeadLettersIT extends JobFixture {

  private static TestDatabase database;

  @BeforeAll
  static void startServer() throws SQLException {
    database = TestDatabase.postgres();
  }

  @AfterAll
  static void stopServer() {
    database.close();
  }

  @Override
  TestDatabase database() {
    return database;
  }

  @Test
  void anEndpointThatFailsForLongLosesNoLetterAndHoldsNoRecordUp() throws Exception {
    try (LetterBox box = new LetterBox()) {
      box.failing = true;
      JobConfig config = config("dead-letters: {type: http, url: \"" + box.url() + "\"}\n");
      Set<String> poisoned = new TreeSet<>();
      shop.change(300);
      for (int id = 10_001; id <= 10_030; id++) {
        crm.faults().poison("contacts", String.valueOf(id));
        poisoned.add(String.valueOf(id));
        shop.insert(id);
      }
      cluster.run(config);
      awaitRecords(shop.expected().size() - 30);
      awaitPosts(box, 100);
      cluster.loseTaskManager();
      awaitPosts(box, box.posts.get() + 100);
      shop.insert(20_001);
      awaitRecords(shop.expected().size() - 30);
      assertThat(box.accepted).isEmpty();

      box.failing = false;
      cluster.awaitCheckpoint();
      assertThat(ids(box)).isEqualTo(poisoned);
      cluster.requireUnfinished();
    }
  }

  @Test
  void fromFilesToHttpAndBackNothingIsLost() throws Exception {
    Path letters = directory.resolve("dead-letters");
    JobConfig files = config("dead-letters: {type: file, directory: \"" + letters + "\"}\n");
    try (LetterBox box = new LetterBox()) {
      JobConfig http =
          config(
              "dead-letters: {type: http, url: \"%s\", directory: \"%s\"}\n"
                  .formatted(box.url(), letters));
      shop.change(300);
      for (int id = 10_001; id <= 10_003; id++) {
        crm.faults().poison("contacts", String.valueOf(id));
      }
      shop.insert(10_001);
      cluster.run(files);
      awaitRecords(shop.expected().size() - 1);

      String savepoint = cluster.stopWithSavepoint();
      shop.insert(10_002);
      cluster.runFrom(savepoint, http);
      Await.until("a letter in the box", () -> box.accepted.isEmpty() ? "none" : "");
      cluster.awaitCheckpoint();
      savepoint = cluster.stopWithSavepoint();
      shop.insert(10_003);
      cluster.runFrom(savepoint, files);
      awaitLetters(letters, "10001", "10003");
      assertThat(ids(box)).containsExactly("10002");
    }
  }

  @Test
  void aLetterWhoseRecordWasDeliveredSinceIsSuperseded() throws Exception {
    Path letters = directory.resolve("dead-letters");
    JobConfig config = config("dead-letters: {type: file, directory: \"" + letters + "\"}\n");
    shop.change(300);
    crm.faults().poison("contacts", "10001");
    crm.faults().poison("contacts", "10002");
    shop.insert(10_001);
    shop.insert(10_002);
    cluster.run(config);
    awaitLetters(letters, "10001", "10002");

    crm.faults().clear();
    shop.execute("UPDATE " + shop.table() + " SET first_name = 'Mended' WHERE id = 10001");
    awaitLetters(letters, "+10001", "10001", "10002");

    assertThat(new Replay(config).run(DeadLetterFiles.read(letters.toString())).lines())
        .containsExactly("2 dead letters: 1 replayed, 1 superseded, 0 not delivered.");
    awaitSame("after the replay");
  }

  private static void awaitPosts(LetterBox box, int posts) {
    Await.until("posts that fail", () -> box.posts.get() < posts ? "only " + box.posts.get() : "");
  }

  private static Set<String> ids(LetterBox box) {
    return List.copyOf(box.accepted).stream()
        .map(letter -> DeadLetter.parse(letter).externalId())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
