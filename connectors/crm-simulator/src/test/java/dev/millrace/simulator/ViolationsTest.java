package dev.millrace.simulator;

import static dev.millrace.simulator.Client.UPSERT;
import static dev.millrace.simulator.Client.batch;
import static dev.millrace.simulator.Client.untraced;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a well-behaved client never does is counted, and nothing else is. */
class ViolationsTest {

  private static final String ARCHIVE = "/crm/v3/objects/contacts/batch/archive";

  private final CrmSimulator crm =
      CrmSimulator.builder()
          .serviceTime(ServiceTime.fixed(Duration.ofMillis(300)))
          .define("contacts", Property.string("ext_id").asUnique())
          .start();
  private final Client client = new Client(crm);

  @AfterEach
  void close() {
    crm.close();
  }

  private CompletableFuture<Client.Reply> later(String... ids) {
    return client.postLater(UPSERT, batch(List.of(ids).stream().map(id -> untraced(id)).toArray()));
  }

  private static void await(List<CompletableFuture<Client.Reply>> calls) {
    CompletableFuture.allOf(calls.toArray(new CompletableFuture<?>[0])).join();
  }

  @Test
  void differentKeysAtOnceAreNone() {
    await(List.of(later("A1", "A2"), later("A3"), later("A4")));
    assertThat(crm.stats().violations().total()).isZero();
    assertThat(crm.stats().inFlight()).isZero();
    assertThat(crm.stats().maxInFlight()).isEqualTo(3);
  }

  @Test
  void oneKeyAfterTheOtherIsNone() {
    await(List.of(later("A1")));
    await(List.of(later("A1")));
    assertThat(crm.stats().violations().total()).isZero();
  }

  @Test
  void oneKeyInTwoCallsAtOnceIsCounted() {
    await(List.of(later("A1", "A2"), later("A2", "A3")));
    assertThat(crm.stats().violations()).isEqualTo(new Stats.Violations(0, 0, 1, 0));
    await(List.of(later("A2")));
    assertThat(crm.stats().violations().keysInTwoCalls()).isEqualTo(1);
  }

  @Test
  void aRecordArchivedWhileItIsWrittenIsCounted() {
    Client.Reply created = later("A1").join();
    Map<String, Object> id = Map.of("id", created.resultsBy("ext_id").get("A1").get("id"));
    await(List.of(later("A1"), client.postLater(ARCHIVE, batch(id))));
    assertThat(crm.stats().violations().keysInTwoCalls()).isEqualTo(1);
  }

  @Test
  void aKeyTwiceInACallIsCounted() {
    assertThat(later("A1", "A1").join().status()).isEqualTo(400);
    client.post(ARCHIVE, batch(Map.of("id", "7"), Map.of("id", "7")));
    assertThat(crm.stats().violations()).isEqualTo(new Stats.Violations(0, 2, 0, 0));
  }
}
