package dev.millrace.crm.hubspot;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.crm.body.Json;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** A property of an object, as far as a mapping can be wrong about it. */
final class PropertyDefinition {

  private boolean unique;
  private boolean readOnly;

  private PropertyDefinition() {}

  /**
   * Reads all properties of an object from the answer of HubSpot's property API, by name.
   *
   * @throws IOException when the body is no such answer
   */
  static Map<String, PropertyDefinition> readAll(byte[] body) throws IOException {
    Map<String, PropertyDefinition> all = new TreeMap<>();
    Json.body(
        body,
        (name, json) -> {
          if (name.equals("results")) {
            Json.objects(json, property -> read(property, all));
          }
        });
    return all;
  }

  private static void read(JsonParser json, Map<String, PropertyDefinition> to) throws IOException {
    PropertyDefinition property = new PropertyDefinition();
    String propertyName = null;
    String name;
    while ((name = json.nextFieldName()) != null) {
      json.nextToken();
      switch (name) {
        case "name":
          propertyName = Json.textOrNull(json);
          break;
        case "hasUniqueValue":
          property.unique = json.currentToken() == JsonToken.VALUE_TRUE;
          break;
        case "calculated":
        case "readOnlyValue":
          property.readOnly |= json.currentToken() == JsonToken.VALUE_TRUE;
          break;
        case "modificationMetadata":
          property.readModification(json);
          break;
        default:
          json.skipChildren();
      }
    }
    if (propertyName != null) {
      to.put(propertyName, property);
    }
  }

  private void readModification(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      return;
    }
    Json.fields(
        json,
        (name, value) -> {
          if (name.equals("readOnlyValue")) {
            readOnly |= value.currentToken() == JsonToken.VALUE_TRUE;
          }
        });
  }

  /** Whether no two records may share a value, so that a value identifies a record. */
  boolean isUnique() {
    return unique;
  }

  /** Whether HubSpot alone sets the value. */
  boolean isReadOnly() {
    return readOnly;
  }
}
