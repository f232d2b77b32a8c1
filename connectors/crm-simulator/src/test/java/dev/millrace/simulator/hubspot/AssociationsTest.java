package dev.millrace.simulator.hubspot;

import static dev.millrace.simulator.Client.UPSERT;
import static dev.millrace.simulator.Client.batch;
import static dev.millrace.simulator.Client.untraced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.simulator.Client;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.Limits;
import dev.millrace.simulator.Property;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 1.6 of the contract. */
class AssociationsTest {

  private static final String V4 = "/crm/v4/associations/contacts/companies/";

  private final CrmSimulator crm =
      CrmSimulator.builder()
          .limits(new Limits(1000, 10_000, 0, 0, 0, 9))
          .token(CrmSimulator.DEFAULT_TOKEN)
          .token("companies-only", Set.of("crm.objects.companies.write"))
          .define("contacts", Property.string("ext_id").asUnique())
          .define("companies", Property.string("ext_id").asUnique())
          .start();
  private final Client client = new Client(crm);
  private String ann;
  private String bob;
  private String acme;

  @BeforeEach
  void writeRecords() {
    Map<String, Map<String, Object>> contacts =
        client.post(UPSERT, batch(untraced("ann"), untraced("bob"))).resultsBy("ext_id");
    ann = (String) contacts.get("ann").get("id");
    bob = (String) contacts.get("bob").get("id");
    acme =
        (String)
            client
                .post(
                    "/crm/v3/objects/companies/batch/upsert",
                    batch(untraced("acme", "name", "Acme")))
                .resultsBy("ext_id")
                .get("acme")
                .get("id");
  }

  @AfterEach
  void close() {
    crm.close();
  }

  private static Map<String, Object> pair(String from, String to, long... types) {
    Map<String, Object> pair = new LinkedHashMap<>();
    pair.put("from", Map.of("id", from));
    pair.put("to", Map.of("id", to));
    if (types.length > 0) {
      pair.put(
          "types",
          Arrays.stream(types)
              .mapToObj(
                  type ->
                      Map.of("associationCategory", "HUBSPOT_DEFINED", "associationTypeId", type))
              .toList());
    }
    return pair;
  }

  private Map<String, List<String>> associations() {
    return crm.associations("contacts", "ext_id", "companies", "ext_id");
  }

