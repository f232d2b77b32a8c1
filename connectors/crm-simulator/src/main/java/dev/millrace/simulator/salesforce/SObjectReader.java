package dev.millrace.simulator.salesforce;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.simulator.PropertyType;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Slot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads records from JSON, checking each value against its field on the way. */
final class SObjectReader {

  private final Org org;
  private final JsonParser json;
  private final Map<String, Slot> relationships = new HashMap<>();
  private ObjectType type;
  private Slot[] slots = new Slot[16];
  private String[] values = new String[16];
  private int count;
  private Slot[] lastShape = {};

  /**
   * @param type null when each record tells of it in its attributes, before its fields
   */
  SObjectReader(Org org, ObjectType type, JsonParser json) {
    this.org = org;
    this.type = type;
    this.json = json;
  }

  /**
   * Reads the record that starts at the parser's token.
   *
   * @throws RefusedCall when one value of it refuses the whole call
   */
  SObjectInput read() throws IOException {
    ObjectType given = type;
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw wrongType("sobject");
    }
    SObjectInput input = new SObjectInput();
    count = 0;
    boolean told = false;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals("attributes")) {
        told = readAttributes(given);
      } else if (type == null) {
        throw untyped();
      } else {
        readField(input, name);
      }
    }
    if (given == null && !told) {
      throw untyped();
    }
    input.type = type;
    if (!Arrays.equals(lastShape, 0, lastShape.length, slots, 0, count)) {
      lastShape = Arrays.copyOf(slots, count);
    }
    input.slots = lastShape;
    input.values = Arrays.copyOf(values, count);
    type = given;
    return input;
  }

  /** Whether the attributes name a type, which must be the one given if there is one. */
  private boolean readAttributes(ObjectType given) throws IOException {
    String name = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String attribute = json.currentName();
      json.nextToken();
      if (attribute.equals("type")) {
        name = json.getText();
      } else {
        json.skipChildren();
      }
    }
    if (name == null) {
      throw untyped();
    }
    if (given == null) {
      type = org.type(name, 400);
    } else if (!given.name().equalsIgnoreCase(name)) {
      throw SalesforceError.of(
              "INVALID_INPUT", "The record is of type " + name + ", the URL of " + given.name())
          .refusing(400);
    }
    return true;
  }

  private void readField(SObjectInput input, String name) throws IOException {
    if (name.equalsIgnoreCase("Id")) {
      input.id = json.currentToken() == JsonToken.VALUE_NULL ? null : json.getText();
      return;
    }
    Slot slot = type.slot(name);
    if (slot != null) {
      readValue(input, slot);
      return;
    }
    Slot reference = relationships.computeIfAbsent(name, this::reference);
    if (reference == null) {
      input.fail(Errors.noSuchColumn(name, type.name()));
      json.skipChildren();
    } else {
      readParent(input, reference);
    }
  }

  private Slot reference(String relationship) {
    for (Slot slot : type.slots()) {
      if (relationship.equalsIgnoreCase(Fields.relationship(slot))) {
        return slot;
      }
    }
    return null;
  }

  private void readValue(SObjectInput input, Slot slot) throws IOException {
    String value = value(slot);
    if (slot.property().readOnly()) {
      input.fail(Errors.notWritable(slot.name()));
      return;
    }
    SalesforceError refusal = value.isEmpty() ? null : Fields.refusal(slot, value);
    if (refusal != null) {
      input.fail(refusal);
    }
    add(slot, value);
  }

  private void add(Slot slot, String value) {
    if (count == slots.length) {
      slots = Arrays.copyOf(slots, count * 2);
      values = Arrays.copyOf(values, count * 2);
    }
    slots[count] = slot;
    values[count++] = value;
  }

  /** The value as it is kept, "" to clear the field. */
  private String value(Slot slot) throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return "";
    }
    PropertyType fieldType = slot.property().type();
    boolean fits =
        switch (fieldType) {
          case NUMBER -> token.isNumeric();
          case BOOL -> token.isBoolean();
          default -> token == JsonToken.VALUE_STRING;
        };
    if (!fits) {
      throw wrongType(Fields.type(slot));
    }
    String text = json.getText();
    if (fieldType != PropertyType.DATE && fieldType != PropertyType.DATETIME) {
      return text;
    }
    String time = Fields.time(fieldType, text);
    if (time == null) {
      throw wrongType(Fields.type(slot));
    }
    return time;
  }

  private void readParent(SObjectInput input, Slot reference) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      add(reference, "");
      return;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw wrongType(reference.property().target());
    }
    ObjectType parentType = org.type(reference.property().target(), 400);
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      Slot key = parentType.slot(name);
      if (name.equals("attributes")) {
        json.skipChildren();
      } else if (key == null || !key.identifies()) {
        input.fail(Errors.noSuchColumn(name, parentType.name()));
        json.skipChildren();
      } else {
        String value = json.getText();
        List<SObjectInput.Parent> parents = new ArrayList<>(input.parents);
        parents.add(new SObjectInput.Parent(count, parentType, key, value));
        input.parents = parents;
        add(reference, "");
      }
    }
  }

  private RefusedCall wrongType(String expected) throws IOException {
    return Errors.wrongType(
            expected, json.currentToken().name(), json.getText(), json.currentTokenLocation())
        .refusing(400);
  }

  /** The text is not known. */
  private static RefusedCall untyped() {
    return SalesforceError.of("INVALID_INPUT", "Every record needs its type in its attributes")
        .refusing(400);
  }
}
