package dev.millrace.crm.salesforce;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.change.ChangeEvent;
import dev.millrace.change.Operation;
import dev.millrace.change.Row;
import dev.millrace.change.SourcePosition;
import dev.millrace.change.TableId;
import dev.millrace.change.TableSchema;
import dev.millrace.crm.Action;
import dev.millrace.crm.Answer;
import dev.millrace.crm.Batch;
import dev.millrace.crm.CrmCall;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.RecordOutcome;
import dev.millrace.crm.RecordType;
import dev.millrace.crm.delivery.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;

/** Records, answers and bodies that tests are made of. */
final class Some {

  static final RecordType CONTACT =
      new RecordType("Contact", "Ext_Id__c", List.of("Ext_Id__c", "LastName"));

  /** A contact with a field of each type. */
  static final String DESCRIPTION =
      """
      {"name": "Contact", "createable": true, "updateable": true, "childRelationships": [{"field": "x"}],
       "fields": [
        {"name": "Id", "type": "id", "nillable": false, "defaultedOnCreate": true, "idLookup": true},
        {"name": "Ext_Id__c", "type": "string", "externalId": true, "idLookup": true, "createable": true, "updateable": true, "nillable": true},
        {"name": "Number__c", "type": "double", "externalId": true, "idLookup": true, "createable": true, "updateable": true, "nillable": true},
        {"name": "Cased__c", "type": "string", "externalId": true, "idLookup": true, "caseSensitive": true, "createable": true, "updateable": true, "nillable": true},
        {"name": "LastName", "type": "string", "createable": true, "updateable": true, "nillable": false},
        {"name": "FirstName", "type": "string", "createable": true, "updateable": true, "nillable": true},
        {"name": "Birthdate", "type": "date", "createable": true, "updateable": true, "nillable": true},
        {"name": "Seen__c", "type": "datetime", "createable": true, "updateable": true, "nillable": true},
        {"name": "Opens__c", "type": "time", "createable": true, "updateable": true, "nillable": true},
        {"name": "Vip__c", "type": "boolean", "createable": true, "updateable": true, "nillable": false},
        {"name": "MailingAddress", "type": "address", "nillable": true},
        {"name": "CreatedDate", "type": "datetime", "nillable": false, "defaultedOnCreate": true},
        {"name": "Master__c", "type": "reference", "createable": true, "updateable": false, "nillable": true,
         "relationshipName": "Master__r", "referenceTo": ["Account"]},
        {"name": "AccountId", "type": "reference", "createable": true, "updateable": true, "nillable": true,
         "relationshipName": "Account", "referenceTo": ["Account"]},
        {"name": "Boss__c", "type": "reference", "createable": true, "updateable": true, "nillable": true,
         "relationshipName": "Boss__r", "referenceTo": ["Contact", "Account"]}
       ]}
      """;

  static final String ACCOUNT =
      """
      {"name": "Account", "createable": true, "updateable": true, "fields": [
        {"name": "Ext_Id__c", "type": "string", "externalId": true},
        {"name": "Nr__c", "type": "double", "externalId": true},
        {"name": "Name", "type": "string", "createable": true, "updateable": true, "nillable": false}]}
      """;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ChangeEvent CHANGE = change(false);
  private static final ChangeEvent SNAPSHOT = change(true);

  private Some() {}

  private static ChangeEvent change(boolean snapshot) {
    return new ChangeEvent(
        Operation.INSERT, null, new NoValues(), SourcePosition.lsn(1), 1, snapshot);
  }

  static SalesforceConnector connector() {
    Configuration sink = new Configuration();
    // Does not ask for jobs that run; a batch in bulk is one all the same.
    sink.set(SalesforceOptions.BULK, false);
    return new SalesforceConnector(sink);
  }

  static CrmRecord upsert(RecordType type, String externalId, Object... values) {
    return CrmRecord.upsert(type, externalId, values, CHANGE);
  }

  /** A row that the snapshot read. */
  static CrmRecord read(RecordType type, String externalId, Object... values) {
    return CrmRecord.upsert(type, externalId, values, SNAPSHOT);
  }

  static CrmRecord delete(RecordType type, String externalId) {
    return CrmRecord.delete(type, externalId, CHANGE);
  }

  static Batch upserts(CrmRecord... records) {
    return new Batch(records[0].type(), Action.UPSERT, Arrays.asList(records));
  }

  static Batch contacts(String... ids) {
    return upserts(
        Arrays.stream(ids)
            .map(id -> upsert(CONTACT, id, id, "of " + id))
            .toArray(CrmRecord[]::new));
  }

  static Batch contacts(int count) {
    return contacts(IntStream.range(0, count).mapToObj(i -> "A" + i).toArray(String[]::new));
  }

  static Batch deletes(String... ids) {
    return new Batch(
        CONTACT, Action.DELETE, Arrays.stream(ids).map(id -> delete(CONTACT, id)).toList());
  }

  /** Answers the requests for descriptions that a call begins with; gives what comes after. */
  static CrmRequest pastDescriptions(CrmCall call) {
    CrmRequest request = call.first();
    while (request.path().endsWith("/describe")) {
      String object = request.path().replaceAll(".*/sobjects/|/describe", "");
      request = call.read(answer(200, object.equals("Account") ? ACCOUNT : DESCRIPTION)).next();
    }
    return request;
  }

  static CrmResponse answer(int status, String body, String... headers) {
    return new CrmResponse(
        status,
        headers.length == 0 ? Map.of() : Map.of(headers[0], headers[1]),
        body.getBytes(UTF_8));
  }

  /** The answer to a collection: {@code "ok"}, or an error as {@code "CODE: message"}, a record. */
  static String results(String... results) {
    StringBuilder body = new StringBuilder("[");
    for (String result : results) {
      body.append(body.length() > 1 ? "," : "").append(result(result));
    }
    return body.append(']').toString();
  }

  private static String result(String result) {
    if (result.startsWith("ok")) {
      return "{\"id\":\"003" + result + "\",\"success\":true,\"errors\":[],\"created\":true}";
    }
    int colon = result.indexOf(": ");
    return "{\"success\":false,\"errors\":[{\"statusCode\":\""
        + result.substring(0, colon)
        + "\",\"message\":\""
        + result.substring(colon + 2).replace("\"", "\\\"")
        + "\",\"fields\":[]}]}";
  }

  /** An error of a whole call. */
  static String error(String code, String message) {
    return "[{\"message\":\""
        + message.replace("\"", "\\\"")
        + "\",\"errorCode\":\""
        + code
        + "\"}]";
  }

  static List<String> outcomes(Answer answer) {
    if (answer.outcomes() == null) {
      return List.of(answer.toString());
    }
    return Arrays.stream(answer.outcomes()).map(RecordOutcome::toString).toList();
  }

  static JsonNode json(CrmRequest request) {
    return json(text(request));
  }

  static String text(CrmRequest request) {
    return new String(request.body().array(), 0, request.body().length(), UTF_8);
  }

  static String query(CrmRequest request) {
    return URLDecoder.decode(request.path().replaceFirst(".*\\?q=", ""), UTF_8);
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  /** What was refused: external ids and codes. */
  static List<String> told(List<Refusal> refusals) {
    return refusals.stream()
        .map(refusal -> refusal.record().externalId() + ' ' + refusal.code())
        .toList();
  }

  private static final class NoValues implements Row {
    private final TableSchema schema =
        new TableSchema(new TableId("shop", "customers"), List.of(), List.of());

    @Override
    public TableSchema schema() {
      return schema;
    }

    @Override
    public Object value(int column) {
      throw new AssertionError("a connector does not look at the row");
    }
  }
}
