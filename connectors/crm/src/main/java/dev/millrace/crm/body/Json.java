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

  private Json() {}

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
