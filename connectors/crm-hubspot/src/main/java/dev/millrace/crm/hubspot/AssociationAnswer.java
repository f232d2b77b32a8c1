package dev.millrace.crm.hubspot;

import com.fasterxml.jackson.core.JsonParser;
import dev.millrace.crm.body.Json;
import java.io.IOException;

/** Reads the answer to a batch of associations as it streams by. */
final class AssociationAnswer {

  /** Takes what an answer says, in the answer's order. */
  interface Reader {

    /** Two records that are associated now, by HubSpot's ids; which is the parent is not told. */
    void associated(String one, String other);

    void error(HubSpotError error);
  }

  private AssociationAnswer() {}

  /**
   * @throws IOException when the body is no such answer; the reader may have been told a part of it
   */
  static void read(byte[] body, Reader reader) throws IOException {
    Json.body(
        body,
        (name, json) -> {
          switch (name) {
            case "results":
              Json.objects(json, result -> readResult(result, reader));
              break;
            case "errors":
              Json.objects(json, error -> reader.error(HubSpotError.read(error)));
              break;
            default:
              // passed over
          }
        });
  }

  /** The ends are objects with an id, or plain ids that are numbers, depending on the endpoint. */
  private static void readResult(JsonParser json, Reader reader) throws IOException {
    String from = null;
    String to = null;
    String name;
    while ((name = json.nextFieldName()) != null) {
      json.nextToken();
      switch (name) {
        case "from":
          from = Json.field(json, "id");
          break;
        case "to":
          to = Json.field(json, "id");
          break;
        case "fromObjectId":
          from = Json.textOrNull(json);
          break;
        case "toObjectId":
          to = Json.textOrNull(json);
          break;
        default:
          json.skipChildren();
      }
    }
    if (from != null && to != null) {
      reader.associated(from, to);
    }
  }
}