  @ParameterizedTest
  @ValueSource(strings = {V4, "/crm/associations/2026-03/0-1/0-2/"})
  void createAnswers201WithIdsAsNumbers(String path) {
    Client.Reply reply = client.post(path + "batch/create", batch(pair(ann, acme, 279)));
    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.stableBody())
        .isEqualTo(
            Map.of(
                "status",
                "COMPLETE",
                "results",
                List.of(
                    Map.of(
                        "fromObjectTypeId", "0-1",
                        "fromObjectId", Long.valueOf(ann),
                        "toObjectTypeId", "0-2",
                        "toObjectId", Long.valueOf(acme),
                        "labels", List.of()))));
    assertThat(associations()).isEqualTo(Map.of("ann", List.of("acme")));
  }

  @Test
  void idsThatAreNoneAreListedAndTheOthersTakeEffect() {
    Client.Reply reply =
        client.post(
            V4 + "batch/create",
            batch(pair(ann, acme, 279), pair(bob, "X", 279), pair("77", acme, 279)));
    assertThat(reply.status()).isEqualTo(207);
    assertThat(reply.body()).containsEntry("numErrors", 2L);
    assertThat(reply.list("errors"))
        .containsExactly(
            Map.of(
                "status", "error",
                "category", "VALIDATION_ERROR",
                "subCategory", "crm.associations.INVALID_IDENTIFIER",
                "message", "X is not a valid ID",
                "context", Map.of("id", List.of("X"))),
            Map.of(
                "status", "error",
                "category", "VALIDATION_ERROR",
                "subCategory", "crm.associations.INVALID_IDENTIFIER",
                "message", "77 is not a valid ID",
                "context", Map.of("id", List.of("77"))));
    assertThat(associations()).containsOnlyKeys("ann");
  }

  @Test
  void theDefaultLabelIsSetByBatchOrOneByOne() {
    Client.Reply batch = client.post(V4 + "batch/associate/default", batch(pair(ann, acme)));
    Client.Reply one =
        client.send(
            "PUT",
            "/crm/v4/objects/contacts/" + bob + "/associations/default/companies/" + acme,
            null,
            null);
    assertThat(batch.status()).isEqualTo(200);
    assertThat(one.status()).isEqualTo(200);
    Map<String, Object> spec =
        Map.of("associationCategory", "HUBSPOT_DEFINED", "associationTypeId", 279L);
    assertThat(batch.list("results"))
        .containsExactly(
            Map.of("from", Map.of("id", ann), "to", Map.of("id", acme), "associationSpec", spec));
    assertThat(one.list("results").get(0)).containsEntry("associationSpec", spec);
    assertThat(associations()).isEqualTo(Map.of("ann", List.of("acme"), "bob", List.of("acme")));
    assertThat(crm.associations("companies", "ext_id", "contacts", "ext_id"))
        .isEqualTo(Map.of("acme", List.of("ann", "bob")));
  }

  @Test
  void archiveEndsAssociationsAndIsIdempotent() {
    client.post(V4 + "batch/associate/default", batch(pair(ann, acme), pair(bob, acme)));
    Map<String, Object> ended =
        Map.of("from", Map.of("id", ann), "to", List.of(Map.of("id", acme)));
    assertThat(client.post(V4 + "batch/archive", batch(ended)).status()).isEqualTo(204);
    assertThat(client.post(V4 + "batch/archive", batch(ended)).status()).isEqualTo(204);
    assertThat(associations()).isEqualTo(Map.of("bob", List.of("acme")));
  }

  @Test
  void settingLabelsReplacesThemAndTheyAreArchivedAlone() {
    client.post(V4 + "batch/create", batch(pair(ann, acme, 1)));
    assertThat(typesOf(ann)).containsExactlyInAnyOrder(1L, 279L);
    client.post(V4 + "batch/labels/archive", batch(pair(ann, acme, 1)));
    assertThat(typesOf(ann)).containsExactly(279L);
    client.post(V4 + "batch/create", batch(pair(ann, acme, 1)));
    client.post(V4 + "batch/create", batch(pair(ann, acme, 279)));
    assertThat(typesOf(ann)).containsExactly(279L);
  }

  private List<Object> typesOf(String contact) {
    Client.Reply reply =
        client.get("/crm/v4/objects/contacts/" + contact + "/associations/companies");
    List<?> types = (List<?>) reply.list("results").get(0).get("associationTypes");
    return types.stream().map(type -> Client.map(type).get("typeId")).toList();
  }

  @Test
  void readTellsThoseThereAreAndWhichRecordsHaveNone() {
    client.post(V4 + "batch/associate/default", batch(pair(ann, acme)));
    Client.Reply reply =
        client.post(V4 + "batch/read", batch(Map.of("id", ann), Map.of("id", bob)));
    assertThat(reply.status()).isEqualTo(207);
    Map<String, Object> type = new LinkedHashMap<>();
    type.put("category", "HUBSPOT_DEFINED");
    type.put("typeId", 279L);
    type.put("label", null);
    assertThat(reply.list("results"))
        .containsExactly(
            Map.of(
                "from", Map.of("id", ann),
                "to",
                    List.of(
                        Map.of(
                            "toObjectId", Long.valueOf(acme), "associationTypes", List.of(type)))));
    assertThat(reply.list("errors").get(0))
        .containsEntry("subCategory", "crm.associations.NO_ASSOCIATIONS_FOUND")
        .containsEntry("context", Map.of("fromObjectId", List.of(bob)));
  }

  @Test
  void anArchivedRecordsAssociationsDoNotShow() {
    client.post(V4 + "batch/associate/default", batch(pair(ann, acme)));
    client.post("/crm/v3/objects/companies/batch/archive", batch(Map.of("id", acme)));
    assertThat(associations()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "batch/create, 2000",
    "batch/associate/default, 2000",
    "batch/archive, 100",
    "batch/read, 1000"
  })
  void takesSoManyAndNoMore(String action, int most) {
    Map<String, Object> input = new LinkedHashMap<>(pair(ann, acme, 279));
    input.put("id", ann);
    assertThat(
            client.post(V4 + action, Map.of("inputs", Collections.nCopies(most, input))).status())
        .isLessThan(300);
    assertThat(
            client
                .post(V4 + action, Map.of("inputs", Collections.nCopies(most + 1, input)))
                .status())
        .isEqualTo(400);
    assertThat(crm.stats().violations().oversizedCalls()).isEqualTo(1);
  }

  @Test
  void associationsHaveALimitOfTheirOwn() {
    for (int i = 0; i < 9; i++) {
      assertThat(client.post(V4 + "batch/associate/default", batch(pair(ann, acme))).status())
          .isEqualTo(200);
    }
    assertThat(client.post(V4 + "batch/associate/default", batch(pair(ann, acme))).status())
        .isEqualTo(429);
    assertThat(client.post(UPSERT, batch(untraced("ann"))).status()).isEqualTo(200);
  }

  @Test
  void aTypeOfTheOtherDirectionOrAnUnknownObjectOrAMissingScopeIsRefused() {
    assertThat(client.post(V4 + "batch/create", batch(pair(ann, acme, 280))).status())
        .isEqualTo(400);
    assertThat(
            client
                .post("/crm/v4/associations/contacts/nothing/batch/create", batch(pair(ann, acme)))
                .message())
        .isEqualTo("Unable to infer object type from: nothing");
    assertThat(
            new Client(crm, "companies-only")
                .post(V4 + "batch/associate/default", batch(pair(ann, acme)))
                .status())
        .isEqualTo(403);
  }
}
