package dev.millrace.simulator.hubspot;

import static dev.millrace.simulator.Client.UPSERT;
import static dev.millrace.simulator.Client.batch;
import static dev.millrace.simulator.Client.untraced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.simulator.Client;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.Property;
import dev.millrace.simulator.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTest {

  private static final String SEARCH = "/crm/v3/objects/contacts/search";

  private final VirtualClock clock = new VirtualClock();
  private final CrmSimulator crm =
      CrmSimulator.builder()
          .clock(clock)
          .searchLag(Duration.ofSeconds(3))
          .define("contacts", Property.string("ext_id").asUnique(), Property.number("score"))
          .start();
  private final Client client = new Client(crm);

  @AfterEach
  void close() {
    crm.close();
  }

  private Client.Reply find(Map<String, Object> filter) {
    return client.post(
        SEARCH,
        Map.of(
            "filterGroups",
            List.of(Map.of("filters", List.of(filter))),
            "properties",
            List.of("ext_id")));
  }

  @Test
  void aRecordIsFoundSomeTimeAfterItsLastChange() {
    Map<String, Object> filter = Map.of("propertyName", "ext_id", "operator", "EQ", "value", "A1");
    client.post(UPSERT, batch(untraced("A1")));
    clock.advance(Duration.ofSeconds(2));
    assertThat(find(filter).body()).containsEntry("total", 0L);
    clock.advance(Duration.ofSeconds(1));
    assertThat(find(filter).body()).containsEntry("total", 1L);
  }

  @ParameterizedTest
  @CsvSource({
    "score, EQ, 5, A5",
    "score, NEQ, 5, A1 A30",
    "score, LT, 30, A1 A5",
    "score, GTE, 5, A5 A30",
    "score, HAS_PROPERTY, x, A1 A5 A30",
    "score, NOT_HAS_PROPERTY, x, A",
  })
  void filters(String property, String operator, String value, String found) {
    client.post(
        UPSERT,
        batch(
            untraced("A"),
            untraced("A1", "score", "1"),
            untraced("A5", "score", "5"),
            untraced("A30", "score", "30")));
    clock.advance(Duration.ofSeconds(3));
    Client.Reply reply =
        find(Map.of("propertyName", property, "operator", operator, "value", value));
    assertThat(reply.resultsBy("ext_id")).containsOnlyKeys(found.split(" "));
  }

  @Test
  void answersPageByPage() {
    client.post(UPSERT, batch(untraced("A1"), untraced("A2"), untraced("A3")));
    clock.advance(Duration.ofSeconds(3));
    Map<String, Object> page = Map.of("limit", 2, "properties", List.of("ext_id"));
    Client.Reply first = client.post(SEARCH, page);
    assertThat(first.body())
        .containsEntry("total", 3L)
        .containsEntry("paging", Map.of("next", Map.of("after", "2")));
    Client.Reply last =
        client.post(SEARCH, Map.of("limit", 2, "after", "2", "properties", List.of("ext_id")));
    assertThat(last.body()).doesNotContainKey("paging");
    assertThat(last.resultsBy("ext_id")).hasSize(1);
  }
}
