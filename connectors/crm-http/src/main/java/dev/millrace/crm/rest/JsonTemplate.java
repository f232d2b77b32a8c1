package dev.millrace.crm.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.millrace.crm.body.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * JSON with placeholders in its texts. A text that is one placeholder and nothing else becomes the
 * value in its own JSON type; a member named {@code {fields}} becomes the mapped fields that the
 * template does not name.
 */
final class JsonTemplate {

  static final String FIELDS = "{fields}";
  static final String RECORDS = "{records}";

  private final String key;
  private final String json;
  private final Set<String> texts = new HashSet<>();

  /**
   * @param key of the setting, for faults
   * @param json what is no JSON is a fault, and null taken for it
   */
  JsonTemplate(String key, String json, FaultList faults) {
    this.key = key;
    this.json = isJson(key, json, faults) ? json : "null";
  }

  private boolean isJson(String key, String json, FaultList faults) {
    try (JsonParser parser = Json.FACTORY.createParser(json)) {
      JsonToken token;
      while ((token = parser.nextToken()) != null) {
        if (token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME) {
          texts.add(parser.getText());
        }
      }
      return true;
    } catch (JsonProcessingException e) {
      faults.add(key, "no JSON: " + e.getOriginalMessage(), "JSON, placeholders within its texts");
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether this text is one of its texts. */
  boolean has(String text) {
    return texts.contains(text);
  }

  boolean uses(String placeholder) {
    return texts.stream().anyMatch(text -> new TextTemplate(key, text).uses(placeholder));
  }

  /**
   * Binds the placeholders to what a record has; those that it lacks are faults.
   *
   * @param records what is written where {@code {records}} stands; null where it may not stand
   * @param fields what the mapped fields are written as
   */
  JsonPart bind(Names names, FieldMembers fields, JsonPart records) {
    Set<Integer> named = new HashSet<>();
    for (String text : texts) {
      for (String name : new TextTemplate(key, text).names()) {
        named.add(names.field(name));
      }
    }
    try (JsonParser parser = Json.FACTORY.createParser(json)) {
      parser.nextToken();
      return new Binding(names, fields, records, named).part(parser);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Binding {
    final Names names;
    final FieldMembers fields;
    final JsonPart records;
    final Set<Integer> named;

    Binding(Names names, FieldMembers fields, JsonPart records, Set<Integer> named) {
      this.names = names;
      this.fields = fields;
      this.records = records;
      this.named = named;
    }

    JsonPart part(JsonParser parser) throws IOException {
      switch (parser.currentToken()) {
        case START_OBJECT:
          return members(parser);
        case START_ARRAY:
          return elements(parser);
        case VALUE_STRING:
          return text(parser.getText());
        default:
          return new JsonPart.Constant(parser.getText());
      }
    }

    private JsonPart members(JsonParser parser) throws IOException {
      List<String> memberNames = new ArrayList<>();
      List<JsonPart> parts = new ArrayList<>();
      String name;
      while ((name = parser.nextFieldName()) != null) {
        parser.nextToken();
        if (name.equals(FIELDS)) {
          parser.skipChildren();
          fields.add(named, memberNames, parts);
        } else {
          memberNames.add(memberName(name));
          parts.add(part(parser));
        }
      }
      return new JsonPart.Members(memberNames, parts, true);
    }

    /** A member's name may have what is the same for all records of the type in it. */
    private String memberName(String name) {
      BoundText text = new TextTemplate(key, name).bind(names);
      if (new TextTemplate(key, name)
          .names().stream()
              .anyMatch(n -> n.equals(Names.ID) || n.equals(Names.FOUND) || names.field(n) >= 0)) {
        names
            .faults()
            .add(
                key,
                "a value in the member name '" + name + "'",
                "a name that is the same for all");
        return name;
      }
      return (String) text.text(null, null);
    }

    private JsonPart elements(JsonParser parser) throws IOException {
      List<JsonPart> parts = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        parts.add(part(parser));
      }
      return new JsonPart.Elements(parts);
    }

    private JsonPart text(String text) {
      if (records != null && text.equals(RECORDS)) {
        return records;
      }
      TextTemplate template = new TextTemplate(key, text);
      BoundText bound = template.bind(names);
      if (template.names().isEmpty()) {
        return new JsonPart.Constant(
            '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"');
      }
      return bound.only() == null
          ? new JsonPart.Text(bound)
          : new JsonPart.Value(bound.only(), fields.values());
    }
  }
}
