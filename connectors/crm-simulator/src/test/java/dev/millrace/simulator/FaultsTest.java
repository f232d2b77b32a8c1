package dev.millrace.simulator;

import static dev.millrace.simulator.Client.UPSERT;
import static dev.millrace.simulator.Client.batch;
import static dev.millrace.simulator.Client.traced;
import static dev.millrace.simulator.Client.untraced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {

  private final VirtualClock clock = new VirtualClock();
  private final CrmSimulator crm =
      CrmSimulator.builder()
          .clock(clock)
          .define("contacts", Property.string("ext_id").asUnique())
          .start();
  private final Client client = new Client(crm);
  private int sent;

  @AfterEach
  void close() {
    crm.close();
  }

  private Client.Reply upsert() {
    return client.post(UPSERT, batch(untraced("A" + sent++)));
  }

  private List<Integer> upserts(int calls) {
    return Stream.generate(this::upsert).limit(calls).map(Client.Reply::status).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 409, 423, 429, 477, 500, 503})
  void answersAnErrorInTheCrmsForm(int status) {
    Faults.Injection injected = crm.faults().inject(SimulatedFault.status(status).times(1));
    Client.Reply reply = upsert();
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.body())
        .containsEntry("status", "error")
        .containsKeys("message", "correlationId");
    assertThat(crm.count("contacts")).isZero();
    assertThat(upserts(1)).containsExactly(200);
    assertThat(injected.hits()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 504, 521, 524})
  void answersTheGatewaysPage(int status) {
    crm.faults().inject(SimulatedFault.status(status));
    Client.Reply reply = upsert();
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.header("content-type")).isEqualTo("text/html");
    assertThat(reply.http().body()).startsWith("<!DOCTYPE html>");
    assertThat(crm.count("contacts")).isZero();
  }

  @Test
  void asksToWaitAndNamesThePolicy() {
    crm.faults().inject(SimulatedFault.status(477).withRetryAfter(Duration.ofHours(2)).times(1));
    crm.faults().inject(SimulatedFault.status(429).withPolicy("DAILY").times(1));
    assertThat(upsert().header("Retry-After")).isEqualTo("7200");
    assertThat(upsert().body()).containsEntry("policyName", "DAILY");
  }

  @Test
  void commitsAndAnswersAnError() {
    crm.faults().inject(SimulatedFault.status(504).afterCommitting().times(1));
    assertThat(upserts(1)).containsExactly(504);
    assertThat(crm.records("contacts", "ext_id")).containsOnlyKeys("A0");
  }

  @Test
  void cutsTheConnectionBeforeOrAfterItCommits() {
    crm.faults().inject(SimulatedFault.cut().times(1));
    assertThatThrownBy(this::upsert).isInstanceOf(UncheckedIOException.class);
    assertThat(crm.count("contacts")).isZero();
    crm.faults().inject(SimulatedFault.cut().afterCommitting().times(1));
    assertThatThrownBy(this::upsert).isInstanceOf(UncheckedIOException.class);
    assertThat(crm.records("contacts", "ext_id")).containsOnlyKeys("A1");
    assertThat(crm.stats().answersByStatus()).containsEntry(0, 2L);
  }

  @Test
  void answersWellAndWritesNothing() {
    crm.faults().inject(SimulatedFault.silent().times(1));
    Client.Reply reply = upsert();
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.stableBody()).isEqualTo(Map.of("status", "COMPLETE", "results", List.of()));
    assertThat(crm.count("contacts")).isZero();
  }

  @Test
  void answersLate() {
    crm.faults().inject(SimulatedFault.slow(Duration.ofMillis(40)).times(1));
    // A lower bound alone: it holds on a machine of any speed.
    long start = System.nanoTime();
    assertThat(upsert().status()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(40));
  }

  @Test
  void holdsACallUntilItIsRemoved() {
    Faults.Injection hold = crm.faults().inject(SimulatedFault.held().times(1));
    CompletableFuture<Client.Reply> held = client.postLater(UPSERT, batch(untraced("H")));
    Await.until(() -> hold.hits() == 1);
    assertThat(upserts(1)).containsExactly(200);
    assertThat(held).isNotDone();
    hold.remove();
    assertThat(held.join().status()).isEqualTo(200);
    assertThat(crm.records("contacts", "ext_id")).containsOnlyKeys("A0", "H");
  }

  @Test
  void aCallInFlightWhenItStopsIsLostUnwritten() {
    Faults.Injection hold = crm.faults().inject(SimulatedFault.held());
    CompletableFuture<Client.Reply> held = client.postLater(UPSERT, batch(untraced("H")));
    Await.until(() -> hold.hits() == 1);
    crm.stop();
    assertThatThrownBy(held::join).hasCauseInstanceOf(IOException.class);
    hold.remove();
    crm.start();
    assertThat(crm.count("contacts")).isZero();
    assertThat(crm.stats().inFlight()).isZero();
    assertThat(upserts(1)).containsExactly(200);
  }

  @Test
  void lastsForATimeOrUntilItIsRemoved() {
    crm.faults().inject(SimulatedFault.status(500).during(Duration.ofSeconds(5)));
    assertThat(upserts(2)).containsOnly(500);
    clock.advance(Duration.ofSeconds(5));
    assertThat(upserts(1)).containsExactly(200);
    Faults.Injection removed = crm.faults().inject(SimulatedFault.status(503));
    assertThat(upserts(1)).containsExactly(503);
    removed.remove();
    assertThat(upserts(1)).containsExactly(200);
  }

  @Test
  void hitsAShareOfTheCalls() {
    Faults.Injection injected = crm.faults().inject(SimulatedFault.status(500).share(0.05));
    for (int hits = 1; hits <= 10; hits++) {
      List<Integer> answers = upserts(20);
      assertThat(answers).filteredOn(status -> status == 500).hasSize(1);
      assertThat(injected.hits()).isEqualTo(hits);
    }
  }

  @Test
  void hitsAnObjectOrAPathOnly() {
    crm.faults().inject(SimulatedFault.status(500).onObject("companies"));
    crm.faults().inject(SimulatedFault.status(503).onPath("batch/archive"));
    assertThat(upserts(1)).containsExactly(200);
    assertThat(client.get("/crm/v3/objects/companies/1").status()).isEqualTo(500);
    assertThat(
            client
                .post("/crm/v3/objects/contacts/batch/archive", batch(Map.of("id", "1")))
                .status())
        .isEqualTo(503);
  }

  @Test
  void refusesOneRecordUntilItIsMended() {
    crm.faults().poison("contacts", "A1", new RecordError(400, "VALIDATION_ERROR", "bad", false));
    Client.Reply listed = client.post(UPSERT, batch(traced("1", "A1"), traced("2", "A2")));
    Client.Reply whole = client.post(UPSERT, batch(untraced("A1"), untraced("A3")));
    assertThat(listed.status()).isEqualTo(207);
    assertThat(listed.list("errors"))
        .containsExactly(
            Map.of(
                "status", "error",
                "category", "VALIDATION_ERROR",
                "message", "bad",
                "context", Map.of("objectWriteTraceId", List.of("1"))));
    assertThat(whole.status()).isEqualTo(400);
    assertThat(whole.message()).isEqualTo("bad");
    crm.faults().mend("contacts", "A1");
    assertThat(client.post(UPSERT, batch(untraced("A1"))).status()).isEqualTo(200);
    assertThat(crm.records("contacts", "ext_id")).containsOnlyKeys("A1", "A2");
  }

  @Test
  void oneRecordCanRefuseItsCallInSpiteOfTraceIds() {
    crm.faults().poison("contacts", "A1", RecordError.POISON.ofWholeCall());
    Client.Reply reply = client.post(UPSERT, batch(traced("1", "A1"), traced("2", "A2")));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(crm.count("contacts")).isZero();
  }

  @Test
  void refusesToArchiveAPoisonedRecord() {
    Client.Reply created = client.post(UPSERT, batch(untraced("A1")));
    Map<String, Object> id = Map.of("id", created.resultsBy("ext_id").get("A1").get("id"));
    crm.faults().poison("contacts", "A1");
    String archive = "/crm/v3/objects/contacts/batch/archive";
    assertThat(client.post(archive, batch(id)).status()).isEqualTo(400);
    crm.faults().clear();
    assertThat(client.post(archive, batch(id)).status()).isEqualTo(204);
  }

  @Test
  void stopsAndStartsOnTheSamePortKeepingItsData() {
    String url = crm.baseUrl();
    upsert();
    crm.stop();
    assertThatThrownBy(this::upsert).isInstanceOf(UncheckedIOException.class);
    assertThat(crm.count("contacts")).isEqualTo(1);
    crm.start();
    assertThat(crm.baseUrl()).isEqualTo(url);
    assertThat(upserts(1)).containsExactly(200);
    assertThat(crm.records("contacts", "ext_id")).containsOnlyKeys("A0", "A2");
  }
}
