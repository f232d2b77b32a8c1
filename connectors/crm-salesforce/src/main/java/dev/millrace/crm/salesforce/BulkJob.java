package dev.millrace.crm.salesforce;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.RequestBody;
import dev.millrace.crm.body.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** The requests of one job of Bulk API 2.0, and what is known of its state. */
final class BulkJob {

  private final SObjectType type;

  String id;
  String state = "";
  String errorMessage = "";
  long processed = -1;
  long failed = -1;

  BulkJob(SObjectType type) {
    this.type = type;
  }

  CrmRequest create() {
    return json(
        "POST",
        type.path().jobs(),
        json -> {
          json.writeStringField("object", type.type().object());
          json.writeStringField("operation", "upsert");
          json.writeStringField("externalIdFieldName", type.type().idField());
          json.writeStringField("contentType", "CSV");
          json.writeStringField("lineEnding", "LF");
          json.writeStringField("columnDelimiter", "COMMA");
        });
  }

  CrmRequest upload(RequestBody csv) {
    return new CrmRequest("PUT", path() + "/batches", Map.of("Content-Type", "text/csv"), csv);
  }

  /** Lets Salesforce begin. */
  CrmRequest begin() {
    return json("PATCH", path(), json -> json.writeStringField("state", "UploadComplete"));
  }

  CrmRequest look() {
    return CrmRequest.get(path());
  }

  /**
   * @param which {@code successfulResults} or {@code failedResults}
   * @param locator where to go on, from the answer before; null for the beginning
   */
  CrmRequest results(String which, String locator) {
    return CrmRequest.get(path() + '/' + which + (locator == null ? "" : "?locator=" + locator));
  }

  private String path() {
    return type.path().jobs() + '/' + id;
  }

  /**
   * Reads an answer that describes the job.
   *
   * @throws IOException when the body is none
   */
  void read(byte[] body) throws IOException {
    Json.body(
        body,
        (name, json) -> {
          switch (name) {
            case "id":
              id = Json.textOrNull(json);
              break;
            case "state":
              state = String.valueOf(Json.textOrNull(json));
              break;
            case "errorMessage":
              errorMessage = String.valueOf(Json.textOrNull(json));
              break;
            case "numberRecordsProcessed":
              processed = json.getValueAsLong(-1);
              break;
            case "numberRecordsFailed":
              failed = json.getValueAsLong(-1);
              break;
            default:
              // passed over
          }
        });
    if (id == null) {
      throw new IOException("a job without an id");
    }
  }

  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private static CrmRequest json(String method, String path, Fields fields) {
    RequestBody body = new RequestBody(256);
    try (JsonGenerator json = Json.FACTORY.createGenerator(body)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a body in memory cannot fail", e);
    }
    return CrmRequest.json(method, path, body);
  }
}
