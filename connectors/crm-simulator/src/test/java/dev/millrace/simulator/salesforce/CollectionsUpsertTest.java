package dev.millrace.simulator.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.simulator.Client;
import dev.millrace.simulator.RecordError;
import dev.millrace.simulator.Stats;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Points 1 to 7 of the contract's Salesforce mode. */
class CollectionsUpsertTest extends SalesforceFixture {

  @Test
  void resultsKeepTheOrderOfTheRecords() {
    Client.Reply created = contacts(contact("A1"), contact("A2"), contact("A3"));
    Client.Reply mixed = contacts(contact("A3"), contact("A4"), contact("A1"));
    assertThat(created.status()).isEqualTo(200);
    assertThat(created.elements())
        .containsExactly(created(id(created, 0)), created(id(created, 1)), created(id(created, 2)));
    assertThat(id(created, 0)).matches("003[0-9A-Za-z]{15}");
    assertThat(mixed.elements())
        .containsExactly(updated(id(created, 2)), created(id(mixed, 1)), updated(id(created, 0)));
    assertThat(crm.records("Contact", "Ext_Id__c")).containsOnlyKeys("A1", "A2", "A3", "A4");
  }

  @Test
  void takesTwoHundredRecordsAndNoMore() {
    Object[] full = IntStream.range(0, 200).mapToObj(i -> contact("A" + i)).toArray();
    assertThat(contacts(full).elements()).hasSize(200).allMatch(r -> r.get("success").equals(true));
    Object[] more = Arrays.copyOf(full, 201);
    more[200] = contact("A200");
    assertThat(contacts(more).status()).isEqualTo(400);
    assertThat(crm.count("Contact")).isEqualTo(200);
    assertThat(crm.stats().violations().oversizedCalls()).isEqualTo(1);
  }

