package dev.millrace.simulator.hubspot;

import static dev.millrace.simulator.Client.UPSERT;
import static dev.millrace.simulator.Client.batch;
import static dev.millrace.simulator.Client.untraced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.simulator.Client;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.Limits;
import dev.millrace.simulator.Property;
import dev.millrace.simulator.Stats;
import dev.millrace.simulator.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitsTest {

  private static final String SEARCH = "/crm/v3/objects/contacts/search";

  private final VirtualClock clock = new VirtualClock();
  private CrmSimulator crm;
  private Client client;

  private void start(Limits limits) {
    crm =
        CrmSimulator.builder()
            .clock(clock)
            .limits(limits)
            .define("contacts", Property.string("ext_id").asUnique())
            .start();
    client = new Client(crm);
  }

  @AfterEach
  void close() {
    crm.close();
  }

  private Client.Reply upsert() {
    return client.post(UPSERT, batch(untraced("A1")));
  }

  private List<Integer> upserts(int calls) {
    return Stream.generate(this::upsert).limit(calls).map(Client.Reply::status).toList();
  }

  @Test
  void theBurstWindowRolls() {
    start(new Limits(3, 10_000, 0, 0));
    assertThat(upserts(2)).containsOnly(200);
    clock.advance(Duration.ofSeconds(6));
    assertThat(upserts(2)).containsExactly(200, 429);
    clock.advance(Duration.ofSeconds(4));
    assertThat(upserts(3)).containsExactly(200, 200, 429);
    clock.advance(Duration.ofSeconds(6));
    assertThat(upserts(2)).containsExactly(200, 429);
    assertThat(crm.stats().throttled()).isEqualTo(3);
    assertThat(crm.stats().violations()).isEqualTo(new Stats.Violations(3, 0, 0, 0, 0, 0));
  }

  @Test
  void aBurstRefusalNamesItsPolicyAndWritesNothing() {
    start(new Limits(1, 10_000, 0, 0));
    client.post(UPSERT, batch(untraced("A1")));
    Client.Reply reply = client.post(UPSERT, batch(untraced("A2")));
    assertThat(reply.stableBody())
        .isEqualTo(
            Map.of(
                "status", "error",
                "message", "You have reached your ten_secondly_rolling limit.",
                "errorType", "RATE_LIMIT",
                "policyName", "TEN_SECONDLY_ROLLING"));
    assertThat(reply.header("Retry-After")).isNull();
    assertThat(crm.records("contacts", "ext_id")).containsOnlyKeys("A1");
  }

  @Test
  void headersTellWhatIsLeft() {
    start(Limits.HUBSPOT_PROFESSIONAL);
    upsert();
    Client.Reply reply = upsert();
    assertThat(
            Stream.of(
                    "X-HubSpot-RateLimit-Max",
                    "X-HubSpot-RateLimit-Remaining",
                    "X-HubSpot-RateLimit-Interval-Milliseconds",
                    "X-HubSpot-RateLimit-Daily",
                    "X-HubSpot-RateLimit-Daily-Remaining")
                .map(reply::header))
        .containsExactly("190", "188", "10000", "625000", "624998");
  }

  @Test
  void anOAuthAppIsNotToldOfTheDayAndNoLimitsOfNothing() {
    start(Limits.HUBSPOT_OAUTH);
    Client.Reply reply = upsert();
    assertThat(reply.header("X-HubSpot-RateLimit-Max")).isEqualTo("110");
    assertThat(reply.header("X-HubSpot-RateLimit-Daily")).isNull();
    crm.close();
    start(Limits.NONE);
    assertThat(upsert().http().headers().map().keySet())
        .noneMatch(name -> name.contains("ratelimit"));
  }

  @Test
  void theDayEndsAtMidnight() {
    start(new Limits(100, 10_000, 2, 0));
    assertThat(upserts(3)).containsExactly(200, 200, 429);
    Client.Reply reply = upsert();
    assertThat(reply.stableBody())
        .isEqualTo(
            Map.of(
                "status", "error",
                "message", "You have reached your daily limit.",
                "errorType", "RATE_LIMIT",
                "policyName", "DAILY"));
    assertThat(reply.header("X-HubSpot-RateLimit-Daily-Remaining")).isEqualTo("0");
    clock.advance(Duration.ofHours(14));
    assertThat(upserts(1)).containsExactly(200);
  }

  @Test
  void searchHasItsOwnLimitBySecond() {
    start(Limits.HUBSPOT_FREE);
    for (int i = 0; i < 5; i++) {
      assertThat(client.post(SEARCH, Map.of()).status()).isEqualTo(200);
    }
    Client.Reply refused = client.post(SEARCH, Map.of());
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.body()).containsEntry("category", "RATE_LIMITS");
    assertThat(refused.message()).isEqualTo("You have reached your secondly limit.");
    assertThat(refused.header("X-HubSpot-RateLimit-Max")).isNull();
    assertThat(refused.header("X-HubSpot-RateLimit-Daily-Remaining")).isEqualTo("249995");
    assertThat(upsert().status()).isEqualTo(200);
    clock.advance(Duration.ofSeconds(1));
    assertThat(client.post(SEARCH, Map.of()).status()).isEqualTo(200);
  }

  @Test
  void aCallWithoutAGoodTokenTakesNothing() {
    start(new Limits(1, 10_000, 0, 0));
    assertThat(new Client(crm, "wrong").post(UPSERT, batch(untraced("A1"))).status())
        .isEqualTo(401);
    assertThat(upsert().status()).isEqualTo(200);
  }
}
