package dev.millrace.crm.salesforce;

import static dev.millrace.crm.salesforce.Some.json;
import static dev.millrace.crm.salesforce.Some.upsert;
import static dev.millrace.crm.salesforce.Some.upserts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.change.Row;
import dev.millrace.crm.Batch;
import dev.millrace.crm.CrmCall;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.RecordType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is sent to create or update records. */
class UpsertBodyTest {

  private final SalesforceConnector connector = Some.connector();

  @Test
  void aCollectionHasItsTypeAndIdInEachRecord() {
    RecordType type = new RecordType("Contact", "Ext_Id__c", List.of("LastName", "FirstName"));
    CrmRequest request =
        request(
            upserts(
                upsert(type, "A1", "O'Hara \"Ann\" \\ M\u00fcller \ud83d\ude00\n", null),
                upsert(type, "A2", "Berg", Row.UNCHANGED)));

    assertThat(request.method()).isEqualTo("PATCH");
    assertThat(request.path())
        .isEqualTo("/services/data/v62.0/composite/sobjects/Contact/Ext_Id__c");
    assertThat(request.headers()).containsEntry("Content-Type", "application/json");
    assertThat(json(request))
        .isEqualTo(
            json(
                """
                {"allOrNone": false, "records": [
                  {"attributes": {"type": "Contact"}, "Ext_Id__c": "A1",
                   "LastName": "O'Hara \\"Ann\\" \\\\ M\u00fcller \ud83d\ude00\\n", "FirstName": null},
                  {"attributes": {"type": "Contact"}, "Ext_Id__c": "A2", "LastName": "Berg"}]}
                """));
  }

  @Test
  void theIdStandsOnceInWhateverCaseItIsMapped() {
    RecordType type = new RecordType("Contact", "Ext_Id__c", List.of("ext_id__C", "LastName"));
    assertThat(Some.text(request(upserts(upsert(type, "7", 7L, "Berg")))))
        .contains(
            "\"attributes\":{\"type\":\"Contact\"},\"Ext_Id__c\":\"7\",\"LastName\":\"Berg\"}");
  }

  @Test
  void anIdOfANumberFieldIsANumber() {
    RecordType type = new RecordType("Contact", "Number__c", List.of("LastName"));
    assertThat(record(upsert(type, "7", "Berg")).get("Number__c")).isEqualTo(json("7"));
  }

  @Test
  void moreThanACollectionTakesGoesIntoOneComposite() {
    CrmRequest request = request(Some.contacts(450));

    assertThat(request.method() + ' ' + request.path())
        .isEqualTo("POST /services/data/v62.0/composite");
    JsonNode body = json(request);
    assertThat(body.get("allOrNone").booleanValue()).isFalse();
    assertThat(body.get("compositeRequest"))
        .extracting(part -> part.get("referenceId").textValue())
        .containsExactly("c0", "c1", "c2");
    assertThat(body.get("compositeRequest"))
        .extracting(part -> part.at("/body/records").size())
        .containsExactly(200, 200, 50);
    JsonNode last = body.at("/compositeRequest/2");
    assertThat(last.get("method").textValue()).isEqualTo("PATCH");
    assertThat(last.get("url").textValue())
        .isEqualTo("/services/data/v62.0/composite/sobjects/Contact/Ext_Id__c");
    assertThat(last.at("/body/records/0/Ext_Id__c").textValue()).isEqualTo("A400");
  }

  @Test
  void aRelatedRecordIsNamedByItsExternalId() {
    RecordType type =
        new RecordType(
            "Contact", "Ext_Id__c", List.of("Account.Ext_Id__c", "Account:Boss__r.Ext_Id__c"));
    assertThat(record(upsert(type, "A1", 12L, "B1")))
        .isEqualTo(
            json(
                """
                {"attributes": {"type": "Contact"}, "Ext_Id__c": "A1", "Account": {"Ext_Id__c": "12"},
                 "Boss__r": {"attributes": {"type": "Account"}, "Ext_Id__c": "B1"}}
                """));
  }

