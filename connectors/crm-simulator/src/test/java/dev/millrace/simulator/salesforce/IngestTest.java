package dev.millrace.simulator.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.simulator.Await;
import dev.millrace.simulator.Client;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Point 11 of the contract's Salesforce mode. */
class IngestTest extends SalesforceFixture {

  private static final String JOBS = BASE + "/jobs/ingest";

  private String create(Object... settings) {
    Map<String, Object> body =
        fields(
            "object", "Contact",
            "operation", "upsert",
            "externalIdFieldName", "Ext_Id__c",
            "contentType", "CSV",
            "lineEnding", "LF");
    body.putAll(fields(settings));
    Client.Reply reply = client.post(JOBS, body);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).containsEntry("state", "Open");
    return (String) reply.body().get("id");
  }

  private Client.Reply upload(String job, String csv) {
    return client.send("PUT", JOBS + '/' + job + "/batches", csv, "text/csv");
  }

  private Map<String, Object> close(String job, String state) {
    return client.patch(JOBS + '/' + job, Map.of("state", state)).body();
  }

  private Map<String, Object> job(String job) {
    return client.get(JOBS + '/' + job).body();
  }

  private void run(String job, String csv) {
    assertThat(upload(job, csv).status()).isEqualTo(201);
    assertThat(close(job, "UploadComplete")).containsEntry("state", "UploadComplete");
    Await.until(() -> List.of("JobComplete", "Failed").contains(job(job).get("state")));
  }

  private List<List<String>> results(String job, String kind) {
    byte[] csv =
        client.get(JOBS + '/' + job + '/' + kind).http().body().getBytes(StandardCharsets.UTF_8);
    List<List<String>> rows = new ArrayList<>();
    Csv reader = new Csv(csv, csv.length, ',');
    while (reader.next()) {
      rows.add(List.copyOf(reader.cells()));
    }
    return rows;
  }

  @Test
  void aJobGoesThroughItsStatesAndUpserts() {
    restart(builder -> builder.bulkChunkTime(Duration.ofMillis(30)));
    String id = id(contacts(contact("A1", "FirstName", "old", "Title", "T")), 0);
    accounts(account("P"));
    String job = create();
    upload(
        job,
        "Ext_Id__c,LastName,FirstName,Title,Account.Ext_Id__c,DoNotCall\n"
            + "A1,\"L, \"\"q\"\"\nnext\",#N/A,,P,true\n"
            + "A2,Ä,,,#N/A,\n");
    close(job, "UploadComplete");
    Await.until(() -> job(job).get("state").equals("InProgress"));
    assertThat(crm.count("Contact")).isEqualTo(1);
    Await.until(() -> job(job).get("state").equals("JobComplete"));
    assertThat(job(job))
        .containsEntry("numberRecordsProcessed", 2L)
        .containsEntry("numberRecordsFailed", 0L)
        .containsEntry("errorMessage", "");
    String parent = crm.versions("Account").get(0).externalId();
    assertThat(parent).isEqualTo("P");
    Map<String, Map<String, String>> written = crm.records("Contact", "Ext_Id__c");
    assertThat(written.get("A1"))
        .containsEntry("LastName", "L, \"q\"\nnext")
        .containsEntry("Title", "T")
        .containsEntry("DoNotCall", "true")
        .containsKey("AccountId")
        .doesNotContainKey("FirstName");
    assertThat(written.get("A2")).isEqualTo(Map.of("Ext_Id__c", "A2", "LastName", "Ä"));
    assertThat(results(job, "successfulResults"))
        .contains(
            List.of(
                "sf__Id",
                "sf__Created",
                "Ext_Id__c",
                "LastName",
                "FirstName",
                "Title",
                "Account.Ext_Id__c",
                "DoNotCall"),
            List.of(id, "false", "A1", "L, \"q\"\nnext", "#N/A", "", "P", "true"));
  }

  @Test
  void resultRowsAreInNoOrderAndFailuresTellTheirError() {
    StringBuilder csv = new StringBuilder("Ext_Id__c,LastName,Birthdate\n");
    for (int i = 0; i < 100; i++) {
      csv.append("A").append(i).append(i % 10 == 0 ? ",#N/A,\n" : ",L,2000-01-01\n");
    }
    String job = create();
    run(job, csv + "B,L,nonsense\n");
    List<List<String>> failed = results(job, "failedResults");
    assertThat(failed)
        .hasSize(12)
        .contains(
            List.of(
                "",
                "REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --",
                "A10",
                "#N/A",
                ""),
            List.of(
                "",
                "INVALID_TYPE_ON_FIELD_IN_RECORD:Birthdate: value not of required type:"
                    + " nonsense:Birthdate --",
                "B",
                "L",
                "nonsense"));
    List<List<String>> successful = results(job, "successfulResults");
    assertThat(successful).hasSize(91);
    List<Integer> order =
        successful.stream().skip(1).map(row -> Integer.valueOf(row.get(2).substring(1))).toList();
    assertThat(order).isNotEqualTo(order.stream().sorted(Comparator.naturalOrder()).toList());
    assertThat(job(job))
        .containsEntry("numberRecordsProcessed", 101L)
        .containsEntry("numberRecordsFailed", 11L);
  }

  @Test
  void aKeyTwiceFailsWithinTwoHundredRowsAndUpdatesAcrossThem() {
    StringBuilder csv = new StringBuilder("Ext_Id__c,LastName\nfar,1\nnear,1\nNEAR,2\n");
    for (int i = 3; i < 200; i++) {
      csv.append('A').append(i).append(",L\n");
    }
    String job = create();
    run(job, csv + "far,2\n");
    assertThat(results(job, "failedResults").stream().skip(1).map(row -> row.get(1)))
        .containsOnly("DUPLICATE_VALUE:Duplicate external id specified: near:Ext_Id__c --")
        .hasSize(2);
    assertThat(crm.records("Contact", "Ext_Id__c").get("far")).containsEntry("LastName", "2");
    assertThat(crm.count("Contact")).isEqualTo(198);
  }

  @Test
  void anUnknownColumnFailsTheJobUnprocessed() {
    String job = create();
    run(job, "Ext_Id__c,Nope\nA1,x\n");
    assertThat(job(job))
        .containsEntry("state", "Failed")
        .containsEntry("errorMessage", "InvalidBatch : Field name not found : Nope");
    assertThat(results(job, "unprocessedrecords"))
        .containsExactly(List.of("Ext_Id__c", "Nope"), List.of("A1", "x"));
  }

  @Test
  void otherLineEndsThanAnnouncedFailTheJob() {
    String job = create();
    run(job, "Ext_Id__c,LastName\r\nA1,L\r\n");
    assertThat(job(job))
        .containsEntry(
            "errorMessage",
            "InvalidBatch : LineEnding is invalid on user data. Current LineEnding setting is LF");
    String crlf = create("lineEnding", "CRLF", "columnDelimiter", "PIPE");
    run(crlf, "Ext_Id__c|LastName\r\nA1|L\r\n");
    assertThat(crm.records("Contact", "Ext_Id__c")).containsOnlyKeys("A1");
  }

  @Test
  void deletesByIds() {
    String id = id(contacts(contact("A1"), contact("A2")), 0);
    String job = create("operation", "delete");
    run(job, "Id\n" + id + "\n" + id + "\n");
    assertThat(crm.records("Contact", "Ext_Id__c")).containsOnlyKeys("A2");
    assertThat(results(job, "failedResults").stream().skip(1))
        .containsExactly(List.of("", "ENTITY_IS_DELETED:entity is deleted:--", id));
  }

  @Test
  void anAbortedJobLeavesTheRestUnprocessed() {
    restart(builder -> builder.bulkChunkTime(Duration.ofMillis(30)));
    StringBuilder csv = new StringBuilder("Ext_Id__c,LastName\n");
    for (int i = 0; i < 2000; i++) {
      csv.append('A').append(i).append(",L\n");
    }
    String job = create();
    upload(job, csv.toString());
    close(job, "UploadComplete");
    Await.until(() -> crm.count("Contact") > 0);
    assertThat(close(job, "Aborted")).containsEntry("state", "Aborted");
    int written = crm.count("Contact");
    assertThat(written).isLessThan(2000);
    assertThat(results(job, "unprocessedrecords")).hasSize(2001 - written);
    assertThat(results(job, "successfulResults")).hasSize(1 + written);
  }

  @Test
  void refusesAJobOrUploadThatMakesNoSense() {
    assertThat(client.post(JOBS, Map.of("object", "Nope", "operation", "insert")).http().body())
        .contains("INVALIDENTITY");
    assertThat(
            client
                .post(
                    JOBS,
                    fields(
                        "object", "Contact", "operation", "upsert", "externalIdFieldName", "Title"))
                .http()
                .body())
        .contains("INVALIDJOB");
    String job = create();
    upload(job, "Ext_Id__c\nA1\n");
    assertThat(upload(job, "Ext_Id__c\nA1\n").status()).isEqualTo(400);
    close(job, "Aborted");
    assertThat(client.patch(JOBS + '/' + job, Map.of("state", "UploadComplete")).status())
        .isEqualTo(400);
    assertThat(client.get(JOBS + "/nothing").status()).isEqualTo(404);
  }
}
