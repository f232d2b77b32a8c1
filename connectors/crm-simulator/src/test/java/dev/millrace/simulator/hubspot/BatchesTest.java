package dev.millrace.simulator.hubspot;

import static dev.millrace.simulator.Client.batch;
import static dev.millrace.simulator.Client.properties;
import static dev.millrace.simulator.Client.untraced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.simulator.Client;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.Property;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every batch but upsert, and reading one record. */
class BatchesTest {

  private static final String CONTACTS = "/crm/v3/objects/contacts/";

  private final CrmSimulator crm =
      CrmSimulator.builder().define("contacts", Property.string("ext_id").asUnique()).start();
  private final Client client = new Client(crm);

  @AfterEach
  void close() {
    crm.close();
  }

  private String upsert(String id, String... namesAndValues) {
    return (String)
        client
            .post(CONTACTS + "batch/upsert", batch(untraced(id, namesAndValues)))
            .resultsBy("ext_id")
            .get(id)
            .get("id");
  }

  private static Map<String, Object> notFound(String... ids) {
    return Map.of(
        "status",
        "error",
        "category",
        "OBJECT_NOT_FOUND",
        "message",
        "Could not get some CONTACT objects, they may be deleted or not exist. Check that ids are"
            + " valid.",
        "context",
        Map.of("ids", List.of(ids)));
  }

  @Test
  void createAnswers201AndNeverFindsARecord() {
    Map<String, Object> input = Map.of("properties", properties("ext_id", "A1", "city", "Rome"));
    Client.Reply first = client.post(CONTACTS + "batch/create", batch(input));
    Client.Reply again = client.post(CONTACTS + "batch/create", batch(input));
    assertThat(first.status()).isEqualTo(201);
    assertThat(first.list("results")).allSatisfy(r -> assertThat(r).doesNotContainKey("new"));
    assertThat(again.status()).isEqualTo(400);
    assertThat(crm.count("contacts")).isEqualTo(1);
  }

  @Test
  void updateFindsByCrmIdOrKeyAndListsWhatIsNotThere() {
    String id = upsert("A1");
    Client.Reply reply =
        client.post(
            CONTACTS + "batch/update",
            batch(
                Map.of("id", id, "properties", properties("city", "Rome")),
                Map.of("id", "404", "properties", properties("city", "Rome"))));
    assertThat(reply.status()).isEqualTo(207);
    assertThat(reply.list("errors")).containsExactly(notFound("404"));
    assertThat(crm.records("contacts", "ext_id"))
        .isEqualTo(Map.of("A1", Map.of("ext_id", "A1", "city", "Rome")));
  }

  @Test
  void readAnswersByKeyWith207ForMisses() {
    String id = upsert("A1", "city", "Rome");
    Map<String, Object> found =
        Map.of("idProperty", "ext_id", "properties", List.of("ext_id", "city", "nope"));
    Client.Reply all = client.post(CONTACTS + "batch/read", with(found, "A1"));
    Client.Reply some = client.post(CONTACTS + "batch/read", with(found, "A1", "A2", "A3"));

    assertThat(all.status()).isEqualTo(200);
    Map<String, Object> record = all.resultsBy("ext_id").get("A1");
    assertThat(record).containsEntry("id", id).containsEntry("archived", false);
    assertThat(Client.map(record.get("properties")))
        .containsEntry("city", "Rome")
        .containsOnlyKeys("ext_id", "city", "createdate", "hs_object_id", "lastmodifieddate");
    assertThat(some.status()).isEqualTo(207);
    assertThat(some.list("results")).containsExactly(record);
    assertThat(some.list("errors")).containsExactly(notFound("A2", "A3"));
  }

  @Test
  void readTakesTheCrmIdAsAProperty() {
    String id = upsert("A1");
    Client.Reply reply =
        client.post(
            CONTACTS + "batch/read",
            with(Map.of("idProperty", "hs_object_id", "properties", List.of("ext_id")), id));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.resultsBy("ext_id")).containsOnlyKeys("A1");
  }

  private static Map<String, Object> with(Map<String, Object> body, String... ids) {
    Map<String, Object> read = new LinkedHashMap<>(body);
    read.put("inputs", List.of(ids).stream().map(id -> Map.of("id", id)).toList());
    return read;
  }

  @Test
  void archiveIsIdempotentAndFreesTheKey() {
    String id = upsert("A1");
    for (int i = 0; i < 2; i++) {
      Client.Reply reply =
          client.post(
              CONTACTS + "batch/archive", batch(Map.of("id", id), Map.of("id", "no-such-id")));
      assertThat(reply.status()).isEqualTo(204);
      assertThat(reply.http().body()).isEmpty();
    }
    assertThat(crm.count("contacts")).isZero();
    assertThat(upsert("A1")).isNotEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"read", "archive", "update", "create"})
  void takesAHundredInputsAndNoMore(String action) {
    Object[] inputs =
        IntStream.range(0, 101)
            .mapToObj(i -> Map.of("id", "" + i, "properties", Map.of("city", "Rome")))
            .toArray();
    assertThat(client.post(CONTACTS + "batch/" + action, batch(inputs)).status()).isEqualTo(400);
    assertThat(crm.stats().violations().oversizedCalls()).isEqualTo(1);
  }

  @Test
  void readsOneRecordByIdOrKey() {
    String id = upsert("a/1+2", "city", "Rome");
    Client.Reply byId = client.get(CONTACTS + id + "?properties=ext_id,city");
    Client.Reply byKey = client.get(CONTACTS + "a%2F1+2?idProperty=ext_id&properties=ext_id,city");
    assertThat(byId.status()).isEqualTo(200);
    assertThat(byKey.body()).isEqualTo(byId.body());
    assertThat(Client.map(byId.body().get("properties")))
        .containsEntry("ext_id", "a/1+2")
        .containsEntry("city", "Rome");

    Client.Reply missing = client.get(CONTACTS + "7");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.message()).isEqualTo("resource not found");
    assertThat(missing.header("X-HubSpot-NotFound")).isEqualTo("true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/crm/v3/objects/contacts",
        "/crm/v3/objects/0-1",
        "/crm/objects/2026-03/contacts",
        "/crm/objects/2026-09/0-1"
      })
  void everyVersionOfThePathLeadsToTheSameRecords(String path) {
    assertThat(client.post(path + "/batch/upsert", batch(untraced("A1"))).status()).isEqualTo(200);
    assertThat(crm.records("contacts", "ext_id")).containsOnlyKeys("A1");
  }

  @Test
  void aCustomObjectHasWhatWasDefined() {
    crm.define("machines", Property.string("ext_id").asUnique(), Property.string("model"));
    Client.Reply reply =
        client.post("/crm/v3/objects/machines/batch/upsert", batch(untraced("M1", "model", "X")));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(Client.map(reply.resultsBy("ext_id").get("M1").get("properties")))
        .containsOnlyKeys("ext_id", "model", "createdate", "hs_object_id", "hs_lastmodifieddate");
    assertThat(crm.records("machines", "ext_id"))
        .isEqualTo(Map.of("M1", Map.of("ext_id", "M1", "model", "X")));
  }
}
