package dev.millrace.crm.salesforce;

import static dev.millrace.crm.salesforce.Some.answer;
import static dev.millrace.crm.salesforce.Some.error;
import static dev.millrace.crm.salesforce.Some.outcomes;
import static dev.millrace.crm.salesforce.Some.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crm.Action;
import dev.millrace.crm.Answer;
import dev.millrace.crm.Batch;
import dev.millrace.crm.CrmCall;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.RecordType;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A job of Bulk API 2.0, request by request. */
class BulkCallTest {

  private static final RecordType TYPE =
      new RecordType(
          "Contact",
          "Ext_Id__c",
          List.of("Ext_Id__c", "LastName", "Birthdate", "Account.Ext_Id__c"),
          "Account.Ext_Id__c");
  private static final String JOB = "/services/data/v62.0/jobs/ingest/750A";

  private final SalesforceConnector connector = Some.connector();

  @Test
  void isMadeUploadedBegunAndLookedAtLessAndLessOften() {
    CrmCall call = call(contact("A1", "Berg", "B1"));
    CrmRequest create = Some.pastDescriptions(call);
    assertThat(create).hasToString("POST /services/data/v62.0/jobs/ingest");
    assertThat(Some.json(create))
        .isEqualTo(
            Some.json(
                """
                {"object": "Contact", "operation": "upsert", "externalIdFieldName": "Ext_Id__c",
                 "contentType": "CSV", "lineEnding": "LF", "columnDelimiter": "COMMA"}
                """));

    CrmRequest upload = call.read(job("Open")).next();
    assertThat(upload).hasToString("PUT " + JOB + "/batches");
    assertThat(upload.headers()).containsEntry("Content-Type", "text/csv");

    CrmRequest begin = call.read(answer(201, "")).next();
    assertThat(begin).hasToString("PATCH " + JOB);
    assertThat(Some.json(begin)).isEqualTo(Some.json("{\"state\": \"UploadComplete\"}"));

    long[] waits = new long[7];
    for (int i = 0; i < waits.length; i++) {
      Answer look = call.read(job(i < 2 ? "UploadComplete" : "InProgress"));
      assertThat(look.next()).hasToString("GET " + JOB);
      waits[i] = look.nextAfterMillis();
    }
    assertThat(waits).containsExactly(500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000);

    assertThat(outcomes(call.read(job("JobComplete", 1, 0)))).containsExactly("ACCEPTED");
  }

  @Test
  void rowsStandByTheirParentsAndClearWhatIsNull() {
    CrmCall call =
        call(
            contact("A1", "O'Hara, \"Ann\"\n", "B2"),
            contact("A2", null, "B1"),
            contact("A3", " space", null),
            read(TYPE, "A4", "A4", "x", LocalDate.of(1969, 7, 20), "B1"));
    Some.pastDescriptions(call);

    assertThat(Some.text(call.read(job("Open")).next()))
        .isEqualTo(
            """
            Ext_Id__c,LastName,Birthdate,Account.Ext_Id__c
            A3," space",#N/A,#N/A
            A2,#N/A,#N/A,B1
            A4,x,1969-07-20,B1
            A1,"O'Hara, ""Ann""
            ",#N/A,B2
            """);
  }

  @Test
  void resultsAreFoundByTheirKeyInWhateverOrder() {
    CrmCall call = started("A1", "A2", "A3", "A4");
    Answer results = call.read(job("JobComplete", 4, 2));
    assertThat(results.next()).hasToString("GET " + JOB + "/successfulResults");

    Answer more =
        call.read(
            answer(
                200,
                "\"sf__Id\",\"sf__Created\",LastName,EXT_ID__C\n\"003C\",\"true\",\"a \"\"b\"\"\n,\",\"a3\"\n",
                "sforce-locator",
                "MjAw"));
    assertThat(more.next()).hasToString("GET " + JOB + "/successfulResults?locator=MjAw");
    Answer failed =
        call.read(
            answer(200, "sf__Id,sf__Created,Ext_Id__c\n003A,true,A1\n", "sforce-locator", "null"));
    assertThat(failed.next()).hasToString("GET " + JOB + "/failedResults");

    assertThat(
            outcomes(
                call.read(
                    answer(
                        200,
                        "sf__Id,sf__Error,Ext_Id__c\r\n"
                            + ",STRING_TOO_LONG:LastName: data value too large:LastName --,A4\r\n"
                            + ",\"UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record or 200 records: 001:--\",A2\r\n"))))
        .containsExactly(
            "ACCEPTED", "RETRY UNABLE_TO_LOCK_ROW", "ACCEPTED", "REFUSED STRING_TOO_LONG");
  }

  @Test
  void rowsThatAFailedJobDidNotComeToAreRepeated() {
    CrmCall call = started("A1", "A2");
    call.read(job("Aborted", 1, 0));
    call.read(answer(200, "sf__Id,sf__Created,Ext_Id__c\n003A,true,A1\n"));
    assertThat(outcomes(call.read(answer(200, "sf__Id,sf__Error,Ext_Id__c\n"))))
        .containsExactly("ACCEPTED", "RETRY JobAborted");
  }

