package dev.millrace.simulator.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.simulator.Client;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SingleRecordTest extends SalesforceFixture {

  private static final String CONTACT = BASE + "/sobjects/Contact";

  private static String byKey(String value) {
    return CONTACT + "/Ext_Id__c/" + value;
  }

  @Test
  void upsertCreatesAndUpdatesByTheKeyInThePath() {
    Client.Reply created = client.patch(byKey("a%2Fb"), fields("LastName", "L"));
    Client.Reply updated = client.patch(byKey("A%2FB"), fields("FirstName", "F"));
    String id = (String) created.body().get("id");
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.body()).isEqualTo(created(id));
    assertThat(updated.status()).isEqualTo(200);
    assertThat(updated.body()).isEqualTo(updated(id));
    assertThat(crm.records("Contact", "Ext_Id__c").values())
        .containsExactly(Map.of("Ext_Id__c", "A/B", "LastName", "L", "FirstName", "F"));
  }

  @Test
  void theKeyIsNotAmongTheFields() {
    Client.Reply reply = client.patch(byKey("A1"), fields("LastName", "L", "Ext_Id__c", "A1"));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.elements())
        .containsExactly(
            Map.of(
                "errorCode", "INVALID_FIELD",
                "message", "The Ext_Id__c field should not be specified in the sobject data."));
  }

  @Test
  void updateOnlyDoesNotFindWhatIsNotThere() {
    assertThat(client.patch(byKey("A1") + "?updateOnly=true", fields("LastName", "L")).status())
        .isEqualTo(404);
    assertThat(crm.count("Contact")).isZero();
  }

  @Test
  void severalMatchesAre300WithTheirUrls() {
    Client.Reply both =
        contacts(contact("A1", "Legacy__c", "L1"), contact("A2", "Legacy__c", "l1"));
    List<String> urls = List.of(CONTACT + '/' + id(both, 0), CONTACT + '/' + id(both, 1));
    String path = CONTACT + "/Legacy__c/L1";
    for (Client.Reply reply :
        List.of(
            client.patch(path, fields("LastName", "X")), client.delete(path), client.get(path))) {
      assertThat(reply.status()).isEqualTo(300);
      assertThat(reply.json()).isEqualTo(urls);
    }
    assertThat(crm.count("Contact")).isEqualTo(2);
  }

  @Test
  void aRefusalIsAListOfErrors() {
    Client.Reply reply = client.patch(byKey("A1"), fields("FirstName", "F"));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.elements())
        .containsExactly(
            Map.of(
                "errorCode", "REQUIRED_FIELD_MISSING",
                "message", "Required fields are missing: [LastName]",
                "fields", List.of("LastName")));
  }

  @Test
  void readsAndDeletesByIdOrKey() {
    String id = id(contacts(contact("A1", "DoNotCall", true), contact("A2")), 0);
    assertThat(client.get(byKey("a1")).body())
        .containsEntry("Id", id)
        .containsEntry("DoNotCall", true)
        .containsEntry("HasOptedOutOfEmail", false)
        .containsEntry("FirstName", null)
        .containsEntry("attributes", Map.of("type", "Contact", "url", CONTACT + '/' + id));
    assertThat(client.delete(CONTACT + '/' + id).status()).isEqualTo(204);
    assertThat(client.delete(byKey("A2")).status()).isEqualTo(204);
    assertThat(client.delete(byKey("A2")).status()).isEqualTo(404);
    Client.Reply again = client.delete(CONTACT + '/' + id);
    assertThat(again.status()).isEqualTo(404);
    assertThat(again.elements())
        .containsExactly(Map.of("errorCode", "ENTITY_IS_DELETED", "message", "entity is deleted"));
    assertThat(client.get(CONTACT + '/' + id).status()).isEqualTo(404);
  }
}
