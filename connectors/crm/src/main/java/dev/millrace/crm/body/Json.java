package dev.millrace.crm.body;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.function.Consumer;

/** What readers of JSON answers share. */
public final class Json {

  public static final JsonFactory FACTORY = new JsonFactory();

  /** Reads the value that the parser stands before. */
  public interface Value {
    void read(JsonParser json) throws IOException;
  }

  /** Reads the value of a field; an object or array that it leaves alone is passed over. */
  public interface Field {
    void read(String name, JsonParser value) throws IOException;
  }

  private Json() {}

  /**
   * Reads a body that is one object.
   *
   * @throws IOException when it is none or is cut short; the field may have been told a part of it
   */
  public static void body(byte[] body, Field field) throws IOException {
    try (JsonParser json = FACTORY.createParser(body)) {
      json.nextToken();
      expect(json, JsonToken.START_OBJECT);
      fields(json, field);
    }
  }

  /** Reads every field of the object that the parser stands on, and leaves it on its end. */
  public static void fields(JsonParser json, Field field) throws IOException {
    String name;
    while ((name = json.nextFieldName()) != null) {
      json.nextToken();
      field.read(name, json);
      json.skipChildren();
    }
    expect(json, JsonToken.END_OBJECT);
  }

  /**
   * The text of one field of the object that the parser stands on, which it leaves on its end; null
   * where there is no such field, or no object.
   */
  public static String field(JsonParser json, String field) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return null;
    }
    String text = null;
    String name;
    while ((name = json.nextFieldName()) != null) {
      json.nextToken();
      if (name.equals(field)) {
        text = textOrNull(json);
      } else {
        json.skipChildren();
      }
    }
    return text;
  }

  /**
   * Reads every element of the array that the parser stands on; a null in its place is an empty
   * array.
   *
   * @throws IOException when it is neither, or an element is no object
   */
  public static void objects(JsonParser json, Value element) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    expect(json, JsonToken.START_ARRAY);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(json, JsonToken.START_OBJECT);
      element.read(json);
    }
  }

  /** Gives the scalar or every scalar of the array that the parser stands on; skips all else. */
  public static void texts(JsonParser json, Consumer<String> to) throws IOException {
    if (json.currentToken() == JsonToken.START_ARRAY) {
      while (json.nextToken() != JsonToken.END_ARRAY) {
        text(json, to);
      }
    } else {
      text(json, to);
    }
  }

  private static void text(JsonParser json, Consumer<String> to) throws IOException {
    if (json.currentToken().isScalarValue() && json.currentToken() != JsonToken.VALUE_NULL) {
      to.accept(json.getText());
    } else {
      json.skipChildren();
    }
  }

  /** The scalar that the parser stands on as text; null for null, an object or an array. */
  public static String textOrNull(JsonParser json) throws IOException {
    if (json.currentToken().isScalarValue()) {
      return json.currentToken() == JsonToken.VALUE_NULL ? null : json.getText();
    }
    json.skipChildren();
    return null;
  }

  /**
   * @throws IOException when the parser stands on anything else
   */
  public static void expect(JsonParser json, JsonToken token) throws IOException {
    if (json.currentToken() != token) {
      throw new IOException("expected " + token + ", found " + json.currentToken());
    }
  }
}
