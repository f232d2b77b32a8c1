package dev.millrace.simulator.hubspot;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.Counters;
import dev.millrace.simulator.server.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads bodies that are small or rare, as maps. */
final class Bodies {

  private Bodies() {}

  /**
   * @throws ProblemException when the body is no JSON object
   */
  static Map<String, Object> object(Call call) {
    try {
      return Json.readObject(call.body(), call.bodyLength());
    } catch (JacksonException e) {
      throw Problems.malformed(e.getLocation(), e.getOriginalMessage()).exception();
    } catch (IOException e) {
      throw wrongType("Object");
    }
  }

  /** Empty when the field is absent. */
  static List<String> strings(Map<String, Object> body, String field) {
    List<String> strings = new ArrayList<>();
    if (body.get(field) instanceof List<?> list) {
      list.forEach(element -> strings.add(String.valueOf(element)));
    }
    return strings;
  }

  /**
   * The objects of {@code inputs}, in order.
   *
   * @throws ProblemException when there are more than {@code most}, or something else than objects
   */
  static List<Map<?, ?>> inputs(Map<String, Object> body, int most, Counters counters) {
    if (!(body.get("inputs") instanceof List<?> inputs)) {
      throw missing("inputs");
    }
    if (inputs.size() > most) {
      counters.oversizedCall();
      throw Problems.tooManyInputs(most).exception();
    }
    List<Map<?, ?>> objects = new ArrayList<>();
    for (Object input : inputs) {
      if (!(input instanceof Map<?, ?> map)) {
        throw wrongType("BatchInputEntry");
      }
      objects.add(map);
    }
    return objects;
  }

  /**
   * The ids of {@code inputs}, in order.
   *
   * @throws ProblemException when an input has none
   */
  static List<String> ids(Map<String, Object> body) {
    if (!(body.get("inputs") instanceof List<?> inputs)) {
      throw missing("inputs");
    }
    List<String> ids = new ArrayList<>();
    for (Object input : inputs) {
      if (!(input instanceof Map<?, ?> map) || map.get("id") == null) {
        throw missing("id");
      }
      ids.add(map.get("id").toString());
    }
    return ids;
  }

  static ProblemException missing(String field) {
    return Problems.malformed(start(), "Some required fields were not set: [" + field + "]")
        .exception();
  }

  static ProblemException wrongType(String expected) {
    return Problems.malformed(start(), "Cannot deserialize value of type `" + expected + "`")
        .exception();
  }

  private static JsonLocation start() {
    return new JsonLocation(null, 0, 1, 2);
  }
}
