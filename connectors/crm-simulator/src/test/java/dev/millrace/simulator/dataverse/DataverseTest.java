package dev.millrace.simulator.dataverse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.simulator.Await;
import dev.millrace.simulator.Client;
import dev.millrace.simulator.Crm;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.Faults;
import dev.millrace.simulator.Limits;
import dev.millrace.simulator.OAuthApp;
import dev.millrace.simulator.Property;
import dev.millrace.simulator.SimulatedFault;
import dev.millrace.simulator.VirtualClock;
import dev.millrace.simulator.server.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Section 3 of the contract. */
class DataverseTest {

  private static final String BASE = "/api/data/v9.2/";

  private final VirtualClock clock = new VirtualClock();
  private CrmSimulator crm = start(Limits.NONE);
  private Client client = new Client(crm);

  private CrmSimulator start(Limits limits) {
    Property key = Property.string("cr_extid").asUnique();
    return CrmSimulator.builder()
        .crm(Crm.DATAVERSE)
        .clock(clock)
        .limits(limits)
        .token(CrmSimulator.DEFAULT_TOKEN)
        .oauthApp(new OAuthApp("id", "secret", ""))
        .define("contacts", key)
        .define("accounts", key)
        .start();
  }

  private void restart(Limits limits) {
    crm.close();
    crm = start(limits);
    client = new Client(crm);
  }

  @AfterEach
  void close() {
    crm.close();
  }

  private static String contact(String id) {
    return BASE + "contacts(cr_extid='" + id + "')";
  }

  private Client.Reply upsert(String id, Map<String, Object> fields, String... headers) {
    return client.send("PATCH", contact(id), Json.text(fields), "application/json", headers);
  }

  private static Map<String, Object> target(String id, Object lastName) {
    return Map.of(
        "@odata.type",
        "Microsoft.Dynamics.CRM.contact",
        "@odata.id",
        "contacts(cr_extid='" + id + "')",
        "lastname",
        lastName);
  }

  private Client.Reply multiple(Object... targets) {
    return client.post(
        BASE + "contacts/Microsoft.Dynamics.CRM.UpsertMultiple",
        Map.of("Targets", List.of(targets)));
  }

  @Test
  void upsertByAlternateKeyDoesNotTellWhetherItCreated() {
    Client.Reply created = upsert("O''Neil", Map.of("lastname", "L", "donotemail", true));
    Client.Reply updated = upsert("O''Neil", Map.of("firstname", "F"));
    assertThat(List.of(created.status(), updated.status())).containsExactly(204, 204);
    assertThat(created.header("OData-EntityId"))
        .startsWith(crm.baseUrl() + BASE + "contacts(8a000000-")
        .isEqualTo(updated.header("OData-EntityId"));
    assertThat(crm.records("contacts", "cr_extid"))
        .isEqualTo(
            Map.of(
                "O'Neil",
                Map.of(
                    "cr_extid",
                    "O'Neil",
                    "lastname",
                    "L",
                    "firstname",
                    "F",
                    "donotemail",
                    "true")));
  }

  @Test
  void aRepresentationTellsIt() {
    String[] prefer = {"Prefer", "return=representation"};
    assertThat(upsert("A1", Map.of("lastname", "L"), prefer).status()).isEqualTo(201);
    Client.Reply updated = upsert("A1", Map.of("lastname", "M"), prefer);
    assertThat(updated.status()).isEqualTo(200);
    assertThat(updated.body()).containsEntry("lastname", "M").containsKey("contactid");
  }

  @Test
  void ifMatchUpdatesOnlyAndIfNoneMatchCreatesOnly() {
    assertThat(upsert("A1", Map.of("lastname", "L"), "If-Match", "*").status()).isEqualTo(404);
    assertThat(upsert("A1", Map.of("lastname", "L"), "If-None-Match", "*").status()).isEqualTo(204);
    assertThat(upsert("A1", Map.of("lastname", "M"), "If-None-Match", "*").status()).isEqualTo(412);
    assertThat(upsert("A1", Map.of("lastname", "N"), "If-Match", "*").status()).isEqualTo(204);
  }

