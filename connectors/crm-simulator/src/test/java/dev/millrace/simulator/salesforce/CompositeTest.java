package dev.millrace.simulator.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.simulator.Client;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CompositeTest extends SalesforceFixture {

  private static Map<String, Object> part(String reference, String url, Object body) {
    return fields("method", "PATCH", "url", url, "referenceId", reference, "body", body);
  }

  private Client.Reply composite(boolean allOrNone, Object... parts) {
    return client.post(
        BASE + "/composite", fields("allOrNone", allOrNone, "compositeRequest", List.of(parts)));
  }

  @Test
  void aThousandRecordsGoInOneCallAndChildrenSeeTheParentsBeforeThem() {
    List<Object> parts = new ArrayList<>();
    parts.add(part("accounts", ACCOUNTS, records(false, account("P"))));
    for (int i = 0; i < 4; i++) {
      int from = i * 200;
      Object[] contacts =
          IntStream.range(from, from + 200)
              .mapToObj(n -> contact("A" + n, "Account", Map.of("Ext_Id__c", "P")))
              .toArray();
      parts.add(part("contacts" + i, CONTACTS, records(false, contacts)));
    }
    Client.Reply reply = composite(false, parts.toArray());
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.list("compositeResponse").stream().map(r -> r.get("referenceId")))
        .containsExactly("accounts", "contacts0", "contacts1", "contacts2", "contacts3");
    assertThat(reply.list("compositeResponse"))
        .allSatisfy(
            part -> {
              assertThat(part).containsEntry("httpStatusCode", 200L);
              assertThat((List<?>) part.get("body"))
                  .allMatch(result -> Client.map(result).get("success").equals(true));
            });
    assertThat(crm.count("Contact")).isEqualTo(800);
    assertThat(crm.stats().calls()).isEqualTo(1);
  }

  @Test
  void oneKeyInTwoPartsIsWrittenTwiceInOrder() {
    Client.Reply reply =
        composite(
            false,
            part("r1", CONTACTS, records(false, contact("A1", "FirstName", "1"))),
            part("r2", CONTACTS, records(false, contact("A1", "FirstName", "2"))));
    assertThat(reply.http().body()).contains("\"created\":true").contains("\"created\":false");
    assertThat(crm.records("Contact", "Ext_Id__c").get("A1")).containsEntry("FirstName", "2");
  }

  @Test
  void aBadPartIsToldInItsPlace() {
    Client.Reply reply =
        composite(
            false,
            part("r1", BASE + "/composite/sobjects/Contact/Title", records(false, contact("A1"))),
            part("r2", CONTACTS, records(false, contact("A2"))));
    assertThat(reply.list("compositeResponse").stream().map(r -> r.get("httpStatusCode")))
        .containsExactly(404L, 200L);
    assertThat(crm.records("Contact", "Ext_Id__c")).containsOnlyKeys("A2");
  }

  @Test
  void theOuterAllOrNoneHaltsTheOthers() {
    Client.Reply reply =
        composite(
            true,
            part("r1", ACCOUNTS, records(false, account("P"))),
            part("r2", CONTACTS, records(false, contact("A1", "Bad__c", 1), contact("A2"))));
    assertThat(reply.list("compositeResponse").get(0))
        .containsEntry("httpStatusCode", 400L)
        .containsEntry(
            "body",
            List.of(
                Map.of(
                    "errorCode",
                    "PROCESSING_HALTED",
                    "message",
                    "The transaction was rolled back since another operation in the same"
                        + " transaction failed.")));
    assertThat(reply.list("compositeResponse").get(1).get("body").toString()).contains("Bad__c");
    assertThat(crm.count("Account") + crm.count("Contact")).isZero();
  }

  @Test
  void takesFiveCollectionsAndNoMore() {
    Object[] parts =
        IntStream.range(0, 6)
            .mapToObj(i -> part("r" + i, CONTACTS, records(false, contact("A" + i))))
            .toArray();
    assertThat(composite(false, parts).status()).isEqualTo(400);
    assertThat(crm.count("Contact")).isZero();
    assertThat(crm.stats().violations().oversizedCalls()).isEqualTo(1);
  }
}
