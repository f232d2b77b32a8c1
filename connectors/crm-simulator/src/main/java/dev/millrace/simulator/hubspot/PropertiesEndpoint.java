package dev.millrace.simulator.hubspot;

import dev.millrace.simulator.Property;
import dev.millrace.simulator.PropertyType;
import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.Tenant;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Slot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells of an object's property definitions and takes new ones. */
final class PropertiesEndpoint {

  /** Most properties with unique values an object may have. */
  static final int MOST_UNIQUE = 10;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,99}");
  private static final Map<PropertyType, String> FIELD_TYPES =
      Map.of(
          PropertyType.STRING, "text",
          PropertyType.NUMBER, "number",
          PropertyType.DATE, "date",
          PropertyType.DATETIME, "date",
          PropertyType.BOOL, "booleancheckbox",
          PropertyType.ENUMERATION, "select",
          PropertyType.PHONE_NUMBER, "phonenumber",
          PropertyType.JSON, "text");

  private final Tenant account;

  PropertiesEndpoint(Tenant account) {
    this.account = account;
  }

  Answer list(ObjectType type) {
    return Answer.json(
        200, Map.of("results", type.slots().stream().map(slot -> body(slot)).toList()));
  }

  Answer one(ObjectType type, String name) {
    Slot slot = type.slot(name);
    return slot == null
        ? Problems.notFound().answer(account.newUuid()).header(Headers.NOT_FOUND, "true")
        : Answer.json(200, body(slot));
  }

  Answer create(ObjectType type, Call call) {
    Property property = property(Bodies.object(call));
    if (type.slot(property.name()) != null) {
      return Problem.of(
              409, "CONFLICT", "A property named '" + property.name() + "' already exists.")
          .answer(account.newUuid());
    }
    long unique = type.slots().stream().filter(Slot::unique).count();
    if (property.unique() && unique >= MOST_UNIQUE) {
      return Problem.validation(
              "An object can have at most " + MOST_UNIQUE + " properties with unique values")
          .answer(account.newUuid());
    }
    type.define(property);
    return Answer.json(201, body(type.slot(property.name())));
  }

  private static Property property(Map<String, Object> body) {
    for (String field : List.of("name", "label", "type", "fieldType", "groupName")) {
      if (!(body.get(field) instanceof String)) {
        throw Bodies.missing(field);
      }
    }
    String name = (String) body.get("name");
    if (!NAME.matcher(name).matches()) {
      throw Problem.validation(
              "Property name '"
                  + name
                  + "' must be lower case letters, digits and underscores, start with a letter and"
                  + " be no longer than 100 characters")
          .exception();
    }
    List<String> options = new ArrayList<>();
    if (body.get("options") instanceof List<?> list) {
      for (Object option : list) {
        options.add(String.valueOf(((Map<?, ?>) option).get("value")));
      }
    }
    Property property =
        new Property(name, type((String) body.get("type")), options, Set.of(), 0, null);
    if ("checkbox".equals(body.get("fieldType"))) {
      property = property.asMultiple();
    }
    return Boolean.TRUE.equals(body.get("hasUniqueValue")) ? property.asUnique() : property;
  }

  private static PropertyType type(String word) {
    for (PropertyType type : FIELD_TYPES.keySet()) {
      if (type.word().equals(word)) {
        return type;
      }
    }
    throw Bodies.wrongType("PropertyType");
  }

  private static Map<String, Object> body(Slot slot) {
    Property property = slot.property();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", property.name());
    body.put("label", property.name().toUpperCase(Locale.ROOT).replace('_', ' '));
    body.put("type", property.type().word());
    body.put("fieldType", property.multiple() ? "checkbox" : FIELD_TYPES.get(property.type()));
    body.put("description", "");
    body.put("groupName", "simulated");
    body.put("options", property.options().stream().map(PropertiesEndpoint::option).toList());
    body.put("calculated", false);
    body.put("externalOptions", false);
    // A contact's e-mail identifies it without being marked so.
    body.put("hasUniqueValue", property.unique() && !slot.email());
    body.put("hidden", false);
    body.put("formField", !property.readOnly());
    body.put("archived", false);
    body.put(
        "modificationMetadata",
        Map.of(
            "archivable", !property.readOnly(),
            "readOnlyDefinition", property.readOnly(),
            "readOnlyValue", property.readOnly()));
    return body;
  }

  private static Map<String, Object> option(String value) {
    Map<String, Object> option = new LinkedHashMap<>();
    option.put("label", value);
    option.put("value", value);
    option.put("hidden", false);
    return option;
  }
}
