package dev.millrace.crm.hubspot;

import com.fasterxml.jackson.core.JsonParser;
import dev.millrace.crm.body.Json;
import java.io.IOException;

/** Reads the answer to a batch of inputs as it streams by. */
final class BatchAnswer {

  /** Takes what an answer says, in the answer's order, which is not that of the inputs. */
  interface Reader {

    /**
     * A record that was written or found.
     *
     * @param input index of the input by its trace id, -1 when the answer has none
     * @param externalId value of the id property, null when the answer lacks it
     * @param id HubSpot's id of the record, null when the answer lacks it
     */
    void result(int input, String externalId, String id);

    void error(HubSpotError error);
  }

  private BatchAnswer() {}

  /**
   * @throws IOException when the body is no such answer; the reader may have been told a part of it
   */
  static void read(byte[] body, String idProperty, Reader reader) throws IOException {
    Json.body(
        body,
        (name, json) -> {
          switch (name) {
            case "results":
              Json.objects(json, result -> readResult(result, idProperty, reader));
              break;
            case "errors":
              Json.objects(json, error -> reader.error(HubSpotError.read(error)));
              break;
            default:
              // passed over
          }
        });
  }

  private static void readResult(JsonParser json, String idProperty, Reader reader)
      throws IOException {
    int input = -1;
    String externalId = null;
    String id = null;
    String name;
    while ((name = json.nextFieldName()) != null) {
      json.nextToken();
      switch (name) {
        case "id":
          id = Json.textOrNull(json);
          break;
        case "properties":
          externalId = Json.field(json, idProperty);
          break;
        case "objectWriteTraceId":
          input = traceId(Json.textOrNull(json));
          break;
        default:
          json.skipChildren();
      }
    }
    reader.result(input, externalId, id);
  }

  /** The index that a trace id of ours stands for, -1 when it is none of ours. */
  static int traceId(String text) {
    if (text == null || text.isEmpty() || text.length() > 2) {
      return -1;
    }
    int index = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      index = index * 10 + digit;
    }
    return index;
  }
}
