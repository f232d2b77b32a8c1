package dev.millrace.crm.salesforce;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.crm.body.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An object as Salesforce describes it, as far as a mapping can be wrong about it. */
final class SObject {

  /** Of an object whose description is not to be had: nothing is known of its fields. */
  static final SObject UNKNOWN = new SObject();

  boolean createable;
  boolean updateable;
  private final Map<String, Field> fields = new LinkedHashMap<>();
  private final Map<String, Field> lookups = new LinkedHashMap<>();

  private SObject() {}

  /** A field of the object. */
  static final class Field {
    String name = "";
    String type = "string";
    boolean createable;
    boolean updateable;
    boolean externalId;
    boolean idLookup;
    boolean caseSensitive;
    boolean nillable;
    boolean defaultedOnCreate;

    /** Name of the relationship that a lookup stands for; null for another field. */
    String relationship;

    /** The objects that a lookup may lead to. */
    final List<String> parents = new ArrayList<>(1);
  }

  /**
   * Reads the answer to a describe.
   *
   * @throws IOException when the body is no such answer
   */
  static SObject read(byte[] body) throws IOException {
    SObject object = new SObject();
    Json.body(
        body,
        (name, json) -> {
          switch (name) {
            case "createable":
              object.createable = isTrue(json);
              break;
            case "updateable":
              object.updateable = isTrue(json);
              break;
            case "fields":
              Json.objects(json, field -> object.add(readField(field)));
              break;
            default:
              // passed over
          }
        });
    return object;
  }

  private static Field readField(JsonParser json) throws IOException {
    Field field = new Field();
    Json.fields(
        json,
        (name, value) -> {
          switch (name) {
            case "name":
              field.name = Json.textOrNull(value);
              break;
            case "type":
              field.type = Json.textOrNull(value);
              break;
            case "createable":
              field.createable = isTrue(value);
              break;
            case "updateable":
              field.updateable = isTrue(value);
              break;
            case "externalId":
              field.externalId = isTrue(value);
              break;
            case "idLookup":
              field.idLookup = isTrue(value);
              break;
            case "caseSensitive":
              field.caseSensitive = isTrue(value);
              break;
            case "nillable":
              field.nillable = isTrue(value);
              break;
            case "defaultedOnCreate":
              field.defaultedOnCreate = isTrue(value);
              break;
            case "relationshipName":
              field.relationship = Json.textOrNull(value);
              break;
            case "referenceTo":
              Json.texts(value, field.parents::add);
              break;
            default:
              // passed over
          }
        });
    if (field.name == null || field.type == null) {
      throw new IOException("a field without a name or type");
    }
    return field;
  }

  private static boolean isTrue(JsonParser json) {
    return json.currentToken() == JsonToken.VALUE_TRUE;
  }

  private void add(Field field) {
    fields.put(lower(field.name), field);
    if (field.relationship != null) {
      lookups.put(lower(field.relationship), field);
    }
  }

  Collection<Field> fields() {
    return fields.values();
  }

  /** The field of this name, in any case; null if there is none. */
  Field field(String name) {
    return fields.get(lower(name));
  }

  /** The lookup of the relationship of this name, in any case; null if there is none. */
  Field lookup(String relationship) {
    return lookups.get(lower(relationship));
  }

  /** Names of the relationships to other objects. */
  List<String> relationships() {
    List<String> names = new ArrayList<>();
    lookups.values().forEach(lookup -> names.add(lookup.relationship));
    return names;
  }

  /** What a field takes, as far as it is known. */
  FieldKind kind(String name) {
    Field field = field(name);
    return field == null ? FieldKind.ANY : FieldKind.ofType(field.type);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
