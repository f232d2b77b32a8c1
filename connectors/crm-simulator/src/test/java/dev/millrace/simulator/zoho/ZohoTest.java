package dev.millrace.simulator.zoho;

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
import dev.millrace.simulator.Stats;
import dev.millrace.simulator.VirtualClock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Section 4 of the contract. */
class ZohoTest {

  private static final String UPSERT = "/crm/v8/Contacts/upsert";

  private final VirtualClock clock = new VirtualClock();
  private CrmSimulator crm = start(Limits.NONE);
  private Client client = client();

  private CrmSimulator start(Limits limits) {
    return CrmSimulator.builder()
        .crm(Crm.ZOHO)
        .clock(clock)
        .limits(limits)
        .oauthApp(new OAuthApp("id", "secret", "refresh"))
        .define("Contacts", Property.string("Ext_Id").asUnique())
        .start();
  }

  private Client client() {
    return new Client(crm, "Authorization", "Zoho-oauthtoken " + CrmSimulator.DEFAULT_TOKEN);
  }

  private void restart(Limits limits) {
    crm.close();
    crm = start(limits);
    client = client();
  }

  @AfterEach
  void close() {
    crm.close();
  }

  private static Map<String, Object> contact(String id, Object... namesAndValues) {
    Map<String, Object> contact = new LinkedHashMap<>(Map.of("Ext_Id", id, "Last_Name", "L"));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      contact.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return contact;
  }

  private static Map<String, Object> body(Object... contacts) {
    return Map.of(
        "data", List.of(contacts),
        "duplicate_check_fields", List.of("Ext_Id"),
        "trigger", List.of());
  }

  private Client.Reply upsert(Object... contacts) {
    return client.post(UPSERT, body(contacts));
  }

  private static Map<String, Object> success(String id, boolean insert) {
    Map<String, Object> success = new LinkedHashMap<>();
    success.put("code", "SUCCESS");
    success.put("duplicate_field", insert ? null : "Ext_Id");
    success.put("action", insert ? "insert" : "update");
    success.put("details", Map.of("id", id));
    success.put("message", insert ? "record added" : "record updated");
    success.put("status", "success");
    return success;
  }

  private static Map<String, Object> error(
      String code, String message, Map<String, Object> details) {
    return Map.of("code", code, "message", message, "details", details, "status", "error");
  }

  private static String id(Client.Reply reply, int index) {
    return (String) Client.map(reply.list("data").get(index).get("details")).get("id");
  }