  @Test
  void nullClears() {
    upsert("A1", Map.of("lastname", "L", "firstname", "F"));
    client.send("PATCH", contact("A1"), "{\"firstname\":null}", "application/json");
    assertThat(crm.records("contacts", "cr_extid").get("A1"))
        .isEqualTo(Map.of("cr_extid", "A1", "lastname", "L"));
  }

  @Test
  void upsertMultipleIsAllOrNothing() {
    assertThat(multiple(target("A1", "1"), target("A2", "2")).status()).isEqualTo(204);
    crm.faults().poison("contacts", "A3");
    Client.Reply refused = multiple(target("A1", "x"), target("A4", "x"), target("A3", "x"));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(Client.map(refused.body().get("error")))
        .containsEntry("message", "The simulator was told to refuse this record");
    assertThat(crm.records("contacts", "cr_extid")).containsOnlyKeys("A1", "A2");
    assertThat(crm.records("contacts", "cr_extid").get("A1")).containsEntry("lastname", "1");
    assertThat(crm.versions("contacts")).hasSize(2);
    assertThat(multiple(target("A5", 7)).status()).isEqualTo(400);
  }

  @Test
  void aKeyTwiceInUpsertMultipleIsCounted() {
    assertThat(multiple(target("A1", "1"), target("A1", "2")).status()).isEqualTo(204);
    assertThat(crm.records("contacts", "cr_extid").get("A1")).containsEntry("lastname", "2");
    assertThat(crm.stats().violations().keysTwiceInOneCall()).isEqualTo(1);
  }

  @Test
  void theLoserOfARaceForANewKeyGets412() {
    Faults.Injection hold = crm.faults().inject(SimulatedFault.held().times(1));
    CompletableFuture<Client.Reply> slow =
        client.later("PATCH", contact("A1"), Map.of("lastname", "slow"));
    Await.until(() -> hold.hits() == 1);
    assertThat(upsert("A1", Map.of("lastname", "fast")).status()).isEqualTo(204);
    hold.remove();
    assertThat(slow.join().status()).isEqualTo(412);
    assertThat(Client.map(slow.join().body().get("error"))).containsEntry("code", "0x80060892");
    assertThat(crm.records("contacts", "cr_extid").get("A1")).containsEntry("lastname", "fast");
    assertThat(crm.stats().violations().keysInTwoCalls()).isEqualTo(1);
  }

  @Test
  void aLookupIsBoundByItsKey() {
    client.send("PATCH", BASE + "accounts(cr_extid='P')", "{\"name\":\"N\"}", "application/json");
    String bind = "parentcustomerid_account@odata.bind";
    assertThat(upsert("A1", Map.of(bind, "/accounts(cr_extid='P')")).status()).isEqualTo(204);
    assertThat(upsert("A2", Map.of(bind, "/accounts(cr_extid='Q')")).status()).isEqualTo(404);
    assertThat(crm.records("contacts", "cr_extid")).containsOnlyKeys("A1");
    assertThat(crm.records("contacts", "cr_extid").get("A1"))
        .containsKey("parentcustomerid_account");
  }

  @Test
  void deletesByKey() {
    upsert("A1", Map.of("lastname", "L"));
    assertThat(client.delete(contact("A1")).status()).isEqualTo(204);
    Client.Reply again = client.delete(contact("A1"));
    assertThat(again.status()).isEqualTo(404);
    assertThat(Client.map(again.body().get("error"))).containsEntry("code", "0x80060891");
  }

  @Test
  void callsAboveTheWindowAreToldHowLongToWaitAndHammeringLengthensIt() {
    restart(new Limits(2, 300_000, 0, 0, 52, 0));
    upsert("A1", Map.of("lastname", "L"));
    clock.advance(Duration.ofSeconds(100));
    Client.Reply second = upsert("A1", Map.of("lastname", "L"));
    assertThat(second.header("x-ms-ratelimit-burst-remaining-xrm-requests")).isEqualTo("0");
    Client.Reply refused = upsert("A1", Map.of("lastname", "L"));
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isEqualTo("200");
    assertThat(refused.body())
        .isEqualTo(
            Map.of(
                "error",
                Map.of(
                    "code",
                    "0x80072322",
                    "message",
                    "Number of requests exceeded the limit of 2 over time window of 300"
                        + " seconds.")));
    assertThat(upsert("A1", Map.of("lastname", "L")).header("Retry-After")).isEqualTo("201");
    clock.advance(Duration.ofSeconds(201));
    assertThat(upsert("A1", Map.of("lastname", "L")).status()).isEqualTo(204);
    assertThat(crm.stats().violations().callsAboveLimit()).isEqualTo(2);
  }

