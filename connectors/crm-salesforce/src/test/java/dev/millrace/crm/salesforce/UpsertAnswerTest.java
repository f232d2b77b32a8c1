package dev.millrace.crm.salesforce;

import static dev.millrace.crm.salesforce.Some.answer;
import static dev.millrace.crm.salesforce.Some.contacts;
import static dev.millrace.crm.salesforce.Some.error;
import static dev.millrace.crm.salesforce.Some.outcomes;
import static dev.millrace.crm.salesforce.Some.results;
import static dev.millrace.crm.salesforce.Some.upsert;
import static dev.millrace.crm.salesforce.Some.upserts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crm.Answer;
import dev.millrace.crm.Batch;
import dev.millrace.crm.CrmCall;
import dev.millrace.crm.RecordType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What answers to an upsert mean. */
class UpsertAnswerTest {

  private static final RecordType TYPED =
      new RecordType("Contact", "Ext_Id__c", List.of("Birthdate"));

  private final SalesforceConnector connector = Some.connector();

  @Test
  void resultsAreThoseOfTheRecordsInTheirOrder() {
    assertThat(
            read(
                contacts("A1", "A2", "A3"),
                200,
                results("ok1", "STRING_TOO_LONG: data value too large", "ok3")))
        .containsExactly("ACCEPTED", "REFUSED STRING_TOO_LONG", "ACCEPTED");
  }

  @Test
  void aFailureThatShowsAnIdIsAFailure() {
    assertThat(
            read(
                contacts("A1"),
                200,
                """
                [{"id": "003", "success": false, "errors": [
                  {"statusCode": "ALL_OR_NONE_OPERATION_ROLLED_BACK", "message": "Record rolled back"}]}]
                """))
        .containsExactly("RETRY ALL_OR_NONE_OPERATION_ROLLED_BACK");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          RETRY UNABLE_TO_LOCK_ROW    | UNABLE_TO_LOCK_ROW: unable to obtain exclusive access to this record or 1 records: 001
          RETRY MISSING_PARENT        | INVALID_FIELD: Foreign key external ID: B1 not found for field Ext_Id__c in entity Account
          RETRY TWICE_IN_CALL         | DUPLICATE_VALUE: Duplicate external id specified: a1
          RETRY LOST_RACE             | DUPLICATE_VALUE: duplicate value found: Ext_Id__c duplicates value on record with id: 003
          REFUSED DUPLICATE_VALUE     | DUPLICATE_VALUE: duplicate value found: Passport__c duplicates value on record with id: 003
          REFUSED DUPLICATE_EXTERNAL_ID | DUPLICATE_EXTERNAL_ID: Ext_Id__c: more than one record found
          REFUSED DUPLICATES_DETECTED | DUPLICATES_DETECTED: Use one of these records?
          RETRY UNKNOWN_EXCEPTION     | UNKNOWN_EXCEPTION: An unexpected error occurred. Please include this ErrorId
          RETRY QUERY_TIMEOUT         | QUERY_TIMEOUT: Your query request was running for too long.
          RETRY SERVER_UNAVAILABLE    | SERVER_UNAVAILABLE: server busy
          RETRY ENTITY_IS_DELETED     | ENTITY_IS_DELETED: entity is deleted
          REFUSED REQUIRED_FIELD_MISSING | REQUIRED_FIELD_MISSING: Required fields are missing: [LastName]
          REFUSED INVALID_EMAIL_ADDRESS | INVALID_EMAIL_ADDRESS: Email: invalid email address: x
          REFUSED FIELD_CUSTOM_VALIDATION_EXCEPTION | FIELD_CUSTOM_VALIDATION_EXCEPTION: no
          REFUSED CANNOT_UPDATE_CONVERTED_LEAD | CANNOT_UPDATE_CONVERTED_LEAD: cannot reference converted lead
          REFUSED SOMETHING_NEW       | SOMETHING_NEW: whatever
          """)
  void anErrorOfARecordMeans(String outcome, String error) {
    assertThat(read(contacts("A1", "A2"), 200, results(error, "ok")))
        .containsExactly(outcome, "ACCEPTED");
  }

  @Test
  void ofSeveralErrorsOfARecordTheOneThatRefusesItCounts() {
    assertThat(
            read(
                contacts("A1"),
                200,
                """
                [{"success": false, "errors": [
                  {"statusCode": "UNABLE_TO_LOCK_ROW", "message": "m"},
                  {"statusCode": "STRING_TOO_LONG", "message": "m"}]}]
                """))
        .containsExactly("REFUSED STRING_TOO_LONG");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MISCONFIGURED NO_SUCH_FIELD | Salesforce: Contact has no field Nme__c, or the user may not see it | INVALID_FIELD | No such column 'Nme__c' on sobject of type Contact
          MISCONFIGURED INVALID_FIELD_FOR_INSERT_UPDATE | Salesforce: the user may not write field of one mapped name of Contact, or it cannot be written | INVALID_FIELD_FOR_INSERT_UPDATE | Unable to create/update fields: X
          """)
  void anErrorOfARecordThatIsTheMappingsStops(
      String answer, String message, String code, String words) {
    for (int status : new int[] {200, 400}) {
      Answer read =
          answerTo(
              contacts("A1", "A2"),
              status,
              status == 200 ? results(code + ": " + words, "ok") : error(code, words));
      assertThat(read).hasToString(answer);
      assertThat(read.message()).isEqualTo(message);
    }
  }