  @Test
  void aLimitThatRowsFailedAtPausesAndTheRowsAreSentAnew() {
    CrmCall call = started("A1", "A2");
    call.read(job("JobComplete", 2, 1));
    call.read(answer(200, "sf__Id,sf__Created,Ext_Id__c\n003A,true,A1\n"));
    assertThat(
            call.read(
                answer(
                    200,
                    "sf__Id,sf__Error,Ext_Id__c\n,STORAGE_LIMIT_EXCEEDED:storage limit exceeded:--,A2\n")))
        .hasToString("THROTTLED STORAGE_LIMIT_EXCEEDED");
    assertThat(call.resume()).as("the same results, again and again").isNull();
  }

  @Test
  void aJobThatDidNothingWasAnOutage() {
    CrmCall call = started("A1");
    call.read(job("Failed", 0, 0));
    call.read(answer(200, ""));
    assertThat(call.read(answer(200, ""))).hasToString("UNAVAILABLE JobFailed");
    assertThat(call.resume()).isNull();
  }

  @Test
  void aColumnThatIsNoFieldStops() {
    CrmCall call = started("A1");
    Answer stop =
        call.read(
            answer(
                200,
                "{\"id\":\"750A\",\"state\":\"Failed\",\"errorMessage\":\"InvalidBatch : Field name not found : X\"}"));
    assertThat(stop).hasToString("MISCONFIGURED InvalidBatch");
    assertThat(stop.message()).contains("Field name not found : X");
  }

  @Test
  void isNotGivenUpOnceItMayRun() {
    CrmCall call = call(contact("A1", "Berg", null));
    Some.pastDescriptions(call);
    assertThat(call.resume()).isNull();
    call.read(job("Open"));
    assertThat(call.resume()).isNull();
    call.read(answer(201, ""));
    assertThat(call.resume()).hasToString("GET " + JOB);
    assertThat(call.read(job("Open")).next()).hasToString("PATCH " + JOB);
    assertThat(call.read(job("UploadComplete")).next()).hasToString("GET " + JOB);
    assertThat(call.read(answer(502, "<html>"))).hasToString("UNAVAILABLE NOT_JSON");
    assertThat(call.resume()).hasToString("GET " + JOB);
    call.read(job("JobComplete", 1, 1));
    assertThat(call.read(answer(200, "sf__Id,sf__Created,Ext_Id__c\n\"003")))
        .hasToString("UNAVAILABLE NOT_JSON");
    assertThat(call.resume()).hasToString("GET " + JOB + "/successfulResults");
  }

  @Test
  void aJobThatIsRefusedStops() {
    CrmCall call = call(contact("A1", "Berg", null));
    Some.pastDescriptions(call);
    Answer stop = call.read(answer(400, error("INVALIDENTITY", "m")));
    assertThat(stop).hasToString("MISCONFIGURED INVALIDENTITY");
    assertThat(stop.message()).contains("sink.bulk.enabled: false");
  }

  @Test
  void aJobThatSomebodyDeletedIsMadeAnew() {
    CrmCall call = started("A1");
    assertThat(call.read(answer(404, error("NOT_FOUND", "m")))).hasToString("UNAVAILABLE HTTP 404");
    assertThat(call.resume()).isNull();
  }

  @Test
  void aValueOfTheWrongFormIsKeptFromTheJob() {
    CrmCall call = call(read(TYPE, "A1", "A1", "x", "someday", null), contact("A2", "Berg", null));
    Some.pastDescriptions(call);
    assertThat(Some.text(call.read(job("Open")).next())).doesNotContain("A1");
    call.read(answer(201, ""));
    assertThat(outcomes(call.read(job("JobComplete", 1, 0))))
        .containsExactly("REFUSED JSON_PARSER_ERROR", "ACCEPTED");
  }

  private static CrmRecord contact(String id, String name, String parent) {
    return read(TYPE, id, id, name, null, parent);
  }

  private CrmCall call(CrmRecord... records) {
    return connector.call(new Batch(TYPE, Action.UPSERT, List.of(records), true));
  }

  private CrmCall started(String... ids) {
    CrmRecord[] records = new CrmRecord[ids.length];
    for (int i = 0; i < ids.length; i++) {
      records[i] = contact(ids[i], "Berg", null);
    }
    CrmCall call = call(records);
    Some.pastDescriptions(call);
    call.read(job("Open"));
    call.read(answer(201, ""));
    call.read(job("UploadComplete"));
    return call;
  }

  private static CrmResponse job(String state) {
    return answer(200, "{\"id\":\"750A\",\"state\":\"" + state + "\",\"contentUrl\":\"x\"}");
  }

  private static CrmResponse job(String state, int processed, int failed) {
    return answer(
        200,
        "{\"id\":\"750A\",\"state\":\""
            + state
            + "\",\"numberRecordsProcessed\":"
            + processed
            + ",\"numberRecordsFailed\":"
            + failed
            + "}");
  }
}
