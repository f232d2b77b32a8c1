package dev.millrace.crm.salesforce;

import static dev.millrace.crm.salesforce.Some.answer;
import static dev.millrace.crm.salesforce.Some.contacts;
import static dev.millrace.crm.salesforce.Some.deletes;
import static dev.millrace.crm.salesforce.Some.error;
import static dev.millrace.crm.salesforce.Some.outcomes;
import static dev.millrace.crm.salesforce.Some.query;
import static dev.millrace.crm.salesforce.Some.results;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crm.Action;
import dev.millrace.crm.Answer;
import dev.millrace.crm.Batch;
import dev.millrace.crm.CrmCall;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.RecordType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How records are found and deleted. */
class DeleteCallTest {

  private final SalesforceConnector connector = Some.connector();

  @Test
  void anUnknownRecordIsLookedUpAndDeletedById() {
    CrmCall call = connector.call(deletes("A1", "O'Hara\\", "A3"));
    CrmRequest lookUp = Some.pastDescriptions(call);
    assertThat(lookUp.method()).isEqualTo("GET");
    assertThat(query(lookUp))
        .isEqualTo(
            "SELECT Id, Ext_Id__c FROM Contact WHERE Ext_Id__c IN ('A1','O\\'Hara\\\\','A3')");

    Answer found = call.read(answer(200, found("a1", "003A", "O'Hara\\\\", "003B")));
    assertThat(found.next().method() + ' ' + found.next().path())
        .isEqualTo("DELETE /services/data/v62.0/composite/sobjects?allOrNone=false&ids=003A,003B");

    assertThat(outcomes(call.read(answer(200, results("ok", "DELETE_FAILED: has children")))))
        .containsExactly("ACCEPTED", "REFUSED DELETE_FAILED", "ACCEPTED");
  }

  @Test
  void aRecordThatIsNotThereIsAsItShouldBe() {
    CrmCall call = connector.call(deletes("A1"));
    Some.pastDescriptions(call);
    assertThat(outcomes(call.read(answer(200, found())))).containsExactly("ACCEPTED");

    call = connector.call(deletes("A1", "A2"));
    call.first();
    call.read(answer(200, found("A1", "003A", "A2", "003B")));
    assertThat(
            outcomes(
                call.read(
                    answer(
                        200,
                        results("ENTITY_IS_DELETED: entity is deleted", "UNABLE_TO_LOCK_ROW: m")))))
        .containsExactly("ACCEPTED", "RETRY UNABLE_TO_LOCK_ROW");

    call = connector.call(deletes("A1"));
    call.first();
    call.read(answer(200, found("A1", "003A")));
    assertThat(outcomes(call.read(answer(404, error("NOT_FOUND", "m")))))
        .containsExactly("ACCEPTED");
  }

  @Test
  void oneThatWasJustWrittenNeedsNoLookUpAndOneThatIsGoneIsLookedUp() {
    upsert("A1", "A2", "A3");
    CrmCall call = connector.call(deletes("a1", "A2"));

    assertThat(call.first().path()).endsWith("&ids=003okA1,003okA2");
    Answer again = call.read(answer(200, results("ok", "ENTITY_IS_DELETED: entity is deleted")));
    assertThat(query(again.next())).endsWith("IN ('A2')");
    Answer anew = call.read(answer(200, found("A2", "003new")));
    assertThat(anew.next().path()).endsWith("&ids=003new");
    assertThat(outcomes(call.read(answer(200, results("ok")))))
        .containsExactly("ACCEPTED", "ACCEPTED");

    assertThat(query(connector.call(deletes("A1")).first())).endsWith("IN ('A1')");
    assertThat(connector.call(deletes("A3")).first().path()).endsWith("&ids=003okA3");
  }

  @Test
  void aCallThatStartsOverStartsAfresh() {
    upsert("A1");
    CrmCall call = connector.call(deletes("A1", "A2"));
    call.first();
    call.read(answer(200, found("A2", "003B")));
    assertThat(call.read(answer(401, error("INVALID_SESSION_ID", "m"))))
        .hasToString("UNAUTHORIZED INVALID_SESSION_ID");

    assertThat(query(call.first())).endsWith("IN ('A2')");
    assertThat(call.read(answer(200, found("A2", "003B"))).next().path())
        .endsWith("&ids=003okA1,003B");
  }

