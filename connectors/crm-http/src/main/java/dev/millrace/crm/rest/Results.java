package dev.millrace.crm.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.crm.Answer;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.RecordOutcome;
import dev.millrace.crm.RecordType;
import dev.millrace.crm.body.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Reads answers of success into an outcome for each record. What is not named is not confirmed: an
 * answer without the configured results acknowledges nothing.
 */
final class Results {

  private static final int KEY = 0;
  private static final int STATUS = 1;
  private static final int CODE = 2;
  private static final int MESSAGE = 3;

  private final ResultForm form;
  private final Errors errors;
  private final Pointers pointers;
  private final UnaryOperator<String> compared;

  /**
   * @param compared an external id as the CRM compares it
   */
  Results(ResultForm form, Errors errors, UnaryOperator<String> compared) {
    this.form = form;
    this.errors = errors;
    this.pointers = new Pointers(form.key, form.status, form.errorCode, form.errorMessage);
    this.compared = compared;
  }

  /** What the answer means. */
  Answer read(CrmResponse response, RecordType type, List<String> ids) {
    if (!form.isThere()) {
      return Answer.outcomeOfAll(RecordOutcome.ACCEPTED, ids.size());
    }
    List<String[]> elements = new ArrayList<>();
    try (JsonParser json = Json.FACTORY.createParser(response.body())) {
      if (json.nextToken() != null) {
        if (form.array == null) {
          elements.add(pointers.read(json));
        } else {
          readArray(json, elements);
        }
        while (json.nextToken() != null) {
          // To its end, so that an answer cut short is none.
        }
      }
    } catch (IOException e) {
      AnswerError error = Errors.notJson(response);
      return Answer.unavailable(error.code(), error.message(), -1);
    }
    return form.array == null ? whole(response, elements, type, ids) : each(elements, type, ids);
  }

  private void readArray(JsonParser json, List<String[]> elements) throws IOException {
    if (Pointers.seek(json, form.array) && json.currentToken() == JsonToken.START_ARRAY) {
      while (json.nextToken() != JsonToken.END_ARRAY) {
        elements.add(pointers.read(json));
      }
    }
  }

  private Answer whole(
      CrmResponse response, List<String[]> elements, RecordType type, List<String> ids) {
    String[] texts = elements.isEmpty() ? new String[4] : elements.get(0);
    if (form.status != null && texts[STATUS] != null && !isAccepted(texts)) {
      return errors.inside(response, error(texts), type);
    }
    boolean named = form.key == null || (ids.size() == 1 && isOf(texts, ids.get(0)));
    boolean confirmed = named && (form.status == null || isAccepted(texts));
    return Answer.outcomeOfAll(
        confirmed ? RecordOutcome.ACCEPTED : RecordOutcome.UNCONFIRMED, ids.size());
  }

  private Answer each(List<String[]> elements, RecordType type, List<String> ids) {
    RecordOutcome[] outcomes = new RecordOutcome[ids.size()];
    Arrays.fill(outcomes, RecordOutcome.UNCONFIRMED);
    if (!form.byKey && elements.size() != ids.size()) {
      // Which of them is missing cannot be told.
      return Answer.outcomes(outcomes);
    }
    Map<String, Integer> byKey = form.byKey ? index(ids) : Map.of();
    for (int i = 0; i < elements.size(); i++) {
      String[] texts = elements.get(i);
      int record = form.byKey ? find(byKey, texts, ids.size()) : i;
      if (record < 0) {
        continue;
      }
      RecordOutcome outcome = outcome(texts, form.byKey ? null : ids.get(i));
      if (outcome == null) {
        return errors.misconfigured(error(texts), type);
      }
      outcomes[record] = outcome;
    }
    return Answer.outcomes(outcomes);
  }

  private Map<String, Integer> index(List<String> ids) {
    Map<String, Integer> index = new HashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      index.put(compared.apply(ids.get(i)), i);
    }
    return index;
  }

  private int find(Map<String, Integer> byKey, String[] texts, int records) {
    if (texts[KEY] != null) {
      return byKey.getOrDefault(compared.apply(texts[KEY]), -1);
    }
    // An error may not repeat the id; of a request for one record it can be about that alone.
    return records == 1 && form.status != null && !isAccepted(texts) ? 0 : -1;
  }

  /**
   * @param id which the element has to bear where it bears any and is a success; null for any
   */
  private RecordOutcome outcome(String[] texts, String id) {
    if (form.status == null || isAccepted(texts)) {
      boolean named = id == null || form.key == null || isOf(texts, id);
      return named ? RecordOutcome.ACCEPTED : RecordOutcome.UNCONFIRMED;
    }
    return texts[STATUS] == null && texts[CODE] == null
        ? RecordOutcome.UNCONFIRMED
        : errors.outcome(error(texts));
  }

  private boolean isOf(String[] texts, String id) {
    return texts[KEY] != null && compared.apply(texts[KEY]).equals(compared.apply(id));
  }

  private boolean isAccepted(String[] texts) {
    return texts[STATUS] != null && form.accepted.contains(texts[STATUS]);
  }

  private static AnswerError error(String[] texts) {
    return new AnswerError(texts[CODE] == null ? texts[STATUS] : texts[CODE], texts[MESSAGE]);
  }
}
