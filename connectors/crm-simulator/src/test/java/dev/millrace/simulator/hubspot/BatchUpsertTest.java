package dev.millrace.simulator.hubspot;

import static dev.millrace.simulator.Client.UPSERT;
import static dev.millrace.simulator.Client.batch;
import static dev.millrace.simulator.Client.map;
import static dev.millrace.simulator.Client.properties;
import static dev.millrace.simulator.Client.traced;
import static dev.millrace.simulator.Client.untraced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.simulator.Client;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.Property;
import dev.millrace.simulator.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchUpsertTest {

  private final VirtualClock clock = new VirtualClock();
  private final CrmSimulator crm =
      CrmSimulator.builder()
          .clock(clock)
          .define(
              "contacts",
              Property.string("ext_id").asUnique(),
              Property.enumeration("tags", "a", "b", "c").asMultiple())
          .start();
  private final Client client = new Client(crm);

  @AfterEach
  void close() {
    crm.close();
  }

  private Map<String, Map<String, String>> records() {
    return crm.records("contacts", "ext_id");
  }

  private Client.Reply upsert(Object... inputs) {
    return client.post(UPSERT, batch(inputs));
  }

  @Test
  void createsAndThenUpdatesAnsweringStringsAndSystemProperties() {
    Client.Reply created = upsert(traced("t1", "A1", "email", "Ann@Example.COM"));
    clock.advance(Duration.ofSeconds(1));
    Client.Reply updated = upsert(traced("t2", "A1", "firstname", "Ann"));

    String id = (String) created.resultsBy("ext_id").get("A1").get("id");
    assertThat(created.status()).isEqualTo(200);
    assertThat(created.stableBody())
        .isEqualTo(
            Map.of(
                "status",
                "COMPLETE",
                "results",
                List.of(
                    result(
                        id,
                        properties(
                            "ext_id", "A1",
                            "email", "ann@example.com",
                            "createdate", "2026-03-01T10:00:00.250Z",
                            "hs_object_id", id,
                            "lastmodifieddate", "2026-03-01T10:00:00.250Z"),
                        "2026-03-01T10:00:00.250Z",
                        true,
                        "t1"))));
    assertThat(updated.list("results"))
        .containsExactly(
            result(
                id,
                properties(
                    "ext_id", "A1",
                    "firstname", "Ann",
                    "createdate", "2026-03-01T10:00:00.250Z",
                    "hs_object_id", id,
                    "lastmodifieddate", "2026-03-01T10:00:01.250Z"),
                "2026-03-01T10:00:01.250Z",
                false,
                "t2"));
    assertThat(records())
        .isEqualTo(
            Map.of("A1", Map.of("ext_id", "A1", "email", "ann@example.com", "firstname", "Ann")));
  }

  private static Map<String, Object> result(
      String id, Map<String, Object> properties, String updatedAt, boolean isNew, String trace) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("id", id);
    result.put("properties", properties);
    result.put("createdAt", "2026-03-01T10:00:00.250Z");
    result.put("updatedAt", updatedAt);
    result.put("archived", false);
    result.put("new", isNew);
    result.put("objectWriteTraceId", trace);
    return result;
  }

  @Test
  void resultsAreNotInTheOrderOfTheInputs() {
    List<String> sent = IntStream.range(0, 100).mapToObj(i -> "A" + i).toList();
    Client.Reply reply = upsert(sent.stream().map(id -> traced(id, id)).toArray());
    List<String> answered = new ArrayList<>(reply.resultsBy("ext_id").keySet());
    assertThat(answered).isNotEqualTo(sent).containsExactlyInAnyOrderElementsOf(sent);
    assertThat(reply.list("results"))
        .allSatisfy(
            result ->
                assertThat(result.get("objectWriteTraceId"))
                    .isEqualTo(map(result.get("properties")).get("ext_id")));
  }

  @Test
  void emptyClearsAndNullIsPassedOver() {
    upsert(untraced("A1", "firstname", "Ann", "city", "Berlin", "tags", "a"));
    upsert(untraced("A1", "firstname", "", "city", null, "tags", ";b;c"));
    assertThat(records())
        .isEqualTo(Map.of("A1", Map.of("ext_id", "A1", "city", "Berlin", "tags", "a;b;c")));
  }

  @Test
  void acceptsNumbersAndBooleansAsValues() {
    client.post(
        "/crm/v3/objects/companies/batch/create",
        """
        {"inputs":[{"properties":{"name":"A","numberofemployees":12,"is_public":true}}]}""");
    assertThat(crm.records("companies", "name"))
        .isEqualTo(
            Map.of("A", Map.of("name", "A", "numberofemployees", "12", "is_public", "true")));
  }

  @Test
  void withTraceIdsOneBadRecordIsListedAndTheOthersAreWritten() {
    Client.Reply reply =
        upsert(traced("6", "A1", "nope", "1"), traced("7", "A2", "firstname", "Bo"));
    String invalid =
        "Property values were not valid: [{\"isValid\":false,\"message\":\"Property \\\"nope\\\""
            + " does not exist\",\"error\":\"PROPERTY_DOESNT_EXIST\",\"name\":\"nope\"}]";
    assertThat(reply.status()).isEqualTo(207);
    assertThat(reply.body()).containsEntry("numErrors", 1L).containsEntry("status", "COMPLETE");
    assertThat(reply.list("errors"))
        .containsExactly(
            Map.of(
                "status",
                "error",
                "category",
                "VALIDATION_ERROR",
                "message",
                invalid,
                "errors",
                List.of(
                    Map.of(
                        "message",
                        "Property \"nope\" does not exist",
                        "code",
                        "PROPERTY_DOESNT_EXIST",
                        "context",
                        Map.of("propertyName", List.of("nope")))),
                "context",
                Map.of("objectWriteTraceId", List.of("6"))));
    assertThat(records()).isEqualTo(Map.of("A2", Map.of("ext_id", "A2", "firstname", "Bo")));
  }

  @Test
  void withoutUniqueTraceIdsOneBadRecordRefusesTheCall() {
    Client.Reply untraced = upsert(untraced("A1"), untraced("A2", "email", "nonsense"));
    Client.Reply sameTrace = upsert(traced("1", "A1"), traced("1", "A2", "email", "nonsense"));
    for (Client.Reply reply : List.of(untraced, sameTrace)) {
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.body()).containsEntry("category", "VALIDATION_ERROR");
      assertThat(reply.message()).contains("Email address nonsense is invalid", "INVALID_EMAIL");
    }
    assertThat(records()).isEmpty();
  }

  @Test
  void anEmailAsKeyHasNoPartialSuccess() {
    Client.Reply reply = upsert(byEmail("a@x.de", "firstname", "A"), byEmail("b@x.de", "no", "1"));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(crm.count("contacts")).isZero();
  }

  private static Map<String, Object> byEmail(String email, String... namesAndValues) {
    Map<String, Object> properties = properties(namesAndValues);
    properties.put("email", email);
    return Map.of(
        "id", email,
        "idProperty", "email",
        "objectWriteTraceId", email,
        "properties", properties);
  }

  @Test
  void anEmailKeyIsComparedWithoutCase() {
    upsert(byEmail("a@x.de"));
    Client.Reply again = upsert(byEmail("A@X.de", "firstname", "A"));
    Client.Reply twice = upsert(byEmail("b@x.de"), byEmail("B@X.DE"));
    assertThat(again.list("results")).allSatisfy(r -> assertThat(r).containsEntry("new", false));
    assertThat(twice.message())
        .isEqualTo("Duplicate IDs found in batch input: [b@x.de]. IDs must be unique");
    assertThat(crm.records("contacts", "email"))
        .isEqualTo(Map.of("a@x.de", Map.of("email", "a@x.de", "firstname", "A")));
  }

  @Test
  void aKeyTwiceInACallRefusesItWhateverItsTraceIds() {
    Client.Reply reply = upsert(traced("1", "A1"), traced("2", "A2"), traced("3", "A1"));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.stableBody())
        .isEqualTo(
            Map.of(
                "status", "error",
                "message", "Duplicate IDs found in batch input: [A1]. IDs must be unique",
                "context", Map.of("ids", List.of("A1")),
                "category", "VALIDATION_ERROR"));
    assertThat(records()).isEmpty();
  }

  @Test
  void takesAHundredInputsAndNoMore() {
    Object[] inputs = IntStream.range(0, 101).mapToObj(i -> traced("" + i, "A" + i)).toArray();
    assertThat(upsert(inputs).status()).isEqualTo(400);
    assertThat(records()).isEmpty();
    assertThat(upsert(List.of(inputs).subList(0, 100).toArray()).status()).isEqualTo(200);
    assertThat(records()).hasSize(100);
  }

  @Test
  void aLifecycleStageDoesNotGoBackUnlessItIsCleared() {
    upsert(untraced("A1", "lifecyclestage", "customer"));
    upsert(untraced("A1", "lifecyclestage", "lead"));
    assertThat(records().get("A1")).containsEntry("lifecyclestage", "customer");
    upsert(untraced("A1", "lifecyclestage", ""));
    upsert(untraced("A1", "lifecyclestage", "lead"));
    assertThat(records().get("A1")).containsEntry("lifecyclestage", "lead");
  }
}
