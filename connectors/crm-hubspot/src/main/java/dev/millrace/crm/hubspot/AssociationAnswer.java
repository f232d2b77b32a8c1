package dev.millrace.crm.hubspot;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
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
    try (JsonParser json = Json.FACTORY.createParser(body)) {
      json.nextToken();
      Json.expect(json, JsonToken.START_OBJECT);
      String name;
      while ((name = json.nextFieldName()) != null) {
        json.nextToken();
        switch (name) {
          case "results":
            Json.objects(json, result -> readResult(result, reader));
            break;
          case "errors":
            Json.objects(json, error -> reader.error(HubSpotError.read(error)));
            break;
          default:
            json.skipChildren();
        }
      }
      Json.expect(json, JsonToken.END_OBJECT);
    }
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
          from = readId(json);
          break;
        case "to":
          to = readId(json);
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

  private static String readId(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return null;
    }
    String id = null;
    String name;
    while ((name = json.nextFieldName()) != null) {
      json.nextToken();
      if (name.equals("id")) {
        id = Json.textOrNull(json);
      } else {
        json.skipChildren();
      }
    }
    return id;
  }
}
