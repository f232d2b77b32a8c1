package dev.millrace.simulator;

import static dev.millrace.simulator.Client.UPSERT;
import static dev.millrace.simulator.Client.batch;
import static dev.millrace.simulator.Client.untraced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.simulator.server.Json;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a well-behaved client never does is counted, and nothing else is. */
class ViolationsTest {

  private static final String ARCHIVE = "/crm/v3/objects/contacts/batch/archive";

  private final CrmSimulator crm =
      CrmSimulator.builder().define("contacts", Property.string("ext_id").asUnique()).start();
  private final Client client = new Client(crm);

  @AfterEach
  void close() {
    crm.close();
  }

  private CompletableFuture<Client.Reply> later(String... ids) {
    return client.postLater(UPSERT, batch(List.of(ids).stream().map(id -> untraced(id)).toArray()));
  }

  /** Lets these calls be in flight together, then end. */
  private void together(Supplier<List<CompletableFuture<Client.Reply>>> calls) {
    Faults.Injection hold = crm.faults().inject(SimulatedFault.held());
    List<CompletableFuture<Client.Reply>> sent = calls.get();
    Await.until(() -> crm.stats().inFlight() == sent.size());
    hold.remove();
    CompletableFuture.allOf(sent.toArray(new CompletableFuture<?>[0])).join();
  }

  @Test
  void differentKeysAtOnceAreNone() {
    together(() -> List.of(later("A1", "A2"), later("A3"), later("A4")));
    assertThat(crm.stats().violations().total()).isZero();
    assertThat(crm.stats().inFlight()).isZero();
    assertThat(crm.stats().maxInFlight()).isEqualTo(3);
  }

  @Test
  void oneKeyAfterTheOtherIsNone() {
    later("A1").join();
    later("A1").join();
    assertThat(crm.stats().violations().total()).isZero();
  }

  @Test
  void oneKeyInTwoCallsAtOnceIsCounted() {
    together(() -> List.of(later("A1", "A2"), later("A2", "A3")));
    assertThat(crm.stats().violations()).isEqualTo(new Stats.Violations(0, 0, 1, 0, 0, 0));
    later("A2").join();
    assertThat(crm.stats().violations().keysInTwoCalls()).isEqualTo(1);
  }

  @Test
  void aRecordArchivedWhileItIsWrittenIsCounted() {
    Client.Reply created = later("A1").join();
    Map<String, Object> id = Map.of("id", created.resultsBy("ext_id").get("A1").get("id"));
    together(() -> List.of(later("A1"), client.postLater(ARCHIVE, batch(id))));
    assertThat(crm.stats().violations().keysInTwoCalls()).isEqualTo(1);
  }

  @Test
  void aKeyTwiceInACallIsCounted() {
    assertThat(later("A1", "A1").join().status()).isEqualTo(400);
    client.post(ARCHIVE, batch(Map.of("id", "7"), Map.of("id", "7")));
    assertThat(crm.stats().violations()).isEqualTo(new Stats.Violations(0, 2, 0, 0, 0, 0));
  }

  @Test
  void anOldVersionAfterANewOneIsCountedEvenOverAnArchiving() {
    crm.define("contacts", Property.number("version"));
    client.send("PUT", "/simulator/version-property/contacts?property=version", null, null);
    for (String version : List.of("9", "10", "10")) {
      client.post(UPSERT, batch(untraced("A1", "version", version)));
    }
    assertThat(crm.stats().violations().total()).isZero();
    Client.Reply stale = client.post(UPSERT, batch(untraced("A1", "version", "9")));
    client.post(ARCHIVE, batch(Map.of("id", stale.resultsBy("ext_id").get("A1").get("id"))));
    client.post(UPSERT, batch(untraced("A1", "version", "8"), untraced("A2", "version", "1")));
    client.post(UPSERT, batch(untraced("A1", "version", "11")));
    assertThat(crm.stats().violations()).isEqualTo(new Stats.Violations(0, 0, 0, 0, 0, 2));
  }

  @Test
  void aClientThatGaveUpNoLongerHoldsItsKeys() throws IOException {
    Faults.Injection hold = crm.faults().inject(SimulatedFault.held());
    String body = Json.text(batch(untraced("A1")));
    try (Socket socket = new Socket("127.0.0.1", crm.port())) {
      String request =
          "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
              + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s";
      socket
          .getOutputStream()
          .write(
              request
                  .formatted(UPSERT, CrmSimulator.DEFAULT_TOKEN, body.length(), body)
                  .getBytes(StandardCharsets.UTF_8));
      Await.until(() -> crm.stats().inFlight() == 1);
    }
    Await.until(() -> crm.connections() == 0);
    CompletableFuture<Client.Reply> again = later("A1");
    Await.until(() -> crm.stats().inFlight() == 2);
    hold.remove();
    assertThat(again.join().status()).isEqualTo(200);
    assertThat(crm.stats().violations().total()).isZero();
    assertThat(crm.versions("contacts")).hasSize(2);
  }
}
