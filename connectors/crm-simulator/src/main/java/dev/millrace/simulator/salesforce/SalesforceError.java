package dev.millrace.simulator.salesforce;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/**
 * One error, of a call or of a record.
 *
 * @param fields the fields concerned; may be empty
 */
record SalesforceError(String code, String message, List<String> fields) {

  static SalesforceError of(String code, String message, String... fields) {
    return new SalesforceError(code, message, List.of(fields));
  }

  /** As an element of a call's error list. */
  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("message", message);
    json.writeStringField("errorCode", code);
    if (!fields.isEmpty()) {
      writeFields(json);
    }
    json.writeEndObject();
  }

  /** As an element of a record's error list. */
  void writeOfRecord(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("statusCode", code);
    json.writeStringField("message", message);
    writeFields(json);
    json.writeEndObject();
  }

  private void writeFields(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("fields");
    for (String field : fields) {
      json.writeString(field);
    }
    json.writeEndArray();
  }

  RefusedCall refusing(int status) {
    return new RefusedCall(status, List.of(this));
  }
}
