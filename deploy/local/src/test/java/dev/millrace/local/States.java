package dev.millrace.local;

import dev.millrace.local.LiveState.Change;
import dev.millrace.local.LiveState.DeadLetters;
import dev.millrace.local.LiveState.Percentiles;
import dev.millrace.local.LiveState.Phase;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** States for the tests of what shows them. */
final class States {

  static final String LONG = "{\"segment\": \"" + "very-".repeat(40) + "long\"}";

  private static final long START_MILLIS = 1_795_338_000_000L;

  /** One in each of the places that a change can be in. */
  static final Change[] CHANGES = {
    change(6, "contacts", "43", "updated", "in flight", 9, null),
    accepted(5, "42"),
    change(4, "companies", "9", "deleted", "waiting", 3, null),
    change(3, "contacts", "7", "updated", "refused", 31, "INVALID_EMAIL"),
    change(2, "contacts", "5", "updated", "left out", 800, null)
  };

  private States() {}

  /** A second of it; its p50 is as many milliseconds, and the changes committed grow by one. */
  static LiveState of(Phase phase, int second, Change... changes) {
    return new LiveState(
        phase,
        "embedded Postgres",
        "CRM simulator, 20 ms a call, no call limits",
        "http://localhost:8281",
        START_MILLIS + second * 1000L,
        new LiveState.Snapshot(22_000, 11_000),
        new LiveState.Flow(123_416 + second, 120_000, 5001.4, 4990, 4800, 190, 4790, 312, 16.12),
        new LiveState.Delivery(12, 2, 112, 7, 24, 31, 4),
        new LiveState.Budget(95, 190, -1, -1),
        new Percentiles(100, 8, 11, 15, 20),
        new Percentiles(100, second, second + 10, second + 20, 60),
        List.of(changes),
        new DeadLetters(0, List.of()));
  }

  static LiveState withLetters(LiveState state, DeadLetters letters) {
    return new LiveState(
        state.phase(),
        state.source(),
        state.crm(),
        state.flinkUrl(),
        state.millis(),
        state.snapshot(),
        state.flow(),
        state.delivery(),
        state.budget(),
        state.received(),
        state.acceptance(),
        state.changes(),
        letters);
  }

  static Change accepted(long number, String id) {
    return new Change(
        number,
        "contacts",
        id,
        "updated",
        "accepted",
        null,
        START_MILLIS,
        24.5,
        3.5,
        21.0,
        fields("ext_id", id, "credit", "1.00"),
        fields("ext_id", id, "credit", "2.00", "attributes", LONG),
        fields("id", id, "credit", "2.00"));
  }

  private static Change change(
      long number,
      String object,
      String id,
      String kind,
      String state,
      double since,
      String reason) {
    Map<String, String> record = fields("ext_id", id);
    return new Change(
        number,
        object,
        id,
        kind,
        state,
        reason,
        START_MILLIS,
        since,
        null,
        null,
        record,
        record,
        null);
  }

  private static Map<String, String> fields(String... namesAndValues) {
    Map<String, String> fields = new LinkedHashMap<>();
    List<String> list = Arrays.asList(namesAndValues);
    for (int at = 0; at < list.size(); at += 2) {
      fields.put(list.get(at), list.get(at + 1));
    }
    return fields;
  }
}
