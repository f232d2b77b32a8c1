package dev.millrace.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.local.LiveState.DeadLetters;
import dev.millrace.local.LiveState.Letter;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last dead letters that the job has posted, in memory. Safe for use by many threads. */
final class DeadLetterBox {

  private static final int KEPT = 50;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Deque<Letter> newest = new ArrayDeque<>();
  private long count;

  /**
   * Takes a letter, or the note that a record was accepted since.
   *
   * @param json as {@code docs/dead-letters.md} has it
   * @throws IllegalArgumentException when it is no JSON
   */
  synchronized void add(String json) {
    JsonNode letter = parse(json);
    String object = letter.path("object").asText();
    String id = letter.path("externalId").asText();
    if (letter.has("delivered")) {
      settle(object, id);
      return;
    }
    count++;
    newest.addFirst(
        new Letter(
            Instant.parse(letter.path("refused").asText()).toEpochMilli(),
            object,
            id,
            letter.path("code").asText(),
            letter.path("message").asText(),
            false));
    if (newest.size() > KEPT) {
      newest.removeLast();
    }
  }

  private void settle(String object, String id) {
    List<Letter> all = List.copyOf(newest);
    newest.clear();
    for (Letter letter : all) {
      boolean its = letter.object().equals(object) && letter.id().equals(id);
      newest.addLast(its ? delivered(letter) : letter);
    }
  }

  private static Letter delivered(Letter letter) {
    return new Letter(
        letter.refusedMillis(),
        letter.object(),
        letter.id(),
        letter.code(),
        letter.message(),
        true);
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a dead letter", e);
    }
  }

  synchronized DeadLetters state() {
    return new DeadLetters(count, List.copyOf(newest));
  }

  /** Why a record was refused since, in a few words; null when it was not. */
  synchronized String reason(String object, String id, long sinceMillis) {
    return newest.stream()
        .filter(letter -> letter.object().equals(object) && letter.id().equals(id))
        .filter(letter -> letter.refusedMillis() >= sinceMillis)
        .map(Letter::code)
        .findFirst()
        .orElse(null);
  }
}
