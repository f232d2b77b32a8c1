package dev.millrace.crm.hubspot;

import static dev.millrace.crm.hubspot.Some.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.crm.Association;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.RecordType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HubSpotCheckTest {

  private static final String CONTACTS = "GET /crm/v3/properties/contacts";
  private static final String DEALS = "GET /crm/v3/properties/deals";
  private static final String WRITE_CONTACTS = "POST /crm/v3/objects/contacts/batch/upsert";
  private static final String WRITE_DEALS = "POST /crm/v3/objects/deals/batch/upsert";

  private static final CrmResponse NOTHING_TO_WRITE =
      answer(400, "{\"status\": \"error\", \"category\": \"VALIDATION_ERROR\"}");
  private static final String PROPERTIES =
      """
      {"results": [
        {"name": "email", "label": "E-mail", "type": "string", "options": [{"name": "no"}], "hasUniqueValue": false,
         "modificationMetadata": {"archivable": true, "readOnlyDefinition": true, "readOnlyValue": false}},
        {"name": "ext_id", "hasUniqueValue": true},
        {"name": "company", "hasUniqueValue": false, "calculated": false},
        {"name": "createdate", "modificationMetadata": {"readOnlyValue": true}},
        {"name": "score", "calculated": true},
        {"name": "dealname"}, {"name": "amount"}
      ]}
      """;

  private final Map<String, CrmResponse> answers = new LinkedHashMap<>();
  private final List<String> asked = new ArrayList<>();

  HubSpotCheckTest() {
    answers.put(CONTACTS, answer(200, PROPERTIES));
    answers.put(WRITE_CONTACTS, NOTHING_TO_WRITE);
    answers.put(DEALS, answer(200, PROPERTIES));
    answers.put(WRITE_DEALS, NOTHING_TO_WRITE);
  }

  @Test
  void whatIsRightIsAskedOnceAnObjectAndHasNoFault() throws IOException {
    assertThat(
            check(
                new RecordType("contacts", "ext_id", List.of("ext_id", "company")),
                new RecordType("contacts", "email", List.of("email")),
                new RecordType("deals", "ext_id", List.of("amount"))))
        .isEmpty();
    assertThat(asked).containsExactly(CONTACTS, WRITE_CONTACTS, DEALS, WRITE_DEALS);
  }

  @Test
  void everyWrongPropertyIsTold() throws IOException {
    assertThat(
            check(
                new RecordType(
                    "contacts",
                    "ext_id",
                    List.of("ext_id", "compnay", "wholly_unlike_anything", "createdate", "score"))))
        .containsExactly(
            "hubspot contacts: there is no property 'compnay'; expected a property's internal name,"
                + " such as company; mend: correct the mapping, or create the property in HubSpot's"
                + " settings",
            "hubspot contacts: there is no property 'wholly_unlike_anything'; expected a property's"
                + " internal name; mend: correct the mapping, or create the property in HubSpot's"
                + " settings",
            "hubspot contacts: property 'createdate' is read only: HubSpot sets it itself; expected a"
                + " property that can be written; mend: take it out of the mapping",
            "hubspot contacts: property 'score' is read only: HubSpot sets it itself; expected a"
                + " property that can be written; mend: take it out of the mapping");
  }

  @Test
  void anIdThatIdentifiesNothingIsTold() throws IOException {
    String mend =
        "; expected a property with unique values; mend: create one, it can be made unique only then"
            + " (at most 10 an object): POST /crm/v3/properties/deals with \"hasUniqueValue\": true";
    assertThat(
            check(
                new RecordType("deals", "dealname", List.of("amount")),
                new RecordType("deals", "email", List.of("amount")),
                new RecordType("deals", "ext_idd", List.of("amount")),
                new RecordType("deals", "hs_object_id", List.of("amount"))))
        .containsExactly(
            "hubspot deals: property 'dealname' identifies no record: several may have the same"
                + " value"
                + mend,
            "hubspot deals: property 'email' identifies no record: several may have the same value"
                + mend,
            "hubspot deals: there is no property 'ext_idd'; expected a property's internal name,"
                + " such as ext_id; mend: correct the mapping, or create the property in HubSpot's"
                + " settings",
            "hubspot deals: id is hs_object_id, which HubSpot gives out itself"
                + mend.replace("a property with unique", "a property of your own with unique"));
  }

  @Test
  void aRefusedTokenIsTheOnlyFault() throws IOException {
    answers.put(CONTACTS, answer(401, "{\"category\": \"INVALID_AUTHENTICATION\"}"));
    assertThat(
            check(
                new RecordType("contacts", "nope", List.of("nope")),
                new RecordType("deals", "nope", List.of("nope"))))
        .containsExactly(
            "sink.token: HubSpot does not accept the token (INVALID_AUTHENTICATION); expected the"
                + " access token of a private app or a service key that is in force; mend: copy it"
                + " from HubSpot's settings, Integrations, Private Apps, to where sink.token"
                + " refers");
    assertThat(asked).containsExactly(CONTACTS);
  }

  @Test
  void everyMissingScopeIsTold() throws IOException {
    answers.put(CONTACTS, answer(403, "{\"category\": \"MISSING_SCOPES\"}"));
    answers.put(
        WRITE_DEALS,
        answer(
            403,
            "{\"category\": \"MISSING_SCOPES\","
                + " \"context\": {\"requiredGranularScopes\": [\"crm.objects.deals.write\"]}}"));
    assertThat(
            check(
                new RecordType("contacts", "ext_id", List.of()),
                new RecordType("deals", "ext_id", List.of())))
        .containsExactly(
            "hubspot contacts: the token may not read the properties of contacts; expected a token"
                + " with that right; mend: add the scope to the private app in HubSpot's settings,"
                + " Integrations, Private Apps",
            "hubspot deals: the token may not write deals; expected a token with one of"
                + " crm.objects.deals.write; mend: add the scope to the private app in HubSpot's"
                + " settings, Integrations, Private Apps");
  }

  @Test
  void anObjectThatIsNotThereIsTold() throws IOException {
    answers.put(
        CONTACTS, answer(400, "{\"message\": \"Unable to infer object type from: contacts\"}"));
    answers.put(DEALS, answer(404, "{}"));
    assertThat(
            check(
                new RecordType("contacts", "ext_id", List.of()),
                new RecordType("deals", "ext_id", List.of())))
        .hasSize(2)
        .allMatch(fault -> fault.matches("hubspot \\w+: HubSpot has no such object; expected .*"));
  }

  @Test
  void aWrongPathIsTold() throws IOException {
    answers.put(WRITE_DEALS, answer(404, "{}"));
    assertThat(check(new RecordType("deals", "ext_id", List.of())))
        .containsExactly(
            "sink.api-path: HubSpot knows no path /crm/v3/objects/deals/batch/upsert; expected the"
                + " path of its object API; mend: leave sink.api-path out, or name a version:"
                + " /crm/objects/2026-03");
  }

  @Test
  void associationsAreAskedForTheRightToMakeThem() throws IOException {
    String path = "/crm/v4/associations/contacts/deals/batch/associate/default";
    RecordType type =
        new RecordType(
            "contacts", "ext_id", List.of(), null, List.of(new Association("deals", "ext_id")));
    answers.put("POST " + path, NOTHING_TO_WRITE);
    assertThat(check(type, type)).isEmpty();
    assertThat(asked).containsExactly(CONTACTS, WRITE_CONTACTS, "POST " + path);

    answers.put("POST " + path, answer(403, "{\"category\": \"MISSING_SCOPES\"}"));
    assertThat(check(type))
        .containsExactly(
            "hubspot contacts: the token may not associate deals with contacts; expected a token"
                + " with that right; mend: add the scope to the private app in HubSpot's settings,"
                + " Integrations, Private Apps");

    answers.put("POST " + path, answer(404, "{}"));
    assertThat(check(type))
        .singleElement()
        .asString()
        .startsWith("sink.api-path: HubSpot knows no path " + path);
  }

  @Test
  void whenHubSpotCannotSayNothingIsClaimed() {
    RecordType deals = new RecordType("deals", "ext_id", List.of());
    answers.put(DEALS, answer(503, "<html>"));
    assertThatThrownBy(() -> check(deals))
        .isInstanceOf(IOException.class)
        .hasMessage("HubSpot answers GET /crm/v3/properties/deals with HTTP 503");
    answers.put(DEALS, answer(200, "<html>"));
    assertThatThrownBy(() -> check(deals))
        .isInstanceOf(IOException.class)
        .hasMessage("HubSpot answers GET /crm/v3/properties/deals with what is not its JSON");
  }

  private List<String> check(RecordType... types) throws IOException {
    return Some.connector()
        .check(
            List.of(types),
            request -> {
              asked.add(request.toString());
              return answers.get(request.toString());
            })
        .stream()
        .map(Object::toString)
        .toList();
  }
}
