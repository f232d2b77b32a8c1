package dev.millrace.simulator;

import static dev.millrace.simulator.Client.UPSERT;
import static dev.millrace.simulator.Client.batch;
import static dev.millrace.simulator.Client.traced;
import static dev.millrace.simulator.Client.untraced;
import static dev.millrace.simulator.RecordVersion.Action.ARCHIVED;
import static dev.millrace.simulator.RecordVersion.Action.CREATED;
import static dev.millrace.simulator.RecordVersion.Action.UPDATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.simulator.server.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the simulator tells of itself, in Java and over HTTP. */
class InspectionTest {

  private static final long MICROS = 1_772_359_200_250_000L;

  private final VirtualClock clock = new VirtualClock();
  private final List<RecordVersion> heard = new ArrayList<>();
  private final CrmSimulator crm =
      CrmSimulator.builder()
          .clock(clock)
          .acceptListener(heard::add)
          .define("contacts", Property.string("ext_id").asUnique())
          .start();
  private final Client client = new Client(crm);

  @AfterEach
  void close() {
    crm.close();
  }

  private void archive(long id) {
    client.post("/crm/v3/objects/contacts/batch/archive", batch(Map.of("id", Long.toString(id))));
  }

  private static RecordVersion version(
      long id,
      RecordVersion.Action action,
      Map<String, String> properties,
      long call,
      long micros) {
    return new RecordVersion(
        "contacts", id, "ext_id", "A1", action, properties, call, micros, micros);
  }

  @Test
  void keepsEveryAcceptedVersionOfARecordInOrder() {
    client.post(UPSERT, batch(untraced("A1", "city", "Rome")));
    clock.advance(Duration.ofSeconds(1));
    client.post(UPSERT, batch(traced("1", "A1", "city", ""), traced("2", "B", "nope", "1")));
    long id = heard.get(0).recordId();
    archive(id);
    client.post(UPSERT, batch(untraced("A1"), untraced("A2")));

    long later = MICROS + 1_000_000;
    List<RecordVersion> versions = crm.versions("contacts", "ext_id", "A1");
    assertThat(versions)
        .containsExactly(
            version(id, CREATED, Map.of("ext_id", "A1", "city", "Rome"), 1, MICROS),
            version(id, UPDATED, Map.of("ext_id", "A1", "city", ""), 2, later),
            version(id, ARCHIVED, Map.of(), 3, later),
            version(versions.get(3).recordId(), CREATED, Map.of("ext_id", "A1"), 4, later));
    assertThat(versions.get(3).recordId()).isNotEqualTo(id);
    assertThat(crm.versions("contacts")).isEqualTo(heard).hasSize(5);
    assertThat(crm.versions("contacts", "ext_id", "never")).isEmpty();
  }

  @Test
  void countsCallsAndRecords() {
    client.post(UPSERT, batch(traced("1", "A1"), traced("2", "A2"), traced("3", "A3", "no", "1")));
    client.post(UPSERT, batch(untraced("A1")));
    client.post(UPSERT, "{");
    archive(heard.get(0).recordId());
    client.get("/nowhere");
    Stats expected =
        new Stats(
            5,
            Map.of(
                "POST " + UPSERT,
                3L,
                "POST /crm/v3/objects/contacts/batch/archive",
                1L,
                "GET (unknown)",
                1L),
            Map.of(200, 1L, 207, 1L, 400, 1L, 204, 1L, 404, 1L),
            2,
            1,
            1,
            1,
            0,
            1,
            0,
            0,
            Stats.Violations.NONE);
    assertThat(crm.stats()).isEqualTo(expected);
    assertThat(crm.stats().accepted()).isEqualTo(4);
    crm.resetStats();
    assertThat(crm.stats().accepted()).isZero();
  }

  @Test
  void aRecordWithoutTheIdPropertyIsNotHidden() {
    client.post(
        "/crm/v3/objects/contacts/batch/create",
        batch(Map.of("properties", Map.of("city", "Rome"))));
    long id = heard.get(0).recordId();
    assertThat(crm.records("contacts", "ext_id"))
        .isEqualTo(Map.of("(none) " + id, Map.of("city", "Rome")));
  }

