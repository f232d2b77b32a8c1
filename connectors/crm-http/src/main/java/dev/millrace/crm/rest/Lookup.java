package dev.millrace.crm.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.body.Json;
import java.io.IOException;

/** What a lookup's answer says of a record. */
final class Lookup {

  /** Kinds of outcome. */
  enum Outcome {
    FOUND,
    ABSENT,
    /** The answer does not have what it should, so that nothing follows from it. */
    SILENT,
    NOT_JSON
  }

  private static final Lookup ABSENT = new Lookup(Outcome.ABSENT, null);
  private static final Lookup SILENT = new Lookup(Outcome.SILENT, null);

  private final Outcome outcome;
  private final String id;

  private Lookup(Outcome outcome, String id) {
    this.outcome = outcome;
    this.id = id;
  }

  /** Reads an answer of success. */
  static Lookup read(CrmResponse response, ResultForm form, Settings settings, CrmRecord record) {
    try (JsonParser json = Json.FACTORY.createParser(response.body())) {
      if (json.nextToken() == null) {
        return ABSENT;
      }
      Lookup found = find(json, form, settings, record);
      while (json.nextToken() != null) {
        // To its end, so that an answer cut short is none.
      }
      return found;
    } catch (IOException e) {
      return new Lookup(Outcome.NOT_JSON, null);
    }
  }

  private static Lookup find(JsonParser json, ResultForm form, Settings settings, CrmRecord record)
      throws IOException {
    Pointers pointers = new Pointers(form.found, form.key);
    if (form.array == null) {
      return found(pointers.read(json), form, settings, record, SILENT);
    }
    if (!Pointers.seek(json, form.array) || json.currentToken() != JsonToken.START_ARRAY) {
      return SILENT;
    }
    Lookup found = ABSENT;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      String[] texts = pointers.read(json);
      if (found.outcome != Outcome.FOUND) {
        found = found(texts, form, settings, record, found);
      }
    }
    return found;
  }

  private static Lookup found(
      String[] texts, ResultForm form, Settings settings, CrmRecord record, Lookup otherwise) {
    if (form.key != null
        && (texts[1] == null
            || !settings.key(texts[1]).equals(settings.key(record.externalId())))) {
      return otherwise;
    }
    return texts[0] == null ? SILENT : new Lookup(Outcome.FOUND, texts[0]);
  }

  Outcome outcome() {
    return outcome;
  }

  /** The CRM's own id of the record; null when it was not found. */
  String id() {
    return id;
  }
}
