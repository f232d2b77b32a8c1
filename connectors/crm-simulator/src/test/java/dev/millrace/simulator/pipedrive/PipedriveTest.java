package dev.millrace.simulator.pipedrive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.simulator.Client;
import dev.millrace.simulator.Crm;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.Limits;
import dev.millrace.simulator.OAuthApp;
import dev.millrace.simulator.Property;
import dev.millrace.simulator.VirtualClock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Section 5 of the contract. */
class PipedriveTest {

  private static final String PERSONS = "/api/v2/persons";
  private static final String KEY = "0123456789abcdef0123456789abcdef01234567";

  private final VirtualClock clock = new VirtualClock();
  private CrmSimulator crm = start(Limits.NONE);
  private Client client = client();

  private CrmSimulator start(Limits limits) {
    return CrmSimulator.builder()
        .crm(Crm.PIPEDRIVE)
        .clock(clock)
        .limits(limits)
        .oauthApp(new OAuthApp("id", "secret", "refresh"))
        .define("persons", Property.string(KEY).asExternalId())
        .start();
  }

  private Client client() {
    return new Client(crm, "x-api-token", CrmSimulator.DEFAULT_TOKEN);
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

  private static Map<String, Object> person(String name, String key) {
    return Map.of("name", name, "custom_fields", Map.of(KEY, key));
  }

  private Client.Reply search(String term) {
    return client.get(PERSONS + "/search?exact_match=true&fields=custom_fields&term=" + term);
  }

  @Test
  void aRecordIsSearchedThenCreatedOrChangedOrDeleted() {
    assertThat(search("a1").body())
        .isEqualTo(Map.of("success", true, "data", Map.of("items", List.of())));
    Client.Reply created = client.post(PERSONS, person("N", "A1"));
    assertThat(created.status()).isEqualTo(201);
    Object id = Client.map(created.body().get("data")).get("id");
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("id", id);
    item.put("name", "N");
    item.put("emails", null);
    item.put("phones", null);
    item.put("org_id", null);
    item.put("custom_fields", Map.of(KEY, "A1"));
    assertThat(created.body()).isEqualTo(Map.of("success", true, "data", item));
    assertThat(Client.map(search("a1").body().get("data")))
        .isEqualTo(Map.of("items", List.of(Map.of("result_score", 1.0, "item", item))));
    Client.Reply changed =
        client.patch(
            PERSONS + '/' + id,
            Map.of("emails", List.of(Map.of("value", "a@example.org", "primary", true))));
    assertThat(changed.status()).isEqualTo(200);
    assertThat(
            client
                .get(PERSONS + "/search?exact_match=true&fields=email&term=a@example.org")
                .http()
                .body())
        .contains("\"id\":" + id);
    assertThat(client.delete(PERSONS + '/' + id).body())
        .isEqualTo(Map.of("success", true, "data", Map.of("id", id)));
    assertThat(client.delete(PERSONS + '/' + id).status()).isEqualTo(404);
    assertThat(crm.count("persons")).isZero();
  }

  @Test
  void keysAreNotUnique() {
    client.post(PERSONS, person("N", "A1"));
    assertThat(client.post(PERSONS, person("M", "A1")).status()).isEqualTo(201);
    assertThat(crm.count("persons")).isEqualTo(2);
  }

  @Test
  void refusesInItsForm() {
    Client.Reply invalid = client.post(PERSONS, Map.of("nope", 1));
    assertThat(invalid.status()).isEqualTo(400);
    assertThat(invalid.body())
        .isEqualTo(
            Map.of(
                "success",
                false,
                "error",
                "Validation failed: nope: unknown field",
                "error_info",
                "Please check developers.pipedrive.com for more information.",
                "errorCode",
                400L));
    assertThat(client.post(PERSONS, Map.of("custom_fields", Map.of(KEY, "A"))).body())
        .containsEntry("error", "Validation failed: name: Required");
    assertThat(client.post(PERSONS, Map.of("name", "N", KEY, "A")).status()).isEqualTo(400);
    Client.Reply unauthorized = new Client(crm, "wrong").get(PERSONS + "/1");
    assertThat(unauthorized.status()).isEqualTo(401);
    assertThat(unauthorized.body())
        .containsEntry("error", "unauthorized access")
        .containsEntry("errorCode", 401L);
  }

  @Test
  void eachCallCostsItsTokensAndTheDayEndsAtMidnight() {
    restart(new Limits(100, 2000, 50, 10));
    Client.Reply created = client.post(PERSONS, person("N", "A1"));
    Object id = Client.map(created.body().get("data")).get("id");
    assertThat(left(created)).isEqualTo("45");
    assertThat(left(search("A1"))).isEqualTo("25");
    assertThat(left(client.get(PERSONS + '/' + id))).isEqualTo("24");
    assertThat(left(client.patch(PERSONS + '/' + id, Map.of("name", "M")))).isEqualTo("19");
    assertThat(search("A1").status()).isEqualTo(429);
    clock.advance(Duration.ofHours(14));
    assertThat(left(client.delete(PERSONS + '/' + id))).isEqualTo("47");
  }

  private static String left(Client.Reply reply) {
    return reply.header("x-daily-ratelimit-token-remaining");
  }

  @Test
  void theBurstWindowTellsWhenItFrees() {
    restart(new Limits(2, 2000, 0, 0));
    client.post(PERSONS, person("N", "A1"));
    Client.Reply second = client.post(PERSONS, person("N", "A2"));
    assertThat(
            Stream.of("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset")
                .map(second::header))
        .containsExactly("2", "0", "2");
    Client.Reply refused = client.post(PERSONS, person("N", "A3"));
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isNull();
    clock.advance(Duration.ofSeconds(2));
    assertThat(client.post(PERSONS, person("N", "A3")).status()).isEqualTo(201);
  }

  @Test
  void goingOnAfterA429MeetsTheGateway() {
    restart(new Limits(1, 2000, 0, 0));
    List<Integer> statuses =
        Stream.generate(() -> client.post(PERSONS, person("N", "A1")).status()).limit(5).toList();
    assertThat(statuses).containsExactly(201, 429, 429, 429, 403);
    Client.Reply banned = client.post(PERSONS, person("N", "A1"));
    assertThat(banned.header("content-type")).isEqualTo("text/html");
    clock.advance(Duration.ofSeconds(2));
    assertThat(client.post(PERSONS, person("N", "A1")).status()).isEqualTo(403);
    clock.advance(Duration.ofSeconds(60));
    assertThat(client.post(PERSONS, person("N", "A1")).status()).isEqualTo(201);
    assertThat(crm.stats().violations().callsAboveLimit()).isEqualTo(6);
  }

  @Test
  void aRefreshTokenGivesABearer() {
    String form = "grant_type=refresh_token&refresh_token=";
    Client basic = new Client(crm, "Authorization", "Basic aWQ6c2VjcmV0");
    String type = "application/x-www-form-urlencoded";
    Client.Reply token = basic.send("POST", "/oauth/token", form + "refresh", type);
    assertThat(token.status()).isEqualTo(200);
    assertThat(token.body()).containsEntry("api_domain", crm.baseUrl());
    Client other = new Client(crm, (String) token.body().get("access_token"));
    assertThat(other.post(PERSONS, person("N", "A1")).status()).isEqualTo(201);
    assertThat(basic.send("POST", "/oauth/token", form + "x", type).body())
        .containsEntry("error", "invalid_grant");
    assertThat(client.send("POST", "/oauth/token", form + "refresh", type).body())
        .containsEntry("error", "invalid_client");
  }
}
