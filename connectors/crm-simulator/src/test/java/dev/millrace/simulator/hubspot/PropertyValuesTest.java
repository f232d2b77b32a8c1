package dev.millrace.simulator.hubspot;

import static dev.millrace.simulator.Client.UPSERT;
import static dev.millrace.simulator.Client.batch;
import static dev.millrace.simulator.Client.untraced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.simulator.Client;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.Property;
import dev.millrace.simulator.PropertyType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each type of property takes, keeps and refuses. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PropertyValuesTest {

  private CrmSimulator crm;
  private Client client;

  @BeforeAll
  void start() {
    crm =
        CrmSimulator.builder()
            .define(
                "contacts",
                Property.string("ext_id").asUnique(),
                Property.number("a_number"),
                Property.date("a_date"),
                Property.datetime("a_datetime"),
                Property.bool("a_bool"),
                Property.enumeration("an_enum", "red", "blue"),
                Property.enumeration("an_enum_set", "red", "blue").asMultiple(),
                Property.of("a_phone", PropertyType.PHONE_NUMBER))
            .start();
    client = new Client(crm);
  }

  @AfterAll
  void close() {
    crm.close();
  }

  @ParameterizedTest
  @CsvSource({
    "a_number, 12, 12",
    "a_number, -1.50, -1.50",
    "a_date, 2024-02-29, 2024-02-29",
    "a_date, 1709164800000, 2024-02-29",
    "a_date, -86400000, 1969-12-31",
    "a_datetime, 1709209845678, 2024-02-29T12:30:45.678Z",
    "a_datetime, 2024-02-29T12:30:45.678Z, 2024-02-29T12:30:45.678Z",
    "a_datetime, 2024-02-28T12:30:45.678Z, 2024-02-28T12:30:45.678Z",
    "a_datetime, 2024-02-28T12:30:45.000Z, 2024-02-28T12:30:45Z",
    "a_datetime, 2024-02-28T12:30:45.678912Z, 2024-02-28T12:30:45.678Z",
    "a_datetime, 2024-02-28T12:30:45+02:00, 2024-02-28T10:30:45Z",
    "a_bool, true, true",
    "an_enum, red, red",
    "an_enum_set, red;blue, red;blue",
    "a_phone, +49 30 1234, +49 30 1234",
    "email, Ann.B@Example.co.uk, ann.b@example.co.uk",
  })
  void keeps(String property, String value, String kept) {
    Client.Reply reply = client.post(UPSERT, batch(untraced("K", property, value)));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(crm.records("contacts", "ext_id").get("K")).containsEntry(property, kept);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a_number | 1,000 | INVALID_INTEGER | 1,000 was not a valid number.",
        "a_number | asd | INVALID_INTEGER | asd was not a valid number.",
        "a_date | asd | INVALID_LONG | asd was not a valid long.",
        "a_date | 2024-02-30 | INVALID_DATE | 2024-02-30 was not a valid date.",
        "a_date | 1496643178000 | INVALID_DATE | 1496643178000 is at 6:12:58.0 UTC, not midnight!",
        "a_datetime | asd | INVALID_LONG | asd was not a valid long.",
        "a_datetime | 2024-13-01T00:00:00.123Z | INVALID_DATE | 2024-13-01T00:00:00.123Z was not a"
            + " valid date.",
        "a_bool | yes | INVALID_OPTION | yes was not one of the allowed options: [true, false]",
        "an_enum | Red | INVALID_OPTION | Red was not one of the allowed options: [red, blue]",
        "an_enum_set | red;pink | INVALID_OPTION | pink was not one of the allowed options: [red,"
            + " blue]",
        "email | ann@ | INVALID_EMAIL | Email address ann@ is invalid",
        "nope | 1 | PROPERTY_DOESNT_EXIST | Property \"nope\" does not exist",
        "hs_object_id | 1 | READ_ONLY_VALUE | \"hs_object_id\" is a read only property; its value"
            + " cannot be set.",
      })
  void refuses(String property, String value, String code, String message) {
    Client.Reply reply = client.post(UPSERT, batch(untraced("R", property, value)));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.list("errors"))
        .isEqualTo(
            List.of(
                Map.of(
                    "message",
                    message,
                    "code",
                    code,
                    "context",
                    Map.of("propertyName", List.of(property)))));
    assertThat(reply.message())
        .isEqualTo(
            "Property values were not valid: [{\"isValid\":false,\"message\":\""
                + message.replace("\"", "\\\"")
                + "\",\"error\":\""
                + code
                + "\",\"name\":\""
                + property
                + "\"}]");
  }

  @Test
  void refusesATextAboveTheLongest() {
    String longest = "x".repeat(65_536);
    assertThat(client.post(UPSERT, batch(untraced("L", "city", longest))).status()).isEqualTo(200);
    assertThat(client.post(UPSERT, batch(untraced("L", "city", longest + "x"))).status())
        .isEqualTo(400);
  }
}