  @Test
  void anExternalIdThatSeveralRecordsHoldDeletesNone() {
    CrmCall call = connector.call(deletes("A1"));
    Some.pastDescriptions(call);
    assertThat(outcomes(call.read(answer(200, found("A1", "003A", "a1", "003B")))))
        .containsExactly("REFUSED DUPLICATE_EXTERNAL_ID");
  }

  @Test
  void longLookUpsAreSeveralAndPagesAreFollowed() {
    String[] ids = new String[200];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = "\u00fc".repeat(60) + i;
    }
    CrmCall call = connector.call(deletes(ids));
    CrmRequest request = Some.pastDescriptions(call);
    List<String> asked = new ArrayList<>();
    int requests = 0;
    Answer answer = null;
    while (request != null && request.path().contains("/query?q=")) {
      assertThat(request.path().length()).isLessThan(14_000);
      String soql = query(request);
      asked.addAll(List.of(soql.substring(soql.indexOf("('") + 2, soql.length() - 2).split("','")));
      requests++;
      answer = call.read(answer(200, found()));
      request = answer.next();
    }
    assertThat(asked).containsExactly(ids);
    assertThat(requests).isGreaterThan(4);
    assertThat(outcomes(answer)).hasSize(200).containsOnly("ACCEPTED");

    call = connector.call(deletes("A1", "A2"));
    call.first();
    Answer more =
        call.read(
            answer(
                200,
                found("A1", "003A")
                    .replace("{\"done\":true", "{\"done\":false,\"nextRecordsUrl\":\"/q/01g-2\"")));
    assertThat(more.next().path()).isEqualTo("/q/01g-2");
    assertThat(call.read(answer(200, found("A2", "003B"))).next().path())
        .endsWith("&ids=003A,003B");
  }

  @Test
  void anIdOfANumberFieldIsComparedAsANumber() {
    RecordType type = new RecordType("Contact", "Number__c", List.of());
    CrmCall call =
        connector.call(
            new Batch(
                type,
                Action.DELETE,
                List.<CrmRecord>of(Some.delete(type, "7"), Some.delete(type, "10"))));
    assertThat(query(Some.pastDescriptions(call))).endsWith("WHERE Number__c IN (7,10)");

    Answer answer =
        call.read(
            answer(
                200,
                "{\"records\":[{\"Id\":\"003A\",\"Number__c\":7.0},{\"Id\":\"003B\",\"Number__c\":1.0E1}]}"));
    assertThat(answer.next().path()).endsWith("&ids=003A,003B");
  }

  @Test
  void whatIsNoAnswerDeletesNothing() {
    CrmCall call = connector.call(deletes("A1", "A2"));
    Some.pastDescriptions(call);
    assertThat(call.read(answer(502, "<html>"))).hasToString("UNAVAILABLE NOT_JSON");
    assertThat(call.read(answer(200, "<html>"))).hasToString("UNAVAILABLE NOT_JSON");
    call.first();
    call.read(answer(200, found("A1", "003A", "A2", "003B")));
    assertThat(outcomes(call.read(answer(200, results("ok")))))
        .containsExactly("ACCEPTED", "UNCONFIRMED UNCONFIRMED");
  }

  private void upsert(String... ids) {
    CrmCall call = connector.call(contacts(ids));
    Some.pastDescriptions(call);
    String[] results = new String[ids.length];
    for (int i = 0; i < ids.length; i++) {
      results[i] = "ok" + ids[i];
    }
    call.read(answer(200, results(results)));
  }

  /** The answer to a query: external id and id in turn. */
  private static String found(String... pairs) {
    StringBuilder records = new StringBuilder();
    for (int i = 0; i < pairs.length; i += 2) {
      records
          .append(i == 0 ? "" : ",")
          .append("{\"attributes\":{\"type\":\"Contact\"},\"Id\":\"")
          .append(pairs[i + 1])
          .append("\",\"Ext_Id__c\":\"")
          .append(pairs[i])
          .append("\"}");
    }
    return "{\"done\":true,\"totalSize\":" + pairs.length / 2 + ",\"records\":[" + records + "]}";
  }
}