  @Test
  void theOrganizationsLimitToldForOneRecordIsForTheSink() {
    assertThat(
            read(contacts("A1", "A2"), 200, results("ok", "STORAGE_LIMIT_EXCEEDED: storage limit")))
        .containsExactly("THROTTLED STORAGE_LIMIT_EXCEEDED");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          400 | UNABLE_TO_LOCK_ROW | m | BUSY UNABLE_TO_LOCK_ROW
          400 | QUERY_TIMEOUT | m | BUSY QUERY_TIMEOUT
          403 | REQUEST_LIMIT_EXCEEDED | TotalRequests Limit exceeded. | THROTTLED REQUEST_LIMIT_EXCEEDED
          403 | REQUEST_LIMIT_EXCEEDED | ConcurrentRequests (Concurrent API Requests) Limit exceeded. | THROTTLED TOO_MANY_AT_ONCE
          403 | STORAGE_LIMIT_EXCEEDED | m | THROTTLED STORAGE_LIMIT_EXCEEDED
          403 | API_DISABLED_FOR_ORG | m | MISCONFIGURED API_DISABLED_FOR_ORG
          403 | INSUFFICIENT_ACCESS | m | REFUSED INSUFFICIENT_ACCESS
          403 | FUNCTIONALITY_NOT_ENABLED | m | MISCONFIGURED HTTP 403
          503 | SERVER_UNAVAILABLE | m | UNAVAILABLE SERVER_UNAVAILABLE
          500 | UNKNOWN_EXCEPTION | m | UNAVAILABLE UNKNOWN_EXCEPTION
          401 | INVALID_SESSION_ID | Session expired or invalid | UNAUTHORIZED INVALID_SESSION_ID
          401 | INVALID_SESSION_ID | This session is not valid for use with the REST API | MISCONFIGURED NO_API_SESSION
          400 | JSON_PARSER_ERROR | Cannot deserialize instance of datetime from VALUE_STRING value V | REFUSED JSON_PARSER_ERROR
          400 | DUPLICATES_DETECTED | Use one of these records? | REFUSED DUPLICATES_DETECTED
          404 | NOT_FOUND | Provided external ID field does not exist or is not accessible: X | MISCONFIGURED NO_SUCH_ID_FIELD
          404 | NOT_FOUND | The requested resource does not exist | MISCONFIGURED HTTP 404
          400 | INVALID_TYPE | sObject type 'X' is not supported | MISCONFIGURED INVALID_TYPE
          405 | METHOD_NOT_ALLOWED | m | MISCONFIGURED HTTP 405
          429 | SOMETHING | m | THROTTLED SOMETHING
          """)
  void anErrorOfTheWholeCallMeans(int status, String code, String message, String expected) {
    assertThat(answerTo(contacts("A1", "A2"), status, error(code, message))).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          502 | <html>bad gateway</html> | UNAVAILABLE NOT_JSON
          503 | {"message":"server busy","errorCode":"SERVER_UNAVAILABLE"} | UNAVAILABLE SERVER_UNAVAILABLE
          403 | <html>gateway</html> | UNAVAILABLE NOT_JSON
          414 | <h1>URI Too Long</h1> | REFUSED NOT_JSON
          431 | <h1>headers</h1> | REFUSED NOT_JSON
          200 | <html>login</html> | UNAVAILABLE NOT_JSON
          200 | [{"id":"003","success":true,"err | UNAVAILABLE NOT_JSON
          200 | {} | UNAVAILABLE NOT_JSON
          300 | ["/services/data/v62.0/sobjects/Contact/003A","/services/data/v62.0/sobjects/Contact/003B"] | REFUSED HTTP 300
          """)
  void anAnswerThatIsNoneMeans(int status, String body, String expected) {
    assertThat(answerTo(contacts("A1", "A2"), status, body)).hasToString(expected);
  }

