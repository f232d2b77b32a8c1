package dev.millrace.simulator.salesforce;

import dev.millrace.simulator.Property;
import dev.millrace.simulator.PropertyType;
import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.Json;
import dev.millrace.simulator.store.ObjectType;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The Tooling API's way to add a custom field to an object. */
final class CustomFields {

  private static final Map<String, PropertyType> TYPES =
      Map.of(
          "Text", PropertyType.STRING,
          "LongTextArea", PropertyType.JSON,
          "Number", PropertyType.NUMBER,
          "Currency", PropertyType.NUMBER,
          "Checkbox", PropertyType.BOOL,
          "Date", PropertyType.DATE,
          "DateTime", PropertyType.DATETIME,
          "Email", PropertyType.EMAIL,
          "Phone", PropertyType.PHONE_NUMBER,
          "Picklist", PropertyType.ENUMERATION);

  private final Org org;
  private int added;

  CustomFields(Org org) {
    this.org = org;
  }

  /**
   * Takes {@code {"FullName":"Contact.Ext_Id__c","Metadata":{"type":"Text","length":80,
   * "externalId":true,"unique":true}}}.
   *
   * @throws RefusedCall when there is no such object or type, or the field is there
   */
  Answer create(Call call) {
    try {
      Map<String, Object> body = Json.readObject(call.body(), call.bodyLength());
      String[] name = String.valueOf(body.get("FullName")).split("\\.", 2);
      if (name.length != 2 || !Fields.isCustom(name[1])) {
        throw refusal("INVALID_FULLNAME", "FullName must be Object.Name__c");
      }
      ObjectType type = org.type(name[0], 400);
      if (type.slot(name[1]) != null) {
        throw refusal(
            "DUPLICATE_DEVELOPER_NAME",
            "There is already a field named " + name[1] + " on " + type.name() + ".");
      }
      type.define(property(name[1], (Map<?, ?>) body.get("Metadata")));
    } catch (IOException | ClassCastException e) {
      throw refusal("JSON_PARSER_ERROR", String.valueOf(e.getMessage()));
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("id", SalesforceIds.text("00N", ++added));
    answer.put("success", true);
    answer.put("errors", List.of());
    return Answer.json(201, answer);
  }

  private static Property property(String name, Map<?, ?> metadata) {
    Object type = metadata == null ? null : metadata.get("type");
    Property property;
    if ("Lookup".equals(type)) {
      property = Property.reference(name, String.valueOf(metadata.get("referenceTo")));
    } else if (type instanceof String word && TYPES.containsKey(word)) {
      property = Property.of(name, TYPES.get(word));
    } else {
      throw refusal("INVALID_TYPE", "unknown type of field: " + type);
    }
    if (metadata.get("length") instanceof Long length) {
      property = property.ofLength(length.intValue());
    }
    if (Boolean.TRUE.equals(metadata.get("externalId"))) {
      property = property.asExternalId();
    }
    if (Boolean.TRUE.equals(metadata.get("required"))) {
      property = property.asRequired();
    }
    return Boolean.TRUE.equals(metadata.get("unique")) ? property.asUnique() : property;
  }

  private static RefusedCall refusal(String code, String message) {
    return SalesforceError.of(code, message).refusing(400);
  }
}
