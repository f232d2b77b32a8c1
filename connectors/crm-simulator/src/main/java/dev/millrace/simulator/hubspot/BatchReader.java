package dev.millrace.simulator.hubspot;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.Json;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Slot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the body of a batch that writes, checking each value against its property on the way. */
final class BatchReader {

  private final ObjectType type;
  private final boolean idRequired;
  private final JsonParser json;
  private final List<WriteInput> inputs = new ArrayList<>();
  private Slot[] slots = new Slot[16];
  private String[] values = new String[16];
  private Slot[] lastShape = {};
  private boolean sawInputs;

  private BatchReader(ObjectType type, boolean idRequired, JsonParser json) {
    this.type = type;
    this.idRequired = idRequired;
    this.json = json;
  }

  /**
   * @throws ProblemException when the body is not such a batch
   */
  static List<WriteInput> read(Call call, ObjectType type, boolean idRequired) {
    try (JsonParser json = Json.FACTORY.createParser(call.body(), 0, call.bodyLength())) {
      BatchReader reader = new BatchReader(type, idRequired, json);
      reader.readBatch();
      return reader.inputs;
    } catch (JacksonException e) {
      throw Problems.malformed(e.getLocation(), e.getOriginalMessage()).exception();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void readBatch() throws IOException {
    expect(json.nextToken(), JsonToken.START_OBJECT, "BatchInput");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals("inputs")) {
        sawInputs = true;
        expect(json.currentToken(), JsonToken.START_ARRAY, "java.util.List");
        while (json.nextToken() != JsonToken.END_ARRAY) {
          readInput();
        }
      } else {
        json.skipChildren();
      }
    }
    if (!sawInputs) {
      throw missing(List.of("inputs"));
    }
  }

  private void readInput() throws IOException {
    expect(json.currentToken(), JsonToken.START_OBJECT, "BatchInputEntry");
    WriteInput input = new WriteInput();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "id" -> input.id = scalar();
        case "idProperty" -> input.idProperty = scalar();
        case "objectWriteTraceId" -> input.traceId = scalar();
        case "properties" -> readProperties(input);
        default -> json.skipChildren();
      }
    }
    List<String> absent = new ArrayList<>();
    if (idRequired && input.id == null) {
      absent.add("id");
    }
    if (input.slots == null) {
      absent.add("properties");
    }
    if (!absent.isEmpty()) {
      throw missing(absent);
    }
    inputs.add(input);
  }

  private void readProperties(WriteInput input) throws IOException {
    expect(json.currentToken(), JsonToken.START_OBJECT, "java.util.Map");
    int count = 0;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      String value = scalar();
      if (value == null) {
        continue;
      }
      Slot slot = type.slot(name);
      try {
        if (slot == null) {
          refuse(input, InvalidValue.unknownProperty(name));
          continue;
        }
        if (count == slots.length) {
          slots = Arrays.copyOf(slots, count * 2);
          values = Arrays.copyOf(values, count * 2);
        }
        values[count] = ValueRules.normalise(slot, value);
        slots[count++] = slot;
      } catch (ValueRules.Refused e) {
        refuse(input, e.why());
      }
    }
    if (!Arrays.equals(lastShape, 0, lastShape.length, slots, 0, count)) {
      lastShape = Arrays.copyOf(slots, count);
    }
    input.slots = lastShape;
    input.values = Arrays.copyOf(values, count);
  }

  private static void refuse(WriteInput input, InvalidValue why) {
    if (input.invalid == null) {
      input.invalid = new ArrayList<>();
    }
    input.invalid.add(why);
  }

  /** A string, or a number or boolean as its text; null for null. */
  private String scalar() throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (!token.isScalarValue()) {
      throw wrongType("java.lang.String");
    }
    return json.getText();
  }

  private void expect(JsonToken token, JsonToken expected, String className) {
    if (token != expected) {
      throw wrongType(className);
    }
  }

  private ProblemException wrongType(String className) {
    JsonToken token = json.currentToken();
    return Problems.malformed(
            json.currentTokenLocation(),
            token == null
                ? "No content to map due to end-of-input"
                : "Cannot deserialize value of type `"
                    + className
                    + "` from token `JsonToken."
                    + token
                    + "`")
        .exception();
  }

  private ProblemException missing(List<String> fields) {
    return Problems.malformed(
            json.currentLocation(), "Some required fields were not set: " + fields)
        .exception();
  }
}
