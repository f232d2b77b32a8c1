package dev.millrace.simulator.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON both ways: streaming for batches, plain maps and lists for everything small. */
public final class Json {

  public static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** Writes a document into a new buffer. */
  public static ByteBuf bytes(Writer writer) {
    ByteBuf buffer = PooledByteBufAllocator.DEFAULT.heapBuffer(4096);
    try (JsonGenerator json =
        FACTORY.createGenerator((OutputStream) new ByteBufOutputStream(buffer))) {
      writer.write(json);
    } catch (IOException e) {
      buffer.release();
      throw new UncheckedIOException(e);
    }
    return buffer;
  }

  public static ByteBuf bytes(Object value) {
    return bytes(json -> write(json, value));
  }

  /** Writes maps, lists, strings, numbers, booleans and null. */
  public static void write(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(entry.getKey().toString());
        write(json, entry.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof Iterable<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        write(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof Boolean bool) {
      json.writeBoolean(bool);
    } else if (value instanceof Integer || value instanceof Long) {
      json.writeNumber(((Number) value).longValue());
    } else if (value instanceof Number number) {
      json.writeNumber(number.doubleValue());
    } else if (value == null) {
      json.writeNull();
    } else {
      json.writeString(value.toString());
    }
  }

  /** A value as text inside another text, as HubSpot's validation messages have it. */
  public static String text(Object value) {
    ByteBuf buffer = bytes(value);
    try {
      return buffer.toString(StandardCharsets.UTF_8);
    } finally {
      buffer.release();
    }
  }

  /** Maps, lists, strings, longs, doubles, booleans and null. */
  public static Object read(byte[] bytes, int length) throws IOException {
    try (JsonParser json = FACTORY.createParser(bytes, 0, length)) {
      if (json.nextToken() == null) {
        throw new JsonParseException(json, "No content to map due to end-of-input");
      }
      return value(json);
    }
  }

  /** An object's members; fails when the document is something else. */
  @SuppressWarnings("unchecked")
  public static Map<String, Object> readObject(byte[] bytes, int length) throws IOException {
    Object value = read(bytes, length);
    if (value instanceof Map) {
      return (Map<String, Object>) value;
    }
    throw new IOException("not a JSON object");
  }

  private static Object value(JsonParser json) throws IOException {
    switch (json.currentToken()) {
      case START_OBJECT:
        Map<String, Object> map = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
          String name = json.currentName();
          json.nextToken();
          map.put(name, value(json));
        }
        return map;
      case START_ARRAY:
        List<Object> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(json));
        }
        return list;
      case VALUE_NUMBER_INT:
        return json.getLongValue();
      case VALUE_NUMBER_FLOAT:
        return json.getDoubleValue();
      case VALUE_TRUE:
        return true;
      case VALUE_FALSE:
        return false;
      case VALUE_NULL:
        return null;
      default:
        return json.getText();
    }
  }

  /** Writes one document. */
  public interface Writer {
    void write(JsonGenerator json) throws IOException;
  }
}
