package dev.millrace.simulator.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.simulator.Client;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Point 10 of the contract's Salesforce mode: ids looked up by SOQL, records deleted by ids. */
class DeleteAndQueryTest extends SalesforceFixture {

  private static final String DELETE = BASE + "/composite/sobjects?ids=";

  private Client.Reply query(String soql) {
    return client.get(BASE + "/query?q=" + URLEncoder.encode(soql, StandardCharsets.UTF_8));
  }

  private static Map<String, Object> deletion(String id, String... error) {
    return Map.of(
        "id",
        id,
        "success",
        error.length == 0,
        "errors",
        error.length == 0
            ? List.of()
            : List.of(Map.of("statusCode", error[0], "message", error[1], "fields", List.of())));
  }

  @Test
  void deletesByIdsInOrderAndTellsWhatIsGone() {
    Client.Reply written = contacts(contact("A1"), contact("A2"));
    String account = id(accounts(account("P")), 0);
    client.delete(DELETE + id(written, 1));
    String unknown = SalesforceIds.text("003", 99_000_000_000L);
    Client.Reply reply =
        client.delete(
            DELETE
                + String.join(",", account, id(written, 1), "nonsense", unknown, id(written, 0)));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.elements())
        .containsExactly(
            deletion(account),
            deletion(id(written, 1), "ENTITY_IS_DELETED", "entity is deleted"),
            deletion("nonsense", "MALFORMED_ID", "malformed id nonsense"),
            deletion(unknown, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id"),
            deletion(id(written, 0)));
    assertThat(crm.count("Contact") + crm.count("Account")).isZero();
  }

  @Test
  void allOrNoneDeletesNothingWhenOneIsGone() {
    Client.Reply written = contacts(contact("A1"), contact("A2"));
    client.delete(DELETE + id(written, 1));
    Client.Reply reply =
        client.delete(DELETE + id(written, 0) + ',' + id(written, 1) + "&allOrNone=true");
    assertThat(reply.elements().get(0).toString()).contains("ALL_OR_NONE_OPERATION_ROLLED_BACK");
    assertThat(contacts(contact("A1")).elements()).containsExactly(updated(id(written, 0)));
  }

  @Test
  void takesTwoHundredIdsAndNoLongUri() {
    String id = SalesforceIds.text("003", 1);
    assertThat(
            client
                .delete(DELETE + String.join(",", java.util.Collections.nCopies(201, id)))
                .status())
        .isEqualTo(400);
    assertThat(client.get(BASE + "/query?q=" + "x".repeat(17_000)).status()).isEqualTo(414);
  }

  @Test
  void aDeletedKeyIsCreatedAnew() {
    String id = id(contacts(contact("A1")), 0);
    client.delete(DELETE + id);
    Client.Reply again = contacts(contact("A1"));
    assertThat(again.elements().get(0)).containsEntry("created", true);
    assertThat(id(again, 0)).isNotEqualTo(id);
  }

  @Test
  void findsIdsByKeysWhateverTheirCase() {
    Client.Reply written = contacts(contact("O'Neil\\x"), contact("A2"), contact("A3"));
    Client.Reply reply =
        query("SELECT Id, Ext_Id__c FROM Contact WHERE Ext_Id__c IN ('o\\'neil\\\\x','a3','no')");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body())
        .isEqualTo(
            Map.of(
                "totalSize",
                2L,
                "done",
                true,
                "records",
                List.of(row(written, 0, "O'Neil\\x"), row(written, 2, "A3"))));
  }

  private static Map<String, Object> row(Client.Reply written, int index, String key) {
    String id = id(written, index);
    return Map.of(
        "attributes",
        Map.of("type", "Contact", "url", BASE + "/sobjects/Contact/" + id),
        "Id",
        id,
        "Ext_Id__c",
        key);
  }

  @Test
  void answersPageByPage() {
    restart(builder -> builder.queryPage(2));
    contacts(IntStream.range(0, 5).mapToObj(i -> contact("A" + i)).toArray());
    Client.Reply reply = query("SELECT Ext_Id__c FROM Contact");
    List<Object> keys = new ArrayList<>();
    int pages = 1;
    while (true) {
      reply.list("records").forEach(record -> keys.add(record.get("Ext_Id__c")));
      assertThat(reply.body()).containsEntry("totalSize", 5L);
      if (reply.body().get("done").equals(true)) {
        break;
      }
      reply = client.get((String) reply.body().get("nextRecordsUrl"));
      pages++;
    }
    assertThat(pages).isEqualTo(3);
    assertThat(keys).containsExactly("A0", "A1", "A2", "A3", "A4");
  }

  @Test
  void answersTypedValuesAndParents() {
    accounts(account("P", "AnnualRevenue", 12.5));
    contacts(contact("A1", "Account", Map.of("Ext_Id__c", "P"), "Birthdate", "2000-02-29"));
    Client.Reply reply =
        query(
            "SELECT Account.AnnualRevenue, Account.Ext_Id__c, Birthdate, DoNotCall, CreatedDate,"
                + " Title FROM Contact WHERE Account.Ext_Id__c = 'P' AND Title = null LIMIT 1");
    Map<String, Object> record = reply.list("records").get(0);
    assertThat(record)
        .containsEntry("Birthdate", "2000-02-29")
        .containsEntry("DoNotCall", false)
        .containsEntry("CreatedDate", "2026-03-01T10:00:00.250+0000")
        .containsEntry("Title", null);
    assertThat(Client.map(record.get("Account"))).containsEntry("Ext_Id__c", "P");
    assertThat(query("SELECT COUNT() FROM Contact WHERE Title != null").body())
        .isEqualTo(Map.of("totalSize", 0L, "done", true, "records", List.of()));
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThat(query("SELECT Nope__c FROM Contact").http().body()).contains("INVALID_FIELD");
    assertThat(query("SELECT Id FROM Nope").http().body()).contains("INVALID_TYPE");
    assertThat(query("SELECT Id FRM Contact").http().body()).contains("MALFORMED_QUERY");
    assertThat(
            List.of("SELECT Nope__c FROM Contact", "SELECT Id FROM Nope", "nothing").stream()
                .map(soql -> query(soql).status())
                .collect(Collectors.toSet()))
        .containsExactly(400);
  }
}
