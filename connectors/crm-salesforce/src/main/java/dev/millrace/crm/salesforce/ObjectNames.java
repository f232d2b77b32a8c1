package dev.millrace.crm.salesforce;

import com.fasterxml.jackson.core.JsonParser;
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
    Json.body(
        body,
        (name, json) -> {
          if (name.equals("sobjects")) {
            Json.objects(json, object -> readName(object, names));
          }
        });
    return names;
  }

  private static void readName(JsonParser json, List<String> to) throws IOException {
    Json.fields(
        json,
        (name, value) -> {
          if (name.equals("name")) {
            Json.texts(value, to::add);
          }
        });
  }
}
