package dev.millrace.simulator.salesforce;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.Json;
import dev.millrace.simulator.store.ObjectType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The body of a collections call. */
record CollectionReader(boolean allOrNone, List<SObjectInput> inputs) {

  /**
   * @param type null when each record tells of its own
   * @throws RefusedCall when the body refuses the call
   */
  static CollectionReader read(Org org, Call call, ObjectType type) {
    boolean allOrNone = false;
    List<SObjectInput> inputs = new ArrayList<>();
    int records = 0;
    try (JsonParser json = Json.FACTORY.createParser(call.body(), 0, call.bodyLength())) {
      SObjectReader reader = new SObjectReader(org, type, json);
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw Errors.malformed(json.currentLocation(), "The HTTP entity body is required at")
            .refusing(400);
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (name.equals("allOrNone")) {
          allOrNone = value == JsonToken.VALUE_TRUE;
        } else if (name.equals("records") && value == JsonToken.START_ARRAY) {
          while (json.nextToken() != JsonToken.END_ARRAY) {
            if (++records > Org.MOST_RECORDS) {
              json.skipChildren();
            } else {
              inputs.add(reader.read());
            }
          }
        } else {
          json.skipChildren();
        }
      }
    } catch (JacksonException e) {
      throw Errors.malformed(e.getLocation(), e.getOriginalMessage() + " at").refusing(400);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    if (records > Org.MOST_RECORDS) {
      org.tenant().counters().oversizedCall();
      org.tenant().counters().refused(records);
      throw Errors.tooManyRecords(Org.MOST_RECORDS).refusing(400);
    }
    if (records == 0) {
      throw Errors.noRecords().refusing(400);
    }
    return new CollectionReader(allOrNone, inputs);
  }
}
