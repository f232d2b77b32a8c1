package dev.millrace.simulator.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.simulator.Client;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.Property;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls that are refused as a whole, with the words they are refused in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsTest {

  private static final String CONTACTS = "/crm/v3/objects/contacts/";

  private CrmSimulator crm;
  private Client client;

  @BeforeAll
  void start() {
    crm = CrmSimulator.builder().define("contacts", Property.string("ext_id").asUnique()).start();
    client = new Client(crm);
  }

  @AfterAll
  void close() {
    crm.close();
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        arguments(
            CONTACTS + "batch/upsert",
            "{\"inputs\":[{\"id\":\"A\",\"idProperty\":\"company\",\"properties\":{}}]}",
            400,
            "VALIDATION_ERROR",
            "Unable to perform update/upsert by non-unique 0-1 property company"),
        arguments(
            "/crm/v3/objects/0-3/batch/upsert",
            "{\"inputs\":[{\"id\":\"A\",\"idProperty\":\"dealname\",\"properties\":{}}]}",
            400,
            "VALIDATION_ERROR",
            "Unable to perform update/upsert by non-unique 0-3 property dealname"),
        arguments(
            CONTACTS + "batch/upsert",
            "{\"inputs\":[{\"id\":\"1\",\"idProperty\":\"hs_object_id\",\"properties\":{}}]}",
            400,
            "VALIDATION_ERROR",
            "Unable to perform update/upsert by non-unique 0-1 property hs_object_id"),
        arguments(
            CONTACTS + "batch/upsert",
            "{\"inputs\":[{\"id\":\"A\",\"idProperty\":\"nope\",\"properties\":{}}]}",
            400,
            "VALIDATION_ERROR",
            "Property values were not valid: [{\"isValid\":false,\"message\":\"Property \\\"nope\\\""
                + " does not exist\",\"error\":\"PROPERTY_DOESNT_EXIST\",\"name\":\"nope\"}]"),
        arguments(
            CONTACTS + "batch/upsert",
            "{\"inputs\":[{\"idProperty\":\"ext_id\"}]}",
            400,
            "VALIDATION_ERROR",
            "Invalid input JSON on line 1, column 35. Some required fields were not set: [id,"
                + " properties]"),
        arguments(
            CONTACTS + "batch/upsert",
            "{}",
            400,
            "VALIDATION_ERROR",
            "Invalid input JSON on line 1, column 3. Some required fields were not set: [inputs]"),
        arguments(
            CONTACTS + "batch/upsert",
            "{\"inputs\":[\n{\"id\":\"A\",\"properties\":{\"city\":[1]}}]}",
            400,
            "VALIDATION_ERROR",
            "Invalid input JSON on line 2, column 32: Cannot deserialize value of type"
                + " `java.lang.String` from token `JsonToken.START_ARRAY`"),
        arguments(
            CONTACTS + "batch/archive",
            "{\"ids\":[1]}",
            400,
            "VALIDATION_ERROR",
            "Invalid input JSON on line 1, column 2. Some required fields were not set: [inputs]"),
        arguments(
            "/crm/v3/objects/butterflies/batch/upsert",
            "{\"inputs\":[]}",
            400,
            null,
            "Unable to infer object type from: butterflies"),
        arguments(
            CONTACTS + "batch/merge",
            "{\"inputs\":[]}",
            404,
            "OBJECT_NOT_FOUND",
            "resource not found"),
        arguments(
            "/crm/objects/2019-01/contacts/batch/upsert",
            "{\"inputs\":[]}",
            404,
            "OBJECT_NOT_FOUND",
            "resource not found"),
        arguments(
            "/crm/v3/objects/companies/batch/create",
            "{\"inputs\":[{\"properties\":{\"city\":\"Rome\"}}]}",
            400,
            "VALIDATION_ERROR",
            "Error creating COMPANY. Some required properties were not set."),
        arguments(
            "/crm/v3/objects/tickets/batch/create",
            "{\"inputs\":[{\"properties\":{\"subject\":\"Help\"}}]}",
            400,
            "VALIDATION_ERROR",
            "Error creating TICKET. Some required properties were not set."));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refuses(String path, String body, int status, String category, String message) {
    Client.Reply reply = client.post(path, body);
    assertThat(reply.message()).isEqualTo(message);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.body().get("status")).isEqualTo("error");
    assertThat(reply.body().get("category")).isEqualTo(category);
    assertThat(reply.body().get("correlationId"))
        .isEqualTo(reply.header("X-HubSpot-Correlation-Id"))
        .isNotNull();
    assertThat(reply.header("X-HubSpot-NotFound")).isEqualTo(status == 404 ? "true" : null);
  }

  @Test
  void malformedJsonIsToldWithItsPlace() {
    Client.Reply reply = client.post(CONTACTS + "batch/upsert", "{\"inputs\":[{]}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.message()).startsWith("Invalid input JSON on line 1, column 13: Unexpected");
    assertThat(client.post(CONTACTS + "batch/upsert", "").status()).isEqualTo(400);
  }

  @Test
  void anUpdateOfNothingIsRefused() {
    String upsert =
        "{\"inputs\":[{\"id\":\"A\",\"idProperty\":\"ext_id\",\"properties\":{\"ext_id\":\"A\"}}]}";
    client.post(CONTACTS + "batch/upsert", upsert);
    Client.Reply reply =
        client.post(
            CONTACTS + "batch/update",
            "{\"inputs\":[{\"id\":\"A\",\"idProperty\":\"ext_id\",\"properties\":{}}]}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.message())
        .isEqualTo("No properties found to update, please provide at least one.");
  }

  @Test
  void aBodyThatIsNotSaidToBeJsonIsRefused() {
    assertThat(client.send("POST", CONTACTS + "batch/upsert", "{}", "text/plain").status())
        .isEqualTo(415);
  }
}
