package dev.millrace.crm.salesforce;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.crm.body.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The names of all objects, from the answer that lists them. */
final class ObjectNames {

  private ObjectNames() {}

  /**
   * @throws IOException when the body is no such answer
   */
  static List<String> read(byte[] body) throws IOException {
    List<String> names = new ArrayList<>();
    try (JsonParser json = Json.FACTORY.createParser(body)) {
      json.nextToken();
      Json.expect(json, JsonToken.START_OBJECT);
      String name;
      while ((name = json.nextFieldName()) != null) {
        json.nextToken();
        if (name.equals("sobjects")) {
          Json.objects(json, object -> readName(object, names));
        } else {
          json.skipChildren();
        }
      }
    }
    return names;
  }

  private static void readName(JsonParser json, List<String> to) throws IOException {
    String name;
    while ((name = json.nextFieldName()) != null) {
      json.nextToken();
      if (name.equals("name")) {
        Json.texts(json, to::add);
      } else {
        json.skipChildren();
      }
    }
  }
}
