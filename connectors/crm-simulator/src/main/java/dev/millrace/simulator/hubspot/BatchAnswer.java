package dev.millrace.simulator.hubspot;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Iso;
import dev.millrace.simulator.server.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The frame around the results of a batch: shuffled results, errors, times. */
final class BatchAnswer {

  private BatchAnswer() {}

  /**
   * @param success status when there is no error; 207 otherwise
   * @param errors of single records
   */
  static Answer of(
      int success,
      int results,
      ResultWriter writer,
      List<Problem> errors,
      RandomGenerator random,
      long startedMillis,
      long completedMillis) {
    return Answer.json(
        errors.isEmpty() ? success : 207,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringField("status", "COMPLETE");
              json.writeArrayFieldStart("results");
              for (int result : shuffled(results, random)) {
                writer.write(json, result);
              }
              json.writeEndArray();
              if (!errors.isEmpty()) {
                json.writeNumberField("numErrors", errors.size());
                json.writeFieldName("errors");
                Json.write(json, errors.stream().map(BatchAnswer::entry).toList());
              }
              json.writeStringField("startedAt", Iso.format(startedMillis));
              json.writeStringField("completedAt", Iso.format(completedMillis));
              json.writeEndObject();
            }));
  }

  /** Answers 200 as if all were well, and tells of nothing. */
  static Answer silent(long nowMillis) {
    return of(200, 0, (json, result) -> {}, List.of(), null, nowMillis, nowMillis);
  }

  private static Map<String, Object> entry(Problem problem) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("status", "error");
    entry.put("category", problem.category());
    if (problem.subCategory() != null) {
      entry.put("subCategory", problem.subCategory());
    }
    entry.put("message", problem.message());
    if (problem.errors() != null) {
      entry.put("errors", problem.errors());
    }
    entry.put("context", problem.context() == null ? Map.of() : problem.context());
    return entry;
  }

  private static int[] shuffled(int size, RandomGenerator random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int other = i == 0 ? 0 : random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }

  /** Writes one of the results. */
  interface ResultWriter {
    void write(JsonGenerator json, int result) throws IOException;
  }
}