  @Test
  void tellsTheSameOverHttp() {
    client.post(UPSERT, batch(untraced("A1", "city", "Rome")));
    assertThat(client.get("/simulator/records/contacts?idProperty=ext_id").body())
        .isEqualTo(crm.records("contacts", "ext_id"));
    assertThat(client.get("/simulator/stats").body())
        .containsEntry("created", 1L)
        .containsEntry("answersByStatus", Map.of("200", 1L));
    assertThat(client.get("/simulator/versions/contacts?idProperty=ext_id&id=A1").http().body())
        .isEqualTo(
            "[{\"object\":\"contacts\",\"recordId\":20000000001,\"idProperty\":\"ext_id\","
                + "\"externalId\":\"A1\",\"action\":\"CREATED\","
                + "\"properties\":{\"ext_id\":\"A1\",\"city\":\"Rome\"},\"call\":1,"
                + "\"receivedMicros\":1772359200250000,\"acceptedMicros\":1772359200250000}]");
    assertThat(client.get("/simulator/records/contacts").status()).isEqualTo(400);
    assertThat(client.get("/simulator/records/nothing?idProperty=x").status()).isEqualTo(400);
    assertThat(client.get("/simulator/nothing").status()).isEqualTo(404);
  }

  @Test
  void takesFaultsOverHttp() {
    String faults = "/simulator/faults";
    client.post(faults, Map.of("kind", "status", "status", 423, "times", 1, "object", "contacts"));
    assertThat(client.get(faults).http().body())
        .isEqualTo(
            Json.text(
                FaultJson.write(
                    List.of(SimulatedFault.status(423).times(1).onObject("contacts")))));
    assertThat(client.post(UPSERT, batch(untraced("A1"))).status()).isEqualTo(423);
    assertThat(client.post(UPSERT, batch(untraced("A1"))).status()).isEqualTo(200);

    client.post(faults, Map.of("kind", "cut", "duringMillis", 1000));
    client.send("DELETE", faults, null, null);
    assertThat(client.post(UPSERT, batch(untraced("A1"))).status()).isEqualTo(200);

    client.post("/simulator/poison", Map.of("object", "contacts", "externalId", "A1"));
    assertThat(client.post(UPSERT, batch(untraced("A1"))).status()).isEqualTo(400);
    client.send("DELETE", "/simulator/poison/contacts?externalId=A1", null, null);
    assertThat(client.post(UPSERT, batch(untraced("A1"))).status()).isEqualTo(200);
    assertThat(client.post(faults, Map.of("kind", "cut", "typo", 1)).status()).isEqualTo(400);
  }

  @Test
  void takesPropertiesOverHttp() {
    String body =
        "{\"name\":\"kind\",\"type\":\"enumeration\",\"options\":[\"a\"],\"traits\":[\"multiple\"]}";
    assertThat(client.post("/simulator/properties/contacts", body).status()).isEqualTo(204);
    assertThat(client.get("/crm/v3/properties/contacts/kind").body())
        .containsEntry("type", "enumeration")
        .containsEntry("fieldType", "checkbox");
    assertThat(client.post("/simulator/properties/contacts", "{}").message())
        .isEqualTo("the field name is missing");
  }

  @Test
  void forgetsWhatItHolds() {
    client.post(UPSERT, batch(untraced("A1")));
    crm.clear();
    assertThat(crm.records("contacts", "ext_id")).isEmpty();
    assertThat(crm.versions("contacts")).isEmpty();
    assertThat(client.post(UPSERT, batch(untraced("A1"))).list("results"))
        .allSatisfy(result -> assertThat(result).containsEntry("new", true));
  }

  @Test
  void withoutHistoryItSaysSo() {
    try (CrmSimulator without = CrmSimulator.builder().history(false).start()) {
      assertThatThrownBy(() -> without.versions("contacts"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("this simulator keeps no history");
    }
  }
}
