package dev.millrace.crm.salesforce;

import static dev.millrace.crm.salesforce.Some.answer;
import static dev.millrace.crm.salesforce.Some.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.check.Fault;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.RecordType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is told of a configuration before it runs. */
class SalesforceCheckTest {

  private static final String USED_UP = "the organization's calls of the last 24 hours are used up";

  private static final String DATA = "GET /services/data/v62.0/";

  private final Map<String, CrmResponse> answers = new LinkedHashMap<>();
  private final List<String> asked = new ArrayList<>();

  SalesforceCheckTest() {
    answers.put(DATA + "limits", answer(200, "{}"));
    answers.put(DATA + "sobjects/Contact/describe", answer(200, Some.DESCRIPTION));
    answers.put(DATA + "sobjects/Account/describe", answer(200, Some.ACCOUNT));
  }

  @Test
  void whatIsRightIsAskedOnceAnObjectAndHasNoFault() throws IOException {
    assertThat(
            check(
                type("Ext_Id__c", "LastName", "lastname", "Account.Ext_Id__c", "Vip__c"),
                type("Ext_Id__c", "LastName", "Account:Boss__r.Ext_Id__c")))
        .isEmpty();
    assertThat(asked)
        .containsExactly(
            DATA + "limits",
            DATA + "sobjects/Contact/describe",
            DATA + "sobjects/Account/describe");
  }

  @Test
  void everyWrongFieldIsTold() throws IOException {
    assertThat(
            check(
                type(
                    "Ext_Id__c",
                    "LastNme",
                    "wholly_unlike_anything",
                    "CreatedDate",
                    "MailingAddress",
                    "Master__c",
                    "LastName")))
        .containsExactly(
            "salesforce Contact: there is no field 'LastNme', or the user may not see it; expected a"
                + " field's API name, such as LastName; mend: correct the mapping, create the field,"
                + " or let the user see it",
            "salesforce Contact: there is no field 'wholly_unlike_anything', or the user may not see"
                + " it; expected a field's API name; mend: correct the mapping, create the field, or"
                + " let the user see it",
            "salesforce Contact: field 'CreatedDate' cannot be written; expected a field that the"
                + " user may write; mend: take it out of the mapping, or let the user edit it",
            "salesforce Contact: field 'MailingAddress' is made of others; expected a field that can"
                + " be written; mend: map its parts, such as MailingStreet and MailingCity",
            "salesforce Contact: field 'Master__c' cannot be changed once the record is there;"
                + " expected a field that the user may write; mend: take it out of the mapping, or"
                + " let the user edit it");
  }

  @Test
  void everyWrongRelationshipIsTold() throws IOException {
    assertThat(
            check(
                type(
                    "Ext_Id__c",
                    "LastName",
                    "Acount.Ext_Id__c",
                    "Boss__r.Ext_Id__c",
                    "Lead:Boss__r.Ext_Id__c",
                    "Account.Name")))
        .containsExactly(
            "salesforce Contact: there is no relationship 'Acount' in 'Acount.Ext_Id__c'; expected a"
                + " relationship's name, such as Account; mend: for a custom lookup it ends in __r",
            "salesforce Contact: 'Boss__r.Ext_Id__c' may lead to Contact, Account; expected the"
                + " object's name in front; mend: write Contact:Boss__r.Ext_Id__c",
            "salesforce Contact: 'Lead:Boss__r.Ext_Id__c' leads to Lead, which is not to be had;"
                + " expected one of Contact, Account; mend: correct the mapping, or let the user see"
                + " the object",
            "salesforce Contact: 'Account.Name' finds no record: Account has no such external id"
                + " field; expected one of Ext_Id__c, Nr__c; mend: correct the mapping, or create the"
                + " field with 'External ID' set");
  }

  @Test
  void anIdThatIdentifiesNothingIsTold() throws IOException {
    assertThat(check(type("FirstName", "LastName"), type("Id", "LastName")))
        .containsExactly(
            "salesforce Contact: field 'FirstName' identifies no record: it is no external id;"
                + " expected a field with 'External ID' set; mend: in Salesforce's object manager,"
                + " add a text field with 'External ID' and 'Unique' set",
            "salesforce Contact: id is Id, which Salesforce gives out itself; expected an external id"
                + " field of your own; mend: in Salesforce's object manager, add a text field with"
                + " 'External ID' and 'Unique' set");
  }

