package dev.millrace.crm.salesforce;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.crm.body.Json;
import java.io.IOException;

/** Reads the answer that tells of an organization's limits. */
final class DailyRequests {

  private DailyRequests() {}

  /**
   * Calls that are left of the 24 hours; -1 when the answer does not tell.
   *
   * @throws IOException when the body is no JSON
   */
  static long remaining(byte[] body) throws IOException {
    try (JsonParser json = Json.FACTORY.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return -1;
      }
      String name;
      while ((name = json.nextFieldName()) != null) {
        JsonToken value = json.nextToken();
        if (name.equals("DailyApiRequests") && value == JsonToken.START_OBJECT) {
          return readRemaining(json);
        }
        json.skipChildren();
      }
      return -1;
    }
  }

  private static long readRemaining(JsonParser json) throws IOException {
    long remaining = -1;
    String name;
    while ((name = json.nextFieldName()) != null) {
      json.nextToken();
      if (name.equals("Remaining")) {
        remaining = json.getValueAsLong(-1);
      }
      json.skipChildren();
    }
    return remaining;
  }
}
