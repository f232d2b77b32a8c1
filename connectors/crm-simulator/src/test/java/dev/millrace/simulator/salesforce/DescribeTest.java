package dev.millrace.simulator.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.simulator.Client;
import dev.millrace.simulator.Property;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescribeTest extends SalesforceFixture {

  private Map<String, Object> field(String object, String name) {
    Client.Reply reply = client.get(BASE + "/sobjects/" + object + "/describe");
    return reply.list("fields").stream().filter(f -> f.get("name").equals(name)).findAny().get();
  }

  @ParameterizedTest
  @CsvSource({
    "Contact, Ext_Id__c, string, 255, true, true, true, true",
    "Contact, Legacy__c, string, 255, true, true, false, true",
    "Contact, Id, id, 18, false, true, false, false",
    "Contact, Email, email, 80, false, true, false, true",
    "Contact, AccountId, reference, 18, false, false, false, true",
    "Contact, Birthdate, date, 0, false, false, false, true",
    "Contact, DoNotCall, boolean, 0, false, false, false, true",
    "Contact, CreatedDate, datetime, 0, false, false, false, false",
    "Account, AnnualRevenue, double, 0, false, false, false, true",
    "Lead, Description, textarea, 32768, false, false, false, true",
    "Opportunity, CloseDate, date, 0, false, false, false, true"
  })
  void tellsEachFieldsTypeAndUse(
      String object,
      String name,
      String type,
      long length,
      boolean externalId,
      boolean idLookup,
      boolean unique,
      boolean writable) {
    assertThat(field(object, name))
        .containsEntry("type", type)
        .containsEntry("length", length)
        .containsEntry("externalId", externalId)
        .containsEntry("idLookup", idLookup)
        .containsEntry("unique", unique)
        .containsEntry("createable", writable)
        .containsEntry("updateable", writable);
  }

  @Test
  void tellsWhereAReferenceLeads() {
    assertThat(field("Contact", "AccountId"))
        .containsEntry("referenceTo", List.of("Account"))
        .containsEntry("relationshipName", "Account");
  }

  @Test
  void objectsAndFieldsCanBeAdded() {
    crm.define(
        "Machine__c",
        Property.string("Serial__c").asExternalId().asUnique(),
        Property.enumeration("Kind__c", "a", "b").asMultiple(),
        Property.reference("Owner__c", "Account"));
    Client.Reply added =
        client.post(
            BASE + "/tooling/sobjects/CustomField",
            Map.of(
                "FullName",
                "Machine__c.Number__c",
                "Metadata",
                Map.of("type", "Text", "length", 30, "externalId", true, "unique", true)));
    assertThat(added.status()).isEqualTo(201);
    assertThat(field("Machine__c", "Number__c"))
        .containsEntry("length", 30L)
        .containsEntry("externalId", true)
        .containsEntry("unique", true);
    accounts(account("P"));
    Client.Reply reply =
        client.patch(
            BASE + "/composite/sobjects/Machine__c/Number__c",
            records(
                false,
                fields(
                    "attributes",
                    Map.of("type", "Machine__c"),
                    "Number__c",
                    "1",
                    "Kind__c",
                    "a;b",
                    "Owner__r",
                    Map.of("Ext_Id__c", "P")),
                fields(
                    "attributes", Map.of("type", "Machine__c"), "Number__c", "2", "Kind__c", "c")));
    assertThat(reply.elements())
        .containsExactly(
            created(id(reply, 0)),
            failure(
                "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
                "Kind__c: bad value for restricted picklist field: c",
                "Kind__c"));
  }

  @Test
  void tellsVersionsAndObjects() {
    assertThat(client.get("/services/data").elements().get(47))
        .isEqualTo(Map.of("label", "Release 67", "url", "/services/data/v67.0", "version", "67.0"));
    assertThat(client.get(BASE + "/sobjects").list("sobjects").stream().map(o -> o.get("name")))
        .containsExactly("Account", "Contact", "Lead", "Opportunity");
    assertThat(client.get("/services/data/v99.0/sobjects").status()).isEqualTo(404);
    assertThat(client.get(BASE + "/sobjects/Nope/describe").status()).isEqualTo(404);
  }
}
