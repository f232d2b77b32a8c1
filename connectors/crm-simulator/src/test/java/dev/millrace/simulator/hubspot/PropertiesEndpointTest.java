package dev.millrace.simulator.hubspot;

import static dev.millrace.simulator.Client.UPSERT;
import static dev.millrace.simulator.Client.batch;
import static dev.millrace.simulator.Client.untraced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.simulator.Client;
import dev.millrace.simulator.CrmSimulator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PropertiesEndpointTest {

  private static final String CONTACTS = "/crm/v3/properties/contacts";

  private final CrmSimulator crm = CrmSimulator.builder().start();
  private final Client client = new Client(crm);

  @AfterEach
  void close() {
    crm.close();
  }

  private static Map<String, Object> definition(String name, boolean unique) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", name);
    body.put("label", "Label");
    body.put("groupName", "contactinformation");
    body.put("type", "string");
    body.put("fieldType", "text");
    body.put("hasUniqueValue", unique);
    return body;
  }

  @Test
  void tellsOfAllAndOfOne() {
    Client.Reply all = client.get(CONTACTS);
    Client.Reply one = client.get(CONTACTS + "/lifecyclestage");
    assertThat(all.list("results")).contains(one.body());
    assertThat(one.body())
        .containsEntry("name", "lifecyclestage")
        .containsEntry("type", "enumeration")
        .containsEntry("fieldType", "select")
        .containsEntry("hasUniqueValue", false);
    assertThat(one.list("options"))
        .contains(Map.of("label", "lead", "value", "lead", "hidden", false));
    assertThat(client.get("/crm/properties/2026-03/0-1/lifecyclestage").body())
        .isEqualTo(one.body());
  }

  @Test
  void theCrmsOwnPropertiesAreReadOnlyAndTheEmailIsNotMarkedUnique() {
    assertThat(client.get(CONTACTS + "/hs_object_id").body().get("modificationMetadata"))
        .isEqualTo(Map.of("archivable", false, "readOnlyDefinition", true, "readOnlyValue", true));
    assertThat(client.get(CONTACTS + "/email").body()).containsEntry("hasUniqueValue", false);
  }

  @Test
  void takesANewOneThatThenIdentifiesRecords() {
    Client.Reply created = client.post(CONTACTS, definition("ext_id", true));
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.body()).containsEntry("hasUniqueValue", true);
    assertThat(client.get(CONTACTS + "/ext_id").body()).isEqualTo(created.body());
    assertThat(client.post(UPSERT, batch(untraced("A1"))).status()).isEqualTo(200);
  }

  @Test
  void refusesWhatIsThereOrBadlyNamedOrTooMuch() {
    assertThat(client.post(CONTACTS, definition("email", false)).status()).isEqualTo(409);
    assertThat(client.post(CONTACTS, definition("Ext-Id", false)).status()).isEqualTo(400);
    assertThat(client.post(CONTACTS, Map.of("name", "x")).message())
        .isEqualTo(
            "Invalid input JSON on line 1, column 2. Some required fields were not set: [label]");
    List<Integer> created =
        IntStream.range(0, 10)
            .mapToObj(i -> client.post(CONTACTS, definition("unique_" + i, true)).status())
            .toList();
    assertThat(created).endsWith(201, 400);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    Client.Reply reply = client.get(CONTACTS + "/nope");
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.body()).containsEntry("category", "OBJECT_NOT_FOUND");
    assertThat(client.get("/crm/v3/properties/butterflies").message())
        .isEqualTo("Unable to infer object type from: butterflies");
  }
}