  @Test
  void resultsKeepTheirPlacesAndOneBadRecordFailsAlone() {
    upsert(contact("A2", "Email", "two@example.org"));
    Client.Reply reply =
        upsert(
            contact("A1"),
            contact("A3", "Last_Name", null),
            contact("A4", "Email", "nobody"),
            contact("A5", "Email", "two@example.org"),
            contact("A2", "Phone", "1"));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.list("data"))
        .containsExactly(
            success(id(reply, 0), true),
            error(
                "MANDATORY_NOT_FOUND",
                "required field not found",
                Map.of("api_name", "Last_Name", "json_path", "$.data[1].Last_Name")),
            error(
                "INVALID_DATA",
                "invalid data",
                Map.of(
                    "api_name", "Email",
                    "json_path", "$.data[2].Email",
                    "expected_data_type", "email")),
            error(
                "DUPLICATE_DATA",
                "duplicate data",
                Map.of("api_name", "Email", "json_path", "$.data[3].Email")),
            success(id(reply, 4), false));
    assertThat(crm.records("Contacts", "Ext_Id")).containsOnlyKeys("A1", "A2");
  }

  @Test
  void aKeyTwiceInACallIsWrittenTwiceInOrder() {
    Client.Reply reply = upsert(contact("A1", "Phone", "1"), contact("A1", "Phone", "2"));
    assertThat(reply.list("data"))
        .containsExactly(success(id(reply, 0), true), success(id(reply, 0), false));
    assertThat(crm.records("Contacts", "Ext_Id").get("A1")).containsEntry("Phone", "2");
    assertThat(crm.stats().violations()).isEqualTo(new Stats.Violations(0, 1, 0, 0, 0, 0));
  }

  @Test
  void takesAHundredRecordsAndNoMore() {
    Object[] contacts = IntStream.range(0, 101).mapToObj(i -> contact("A" + i)).toArray();
    assertThat(upsert(contacts).status()).isEqualTo(400);
    assertThat(upsert(List.of(contacts).subList(0, 100).toArray()).status()).isEqualTo(200);
    assertThat(crm.stats().violations().oversizedCalls()).isEqualTo(1);
  }

  @Test
  void idsAreFoundByCoqlAndRecordsDeletedByThem() {
    Client.Reply written = upsert(contact("O'Neil"), contact("A2"));
    Client.Reply found =
        client.post(
            "/crm/v8/coql",
            Map.of(
                "select_query",
                "SELECT id, Ext_Id FROM Contacts WHERE Ext_Id in ('O\\'Neil','no')"));
    assertThat(found.body())
        .isEqualTo(
            Map.of(
                "data", List.of(Map.of("id", id(written, 0), "Ext_Id", "O'Neil")),
                "info", Map.of("count", 1L, "more_records", false)));
    Client.Reply deleted =
        client.delete("/crm/v8/Contacts?ids=" + id(written, 0) + ",77&wf_trigger=false");
    assertThat(deleted.list("data"))
        .containsExactly(
            Map.of(
                "code", "SUCCESS",
                "message", "record deleted",
                "details", Map.of("id", id(written, 0)),
                "status", "success"),
            error("INVALID_DATA", "the id given seems to be invalid", Map.of("id", "77")));
    assertThat(
            client
                .post(
                    "/crm/v8/coql",
                    Map.of("select_query", "SELECT id FROM Contacts WHERE Ext_Id = 'O\\'Neil'"))
                .status())
        .isEqualTo(204);
    assertThat(crm.records("Contacts", "Ext_Id")).containsOnlyKeys("A2");
  }

  @Test
  void tenRecordsCostACredit() {
    restart(new Limits(0, 10_000, 3, 0, 0, 0));
    assertThat(upsert(IntStream.range(0, 11).mapToObj(i -> contact("A" + i)).toArray()).status())
        .isEqualTo(200);
    Object[] eleven = IntStream.range(20, 31).mapToObj(i -> contact("A" + i)).toArray();
    Client.Reply refused = upsert(eleven);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.body()).containsEntry("code", "TOO_MANY_REQUESTS");
    assertThat(upsert(contact("B")).status()).isEqualTo(200);
    assertThat(crm.stats().violations()).isEqualTo(new Stats.Violations(1, 0, 0, 0, 0, 0));
    clock.advance(Duration.ofHours(24).plusMinutes(1));
    assertThat(upsert(eleven).status()).isEqualTo(200);
  }

  @Test
  void callsAtOnceAreLimited() {
    restart(new Limits(0, 10_000, 0, 0, 1, 0));
    Faults.Injection hold = crm.faults().inject(SimulatedFault.held().times(1));
    CompletableFuture<Client.Reply> held = client.later("POST", UPSERT, body(contact("A1")));
    Await.until(() -> hold.hits() == 1);
    assertThat(upsert(contact("A2")).status()).isEqualTo(429);
    hold.remove();
    assertThat(held.join().status()).isEqualTo(200);
    assertThat(upsert(contact("A2")).status()).isEqualTo(200);
  }

  @Test
  void aRefreshTokenGivesTenTokensInTenMinutes() {
    String form = "grant_type=refresh_token&client_id=id&client_secret=secret&refresh_token=";
    Client.Reply token = token(form + "refresh");
    assertThat(token.body())
        .containsEntry("expires_in", 3600L)
        .containsEntry("api_domain", crm.baseUrl());
    for (int i = 1; i < 10; i++) {
      assertThat(token(form + "refresh").body()).containsKey("access_token");
    }
    assertThat(token(form + "refresh").body()).containsEntry("error", "Access Denied");
    Client.Reply refused = token(form + "x");
    assertThat(refused.status()).isEqualTo(200);
    assertThat(refused.body()).isEqualTo(Map.of("error", "invalid_code"));
    Client other =
        new Client(crm, "Authorization", "Zoho-oauthtoken " + token.body().get("access_token"));
    assertThat(other.post(UPSERT, body(contact("A1"))).status()).isEqualTo(200);
    clock.advance(Duration.ofHours(1));
    Client.Reply expired = other.post(UPSERT, body(contact("A1")));
    assertThat(expired.status()).isEqualTo(401);
    assertThat(expired.body()).isEqualTo(error("INVALID_TOKEN", "invalid oauth token", Map.of()));
    assertThat(token(form + "refresh").body()).containsKey("access_token");
  }

  private Client.Reply token(String form) {
    return client.send("POST", "/oauth/v2/token", form, "application/x-www-form-urlencoded");
  }

  @Test
  void anUnknownModuleIsRefused() {
    assertThat(client.post("/crm/v8/Nothing/upsert", body(contact("A1"))).body())
        .isEqualTo(error("INVALID_MODULE", "the module name given seems to be invalid", Map.of()));
  }
}