  @Test
  void anIdWhoseCaseCountsIsTold() throws IOException {
    assertThat(check(type("Cased__c", "LastName")))
        .containsExactly(
            "sink.case-sensitive-id: false, while Contact.Cased__c is the other; expected what the"
                + " mappings' id fields are; mend: set sink.case-sensitive-id: true");
  }

  @Test
  void aFieldWithoutWhichNoRecordIsMadeIsTold() throws IOException {
    assertThat(check(type("Ext_Id__c", "FirstName")))
        .containsExactly(
            "salesforce Contact: field 'LastName' is not mapped; expected a value for it: a record"
                + " cannot be created without; mend: map it, if only to a constant");
  }

  @Test
  void anObjectThatIsNotThereIsToldWithTheNearest() throws IOException {
    answers.put(
        DATA + "sobjects/Contcat/describe", answer(404, error("NOT_FOUND", "does not exist")));
    answers.put(
        DATA + "sobjects",
        answer(200, "{\"sobjects\":[{\"name\":\"Contact\",\"urls\":{}},{\"name\":\"Lead\"}]}"));
    assertThat(check(new RecordType("Contcat", "Ext_Id__c", List.of())))
        .containsExactly(
            "salesforce Contcat: there is no such object, or the user may not see it; expected an"
                + " object's API name, such as Contact; mend: correct the mapping's object, or give"
                + " the user the right to it");
  }

  @Test
  void aUserWhoMayNotWriteIsTold() throws IOException {
    answers.put(
        DATA + "sobjects/Contact/describe",
        answer(
            200,
            Some.DESCRIPTION
                .replace("\"updateable\": true,\n", "\"updateable\": false,\n")
                .replaceFirst("\"updateable\": true", "\"updateable\": false")));
    assertThat(check(type("Ext_Id__c", "LastName")))
        .containsExactly(
            "salesforce Contact: the user may not update Contact; expected a user who may create and"
                + " update it; mend: give the user's profile or permission set these rights to the"
                + " object");
  }

  @Test
  void aLoginThatIsNotAcceptedIsTheOnlyFault() throws IOException {
    answers.put(
        DATA + "limits", answer(401, error("INVALID_SESSION_ID", "Session expired or invalid")));
    assertThat(check(type("Nonsense")))
        .containsExactly(
            "sink.auth: Salesforce does not accept the login [INVALID_SESSION_ID]; expected an access"
                + " token that is in force; mend: give the app the scope 'api' and the user the"
                + " permission 'API Enabled', and see docs/salesforce.md");
    assertThat(asked).containsExactly(DATA + "limits");
  }

  @Test
  void aVersionThatIsNotServedIsTold() throws IOException {
    answers.put(DATA + "limits", answer(404, error("NOT_FOUND", "m")));
    assertThat(check(type("Ext_Id__c")))
        .singleElement()
        .asString()
        .startsWith("sink.api-version: Salesforce knows no path /services/data/v62.0/limits");
  }

  @Test
  void whatSalesforceDoesNotSayIsNoFault() {
    answers.put(DATA + "limits", answer(503, "<html>"));
    assertThatThrownBy(() -> check(type("Ext_Id__c")))
        .isInstanceOf(IOException.class)
        .hasMessage("Salesforce answers " + DATA + "limits with HTTP 503");
    answers.put(
        DATA + "limits",
        answer(403, error("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")));
    assertThatThrownBy(() -> check(type("Ext_Id__c"))).hasMessage(USED_UP);
    answers.put(
        DATA + "limits",
        answer(
            200,
            "{\"A\": {\"Remaining\": 1}, \"DailyApiRequests\": {\"Max\": 15000, \"Remaining\": 0}}"));
    assertThatThrownBy(() -> check(type("Ext_Id__c"))).hasMessage(USED_UP);
    answers.put(DATA + "limits", answer(200, "{}"));
    answers.put(DATA + "sobjects/Contact/describe", answer(200, "<html>"));
    assertThatThrownBy(() -> check(type("Ext_Id__c")))
        .hasMessageEndingWith("with what is not its JSON");
  }

  private static RecordType type(String id, String... fields) {
    return new RecordType("Contact", id, List.of(fields));
  }

  private List<String> check(RecordType... types) throws IOException {
    return Some.connector()
        .check(
            List.of(types),
            request -> {
              asked.add(request.toString());
              return answers.getOrDefault(request.toString(), answer(404, "[]"));
            })
        .stream()
        .map(Fault::toString)
        .toList();
  }
}
