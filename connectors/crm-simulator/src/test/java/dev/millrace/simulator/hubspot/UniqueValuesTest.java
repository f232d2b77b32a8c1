package dev.millrace.simulator.hubspot;

import static dev.millrace.simulator.Client.UPSERT;
import static dev.millrace.simulator.Client.batch;
import static dev.millrace.simulator.Client.traced;
import static dev.millrace.simulator.Client.untraced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.simulator.Client;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.Property;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UniqueValuesTest {

  private final CrmSimulator crm =
      CrmSimulator.builder()
          .define(
              "contacts",
              Property.string("ext_id").asUnique(),
              Property.string("vat_id").asUnique())
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
  void aUniqueValueOfAnotherRecordIsAConflict() {
    Client.Reply first = upsert(traced("1", "A1", "vat_id", "V1"));
    Client.Reply second = upsert(untraced("A2"));
    String holder = (String) first.resultsBy("ext_id").get("A1").get("id");
    String on = (String) second.resultsBy("ext_id").get("A2").get("id");

    Client.Reply conflict = upsert(untraced("A2", "vat_id", "V1"));
    String message =
        "Cannot set PropertyValueCoordinates{portalId=4242424,"
            + " objectTypeId=ObjectTypeId{legacyObjectType=CONTACT}, propertyName=vat_id,"
            + " value=V1} on "
            + on
            + ". "
            + holder
            + " already has that value.";
    assertThat(conflict.status()).isEqualTo(400);
    assertThat(conflict.stableBody())
        .isEqualTo(
            Map.of(
                "status",
                "error",
                "message",
                message,
                "errors",
                List.of(
                    Map.of(
                        "message",
                        message,
                        "code",
                        "CONFLICTING_UNIQUE_VALUE",
                        "context",
                        Map.of("propertyName", List.of("vat_id")))),
                "category",
                "VALIDATION_ERROR"));
  }

  @Test
  void anEmailOfAnotherContactIsAConflict() {
    Client.Reply first = upsert(untraced("A1", "email", "a@x.de"));
    String holder = (String) first.resultsBy("ext_id").get("A1").get("id");

    Client.Reply whole = upsert(untraced("A2", "email", "A@x.de"));
    Client.Reply listed = upsert(traced("0", "A2", "email", "A@x.de"), traced("1", "A3"));

    assertThat(whole.status()).isEqualTo(409);
    assertThat(whole.stableBody())
        .isEqualTo(
            Map.of(
                "status", "error",
                "message", "Contact already exists. Existing ID: " + holder,
                "category", "CONFLICT"));
    assertThat(listed.status()).isEqualTo(207);
    assertThat(listed.list("errors"))
        .containsExactly(
            Map.of(
                "status",
                "error",
                "category",
                "CONFLICT",
                "message",
                "Contact already exists. Existing ID: " + holder,
                "context",
                Map.of("existingId", List.of(holder), "objectWriteTraceId", List.of("0"))));
    assertThat(records()).containsOnlyKeys("A1", "A3");
  }

  @Test
  void twoInputsOfACallCannotTakeOneUniqueValue() {
    Client.Reply reply =
        upsert(traced("0", "A1", "vat_id", "V1"), traced("1", "A2", "vat_id", "V1"));
    assertThat(reply.status()).isEqualTo(207);
    assertThat(records()).isEqualTo(Map.of("A1", Map.of("ext_id", "A1", "vat_id", "V1")));
  }

  @Test
  void aValueLetGoCanBeTaken() {
    upsert(untraced("A1", "vat_id", "V1"));
    upsert(untraced("A1", "vat_id", ""));
    assertThat(upsert(untraced("A2", "vat_id", "V1")).status()).isEqualTo(200);
  }
}