  @Test
  void aRelatedRecordIsNamedByANumberWhereItsFieldIsOne() {
    RecordType type = new RecordType("Contact", "Ext_Id__c", List.of("Account.Nr__c"));
    assertThat(record(upsert(type, "A1", "12")).get("Account")).isEqualTo(json("{\"Nr__c\": 12}"));
  }

  @Test
  void noRelatedRecordClearsTheLookup() {
    RecordType type =
        new RecordType(
            "Contact", "Ext_Id__c", List.of("Account.Ext_Id__c", "Account:Boss__r.Ext_Id__c"));
    assertThat(record(upsert(type, "A1", null, "")))
        .isEqualTo(
            json(
                """
                {"attributes": {"type": "Contact"}, "Ext_Id__c": "A1", "AccountId": null, "Boss__c": null}
                """));
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueIsWrittenAsItsFieldTakesIt(String field, Object value, String expected) {
    RecordType type = new RecordType("Contact", "Ext_Id__c", List.of(field));
    assertThat(record(upsert(type, "A1", value)).get(field)).isEqualTo(json(expected));
  }

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of("FirstName", 12L, "\"12\""),
        Arguments.of("FirstName", true, "\"true\""),
        Arguments.of("FirstName", new BigDecimal("1E+3"), "\"1000\""),
        Arguments.of("FirstName", LocalDate.of(2026, 2, 3), "\"2026-02-03\""),
        Arguments.of(
            "FirstName", Instant.parse("2026-02-03T04:05:06.789Z"), "\"2026-02-03T04:05:06.789Z\""),
        Arguments.of("FirstName", "", "\"\""),
        Arguments.of("FirstName", Arrays.asList("red", null, "green"), "\"red;green\""),
        Arguments.of("FirstName", new byte[] {1, 2, 3}, "\"AQID\""),
        Arguments.of("Number__c", 12, "12"),
        Arguments.of("Number__c", new BigDecimal("12.50"), "12.50"),
        Arguments.of("Number__c", 1e21, "1000000000000000000000"),
        Arguments.of("Number__c", " 12.5 ", "12.5"),
        Arguments.of("Number__c", "", "null"),
        Arguments.of("Vip__c", true, "true"),
        Arguments.of("Vip__c", "FALSE", "false"),
        Arguments.of("Vip__c", 1, "true"),
        Arguments.of("Vip__c", null, "false"),
        Arguments.of("Vip__c", "", "false"),
        Arguments.of("Birthdate", LocalDate.of(1969, 7, 20), "\"1969-07-20\""),
        Arguments.of("Birthdate", LocalDateTime.of(1969, 7, 20, 20, 17), "\"1969-07-20\""),
        Arguments.of("Birthdate", "1969-07-20 20:17:40", "\"1969-07-20\""),
        Arguments.of(
            "Seen__c", Instant.parse("2026-02-03T04:05:06.789Z"), "\"2026-02-03T04:05:06.789Z\""),
        Arguments.of(
            "Seen__c",
            LocalDateTime.of(2026, 2, 3, 4, 5, 6, 789_999_000),
            "\"2026-02-03T04:05:06.789Z\""),
        Arguments.of("Seen__c", LocalDate.of(2026, 2, 3), "\"2026-02-03T00:00:00.000Z\""),
        Arguments.of("Seen__c", "2026-02-03 04:05:06", "\"2026-02-03T04:05:06.000Z\""),
        Arguments.of("Seen__c", "2026-02-03T04:05:06+02:00", "\"2026-02-03T02:05:06.000Z\""),
        Arguments.of("Opens__c", LocalTime.of(9, 30), "\"09:30:00.000Z\""),
        // Not described: by the value's own type.
        Arguments.of("Other__c", 12L, "12"),
        Arguments.of("Other__c", true, "true"),
        Arguments.of("Other__c", "x", "\"x\""),
        Arguments.of(
            "Other__c", Instant.parse("2026-02-03T04:05:06.789Z"), "\"2026-02-03T04:05:06.789Z\""),
        Arguments.of("Other__c", Double.NaN, "\"NaN\""));
  }

  private JsonNode record(CrmRecord record) {
    return json(request(upserts(record))).at("/records/0");
  }

  private CrmRequest request(Batch batch) {
    CrmCall call = connector.call(batch);
    return Some.pastDescriptions(call);
  }
}