  @Test
  void noRecordIsNoCall() {
    Client.Reply reply = contacts();
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.elements())
        .containsExactly(
            Map.of(
                "errorCode", "REQUIRED_FIELD_MISSING",
                "message", "At least 1 record is required"));
  }

  @Test
  void everyCopyOfAKeyFailsWhateverItsCaseAndTheOthersAreWritten() {
    Client.Reply reply = contacts(contact("a1"), contact("B"), contact("A1"));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.elements())
        .containsExactly(
            failure("DUPLICATE_VALUE", "Duplicate external id specified: a1", "Ext_Id__c"),
            created(id(reply, 1)),
            failure("DUPLICATE_VALUE", "Duplicate external id specified: a1", "Ext_Id__c"));
    assertThat(crm.records("Contact", "Ext_Id__c")).containsOnlyKeys("B");
    assertThat(crm.stats().violations().keysTwiceInOneCall()).isEqualTo(1);
  }

  @Test
  void keysAreTheSameWhateverTheirCase() {
    String id = id(contacts(contact("key")), 0);
    assertThat(contacts(contact("KEY")).elements()).containsExactly(updated(id));
  }

  @Test
  void theLoserOfARaceForANewKeyGetsDuplicateValue() {
    List<Client.Reply> replies =
        together(
            CONTACTS,
            records(false, contact("A1", "FirstName", "winner")),
            CONTACTS,
            records(false, contact("A1", "FirstName", "loser"), contact("A2")));
    Client.Reply winner = replies.get(0);
    Client.Reply loser = replies.get(1);
    String id = id(winner, 0);
    assertThat(winner.elements()).containsExactly(created(id));
    assertThat(loser.elements())
        .containsExactly(
            failure(
                "DUPLICATE_VALUE",
                "duplicate value found: Ext_Id__c duplicates value on record with id: "
                    + id.substring(0, 15),
                "Ext_Id__c"),
            created(id(loser, 1)));
    assertThat(crm.records("Contact", "Ext_Id__c").get("A1")).containsEntry("FirstName", "winner");
    assertThat(crm.stats().violations()).isEqualTo(new Stats.Violations(0, 0, 1, 0, 0, 0));
    assertThat(contacts(contact("A1")).elements()).containsExactly(updated(id));
  }

  @Test
  void childrenOfOneParentInTwoCallsLockTheRowWhenTheWaitIsOver() {
    restart(builder -> builder.lockWait(Duration.ofMillis(20)));
    String parent = id(accounts(account("P")), 0);
    Map<String, Object> byKey = Map.of("Ext_Id__c", "P");
    List<Client.Reply> replies =
        overlapping(
            CONTACTS,
            records(false, contact("A1", "Account", byKey)),
            records(false, contact("A2", "AccountId", parent), contact("A3")));
    assertThat(replies.get(0).elements())
        .containsExactly(
            failure(
                "UNABLE_TO_LOCK_ROW",
                "unable to obtain exclusive access to this record or 1 records: " + parent),
            created(id(replies.get(0), 1)));
    assertThat(replies.get(1).elements()).containsExactly(created(id(replies.get(1), 0)));
    assertThat(crm.stats().violations()).isEqualTo(new Stats.Violations(0, 0, 0, 0, 1, 0));
  }

  @Test
  void aCallWaitsForARowThatIsSetFreeInTime() {
    String parent = id(accounts(account("P")), 0);
    List<Client.Reply> replies =
        together(
            CONTACTS,
            records(false, contact("A1", "AccountId", parent)),
            CONTACTS,
            records(false, contact("A2", "AccountId", parent)));
    assertThat(replies)
        .allSatisfy(reply -> assertThat(reply.elements()).containsExactly(created(id(reply, 0))));
    assertThat(crm.stats().violations().parentsInTwoCalls()).isEqualTo(1);
  }

  @Test
  void allOrNoneRollsTheOthersBack() {
    String id = id(contacts(contact("A1", "FirstName", "before")), 0);
    int versions = crm.versions("Contact").size();
    Client.Reply reply =
        client.patch(
            CONTACTS,
            records(
                true, contact("A1", "FirstName", "x"), contact("A2"), contact("A3", "Bad__c", 1)));
    String rolledBack =
        "Record rolled back because not all records were valid and the request was using AllOrNone"
            + " header";
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.elements().stream().map(r -> r.get("errors")))
        .containsExactly(
            failure("ALL_OR_NONE_OPERATION_ROLLED_BACK", rolledBack).get("errors"),
            failure("ALL_OR_NONE_OPERATION_ROLLED_BACK", rolledBack).get("errors"),
            failure("INVALID_FIELD", "No such column 'Bad__c' on sobject of type Contact")
                .get("errors"));
    assertThat(reply.elements().get(0)).containsEntry("id", id).containsEntry("success", false);
    assertThat(crm.records("Contact", "Ext_Id__c")).containsOnlyKeys("A1");
    assertThat(crm.records("Contact", "Ext_Id__c").get("A1")).containsEntry("FirstName", "before");
    assertThat(crm.versions("Contact")).hasSize(versions);
    assertThat(contacts(contact("A2")).elements().get(0)).containsEntry("created", true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Birthdate | \"01.02.2020\" | date | VALUE_STRING | 01.02.2020",
        "Birthdate | \"\" | date | VALUE_STRING | ''",
        "LastName | 12 | string | VALUE_NUMBER_INT | 12",
        "DoNotCall | \"yes\" | boolean | VALUE_STRING | yes",
      })
  void oneValueOfAWrongTypeRefusesAll(
      String field, String value, String type, String token, String told) {
    String head = "{\"records\":[" + "{\"attributes\":{\"type\":\"Contact\"},\"Ext_Id__c\":\"A1\",";
    Client.Reply reply = client.patch(CONTACTS, head + '"' + field + "\":" + value + "}]}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.elements())
        .containsExactly(
            Map.of(
                "errorCode",
                "JSON_PARSER_ERROR",
                "message",
                "Cannot deserialize instance of %s from %s value %s or request may be missing a required field at [line:1, column:%d]"
                    .formatted(type, token, told, head.length() + field.length() + 4)));
    assertThat(crm.count("Contact")).isZero();
  }

  @Test
  void aParentIsFoundByItsExternalIdOrIsMissing() {
    String parent = id(accounts(account("P")), 0);
    Client.Reply reply =
        contacts(
            contact("A1", "Account", Map.of("Ext_Id__c", "p")),
            contact("A2", "Account", Map.of("Ext_Id__c", "Q")),
            contact("A3", "Account", null));
    assertThat(reply.elements())
        .containsExactly(
            created(id(reply, 0)),
            failure(
                "INVALID_FIELD",
                "Foreign key external ID: Q not found for field Ext_Id__c in entity Account"),
            created(id(reply, 2)));
    assertThat(crm.records("Contact", "Ext_Id__c").get("A1")).containsEntry("AccountId", parent);
    contacts(contact("A1", "AccountId", null));
    assertThat(crm.records("Contact", "Ext_Id__c").get("A1")).doesNotContainKey("AccountId");
  }

  @Test
  void nullClearsAndWhatIsLeftOutStays() {
    contacts(contact("A1", "FirstName", "F", "Title", "T", "DoNotCall", true));
    contacts(contact("A1", "FirstName", null, "Title", ""));
    assertThat(crm.records("Contact", "Ext_Id__c").get("A1"))
        .isEqualTo(Map.of("Ext_Id__c", "A1", "LastName", "L", "DoNotCall", "true"));
  }

  @Test
  void eachBadRecordIsToldAloneInItsPlace() {
    Client.Reply reply =
        contacts(
            contact("A1", "LastName", null),
            contact("A2", "Email", "nobody"),
            contact("A3", "FirstName", "x".repeat(41)),
            contact("A4", "CreatedDate", "2026-03-01T10:00:00Z"),
            contact("A5", "AccountId", "nothing"),
            contact("A6", "Id", "003AA0000000001AAA"),
            fields("attributes", Map.of("type", "Contact"), "LastName", "keyless"),
            contact("A7"));
    assertThat(
            reply.elements().stream()
                .map(r -> (List<?>) r.get("errors"))
                .map(e -> e.isEmpty() ? "" : Client.map(e.get(0)).get("statusCode")))
        .containsExactly(
            "REQUIRED_FIELD_MISSING",
            "INVALID_EMAIL_ADDRESS",
            "STRING_TOO_LONG",
            "INVALID_FIELD_FOR_INSERT_UPDATE",
            "MALFORMED_ID",
            "INVALID_FIELD",
            "MISSING_ARGUMENT",
            "");
    assertThat(crm.records("Contact", "Ext_Id__c")).containsOnlyKeys("A7");
  }

  @Test
  void aKeyThatSeveralRecordsHaveIsADuplicateExternalId() {
    contacts(contact("A1", "Legacy__c", "L1"), contact("A2", "Legacy__c", "L1"));
    Client.Reply reply =
        client.patch(
            BASE + "/composite/sobjects/Contact/Legacy__c",
            records(
                false,
                fields(
                    "attributes", Map.of("type", "Contact"), "Legacy__c", "L1", "LastName", "L")));
    assertThat(reply.http().body()).contains("\"statusCode\":\"DUPLICATE_EXTERNAL_ID\"");
  }

  @Test
  void anUnknownExternalIdFieldOrObjectIsNotFound() {
    Client.Reply field = client.patch(BASE + "/composite/sobjects/Contact/Title", records(false));
    assertThat(field.status()).isEqualTo(404);
    assertThat(field.elements())
        .containsExactly(
            Map.of(
                "errorCode", "NOT_FOUND",
                "message",
                    "Provided external ID field does not exist or is not accessible: Title"));
    assertThat(client.patch(BASE + "/composite/sobjects/Nothing/X", records(false)).status())
        .isEqualTo(404);
  }

  @Test
  void aPoisonedRecordFailsAloneOrRefusesItsCall() {
    crm.faults().poison("Contact", "A1");
    Client.Reply alone = contacts(contact("A1"), contact("A2"));
    crm.faults().poison("Contact", "A1", new RecordError(400, "QUERY_TIMEOUT", "slow", true));
    Client.Reply whole = contacts(contact("A1"), contact("A3"));
    assertThat(alone.http().body()).contains("FIELD_CUSTOM_VALIDATION_EXCEPTION");
    assertThat(whole.status()).isEqualTo(400);
    assertThat(whole.elements())
        .containsExactly(Map.of("errorCode", "QUERY_TIMEOUT", "message", "slow"));
    assertThat(crm.records("Contact", "Ext_Id__c")).containsOnlyKeys("A2");
  }
}