  @Test
  void anAnswerThatConfirmsNothingAcknowledgesNothing() {
    assertThat(read(contacts("A1", "A2"), 200, "[]"))
        .containsExactly("UNCONFIRMED UNCONFIRMED", "UNCONFIRMED UNCONFIRMED");
    assertThat(read(contacts("A1", "A2"), 200, results("ok")))
        .containsExactly("ACCEPTED", "UNCONFIRMED UNCONFIRMED");
  }

  @Test
  void aFaultOfTheMomentOfTheOnlyRecordIsRetriedThoughTheWholeCallWasRefused() {
    assertThat(
            read(
                contacts("A1"),
                400,
                error(
                    "INVALID_FIELD",
                    "Foreign key external ID: B1 not found for field F in entity E")))
        .containsExactly("RETRY MISSING_PARENT");
    assertThat(read(contacts("A1"), 400, error("JSON_PARSER_ERROR", "m")))
        .containsExactly("REFUSED JSON_PARSER_ERROR");
  }

  @Test
  void aValueOfTheWrongFormIsKeptFromTheOthers() {
    CrmCall call =
        connector.call(
            upserts(
                upsert(TYPED, "A1", "1969-07-20"),
                upsert(TYPED, "A2", "20 July"),
                upsert(TYPED, "A3", "1969-07-21")));
    assertThat(Some.json(Some.pastDescriptions(call)).get("records"))
        .extracting(record -> record.get("Ext_Id__c").textValue())
        .containsExactly("A1", "A3");

    Answer read = call.read(answer(200, results("ok1", "STRING_TOO_LONG: m")));

    assertThat(outcomes(read))
        .containsExactly("ACCEPTED", "REFUSED JSON_PARSER_ERROR", "REFUSED STRING_TOO_LONG");
    assertThat(read.outcomes()[1].message())
        .isEqualTo("the value of Birthdate is no date; found before it was sent");
  }

  @Test
  void whereAllAreOfTheWrongFormNoneIsAccepted() {
    Batch batch = upserts(upsert(TYPED, "A1", true), upsert(TYPED, "A2", "x"));
    CrmCall call = connector.call(batch);
    assertThat(Some.pastDescriptions(call)).hasToString("GET /services/data/v62.0/limits");
    assertThat(outcomes(call.read(answer(200, "{}"))))
        .containsExactly("REFUSED JSON_PARSER_ERROR", "REFUSED JSON_PARSER_ERROR");
  }

  @Test
  void eachPartOfACompositeHasItsResults() {
    String[] ok = new String[200];
    Arrays.fill(ok, "ok");
    String[] some = ok.clone();
    some[7] = "STRING_TOO_LONG: m";
    String body =
        "{\"compositeResponse\":["
            + part(200, results(ok))
            + ','
            + part(200, results(some))
            + ','
            + part(200, results("ok", "ok"))
            + "]}";

    List<String> read = read(contacts(402), 200, body);

    assertThat(read).hasSize(402);
    assertThat(read.get(207)).isEqualTo("REFUSED STRING_TOO_LONG");
    assertThat(read).filteredOn(outcome -> !outcome.equals("ACCEPTED")).hasSize(1);
  }

  @Test
  void aPartOfACompositeThatIsRefusedRefusesTheCallSoThatItIsHalved() {
    String[] ok = new String[200];
    Arrays.fill(ok, "ok");
    String body =
        "{\"compositeResponse\":["
            + part(200, results(ok))
            + ','
            + part(400, error("JSON_PARSER_ERROR", "m"))
            + "]}";

    assertThat(answerTo(contacts(300), 200, body)).hasToString("REFUSED JSON_PARSER_ERROR");
  }

  @Test
  void theObjectsAreDescribedOnceAndAFailureOfThatIsTheCalls() {
    CrmCall call = connector.call(contacts("A1"));
    call.first();
    assertThat(call.read(answer(503, "<html>"))).hasToString("UNAVAILABLE NOT_JSON");
    call.first();
    assertThat(call.read(answer(404, error("NOT_FOUND", "The requested resource does not exist"))))
        .hasToString("MISCONFIGURED HTTP 404");
    call.first();
    assertThat(call.read(answer(200, Some.DESCRIPTION.substring(0, 400))))
        .hasToString("UNAVAILABLE NOT_JSON");
    Some.pastDescriptions(call);

    assertThat(connector.call(contacts("A2")).first().method()).isEqualTo("PATCH");
  }

  private static String part(int status, String body) {
    return "{\"body\":"
        + body
        + ",\"httpHeaders\":{},\"httpStatusCode\":"
        + status
        + ",\"referenceId\":\"c\"}";
  }

  private List<String> read(Batch batch, int status, String body) {
    return outcomes(answerTo(batch, status, body));
  }

  private Answer answerTo(Batch batch, int status, String body) {
    CrmCall call = connector.call(batch);
    Some.pastDescriptions(call);
    return call.read(answer(status, body));
  }
}