  @Test
  void tooManyCallsAtOnceAreRefused() {
    restart(new Limits(0, 300_000, 0, 0, 2, 0));
    Faults.Injection hold = crm.faults().inject(SimulatedFault.held().times(2));
    List<CompletableFuture<Client.Reply>> held =
        Stream.of("A1", "A2")
            .map(id -> client.later("PATCH", contact(id), Map.of("lastname", "L")))
            .toList();
    Await.until(() -> hold.hits() == 2);
    Client.Reply refused = upsert("A3", Map.of("lastname", "L"));
    assertThat(refused.status()).isEqualTo(429);
    assertThat(Client.map(refused.body().get("error"))).containsEntry("code", "0x80072326");
    hold.remove();
    held.forEach(CompletableFuture::join);
    clock.advance(Duration.ofSeconds(1));
    assertThat(upsert("A3", Map.of("lastname", "L")).status()).isEqualTo(204);
  }

  @Test
  void executionTimeIsLimited() {
    restart(new Limits(0, 300_000, 0, 0, 52, 0));
    Faults.Injection hold = crm.faults().inject(SimulatedFault.held().times(5));
    List<CompletableFuture<Client.Reply>> held =
        Stream.of("1", "2", "3", "4", "5")
            .map(id -> client.later("PATCH", contact(id), Map.of("lastname", "L")))
            .toList();
    Await.until(() -> hold.hits() == 5);
    clock.advance(Duration.ofSeconds(240));
    hold.remove();
    held.forEach(CompletableFuture::join);
    Client.Reply refused = upsert("A3", Map.of("lastname", "L"));
    assertThat(refused.status()).isEqualTo(429);
    assertThat(Client.map(refused.body().get("error"))).containsEntry("code", "0x80072321");
  }

  @ParameterizedTest
  @CsvSource({
    "id, secret, https://org.crm.dynamics.com/.default, 200,",
    "x, secret, https://org.crm.dynamics.com/.default, 400, unauthorized_client",
    "id, x, https://org.crm.dynamics.com/.default, 401, invalid_client",
    "id, secret, all, 400, invalid_scope"
  })
  void clientCredentialsGiveAToken(
      String id, String secret, String scope, int status, String error) {
    Client.Reply reply =
        client.send(
            "POST",
            "/tenant/oauth2/v2.0/token",
            "grant_type=client_credentials&client_id=%s&client_secret=%s&scope=%s"
                .formatted(id, secret, scope),
            "application/x-www-form-urlencoded");
    assertThat(reply.status()).isEqualTo(status);
    if (error != null) {
      assertThat(reply.body()).containsEntry("error", error);
      return;
    }
    assertThat(reply.body())
        .containsEntry("expires_in", 3599L)
        .containsEntry("token_type", "Bearer");
    Client other = new Client(crm, (String) reply.body().get("access_token"));
    assertThat(other.get(contact("A1")).status()).isEqualTo(404);
    clock.advance(Duration.ofSeconds(3599));
    assertThat(other.get(contact("A1")).status()).isEqualTo(401);
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThat(upsert("A1", Map.of("nope", "x")).http().body())
        .contains("The property 'nope' does not exist on type 'Microsoft.Dynamics.CRM.contact'.");
    assertThat(client.get(BASE + "nopes(cr_extid='A1')").status()).isEqualTo(404);
    assertThat(client.get(BASE + "contacts(lastname='A1')").status()).isEqualTo(400);
    assertThat(upsert("A1", Map.of("birthdate", "01.02.2000")).status()).isEqualTo(400);
  }
}
