package dev.millrace.simulator.salesforce;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.Json;
import dev.millrace.simulator.server.Work;
import dev.millrace.simulator.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Up to 25 calls in one, up to 5 of them collections; each sees what those before it wrote. */
final class Composite implements Work {

  private static final int MOST_PARTS = 25;
  private static final int MOST_COLLECTIONS = 5;

  private final Org org;
  private final Call call;
  private final List<Part> parts = new ArrayList<>();
  private boolean allOrNone;

  private record Part(String referenceId, Call call, Work work) {}

  /**
   * @param inner reads a call inside this one
   * @throws RefusedCall when the call is refused as it stands
   */
  Composite(Org org, Call call, Function<Call, Work> inner) {
    this.org = org;
    this.call = call;
    List<Part> read = read();
    long collections =
        read.stream()
            .map(part -> part.call().path())
            .filter(path -> path.contains("/composite/sobjects") || path.contains("/query"))
            .count();
    if (read.size() > MOST_PARTS || collections > MOST_COLLECTIONS) {
      org.tenant().counters().oversizedCall();
      throw SalesforceError.of(
              "LIMIT_EXCEEDED",
              "At most "
                  + MOST_PARTS
                  + " subrequests, "
                  + MOST_COLLECTIONS
                  + " of them collections")
          .refusing(400);
    }
    for (Part part : read) {
      parts.add(new Part(part.referenceId(), part.call(), inner.apply(part.call())));
    }
  }

  private List<Part> read() {
    List<Part> read = new ArrayList<>();
    try (JsonParser json = Json.FACTORY.createParser(call.body(), 0, call.bodyLength())) {
      expect(json, json.nextToken(), JsonToken.START_OBJECT);
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (name.equals("allOrNone")) {
          allOrNone = value == JsonToken.VALUE_TRUE;
        } else if (name.equals("compositeRequest")) {
          expect(json, value, JsonToken.START_ARRAY);
          while (json.nextToken() != JsonToken.END_ARRAY) {
            read.add(part(json));
          }
        } else {
          json.skipChildren();
        }
      }
      return read;
    } catch (JacksonException e) {
      throw Errors.malformed(e.getLocation(), e.getOriginalMessage() + " at").refusing(400);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void expect(JsonParser json, JsonToken token, JsonToken expected) {
    if (token != expected) {
      throw Errors.malformed(json.currentLocation(), "Expected " + expected + " at").refusing(400);
    }
  }

  private Part part(JsonParser json) throws IOException {
    expect(json, json.currentToken(), JsonToken.START_OBJECT);
    String method = null;
    String url = null;
    String referenceId = null;
    byte[] body = {};
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "method" -> method = json.getText();
        case "url" -> url = json.getText();
        case "referenceId" -> referenceId = json.getText();
        case "body" -> body = slice(json);
        default -> json.skipChildren();
      }
    }
    if (method == null || url == null || referenceId == null) {
      throw SalesforceError.of(
              "JSON_PARSER_ERROR", "A subrequest needs a method, a url and a referenceId")
          .refusing(400);
    }
    return new Part(referenceId, new Call(call, method, url, body), null);
  }

  private byte[] slice(JsonParser json) throws IOException {
    int from = (int) json.currentTokenLocation().getByteOffset();
    json.skipChildren();
    return Arrays.copyOfRange(call.body(), from, (int) json.currentLocation().getByteOffset());
  }

  @Override
  public int records() {
    return parts.stream().mapToInt(part -> Math.max(0, part.work().records())).sum();
  }

  @Override
  public long heldUpNanos() {
    return parts.stream().mapToLong(part -> part.work().heldUpNanos()).max().orElse(0);
  }

  @Override
  public Answer commit() {
    try {
      Store.Commit commit =
          org.tenant().store().begin(call.receivedMicros(), org.tenant().nowMicros());
      List<Answer> answers = write(commit);
      commit.keep();
      return answer(answers);
    } finally {
      lost();
    }
  }

  private List<Answer> write(Store.Commit commit) {
    Store.Mark mark = allOrNone ? commit.tentative() : null;
    List<Answer> answers = new ArrayList<>();
    int failed = -1;
    for (Part part : parts) {
      Answer answer;
      if (part.work() instanceof WritingCall writing) {
        writing.startAgain();
        answer = writing.write(commit);
        failed = failed < 0 && writing.anyFailed() ? answers.size() : failed;
      } else {
        answer = part.work().commit();
        failed = failed < 0 && answer.status() >= 400 ? answers.size() : failed;
      }
      answers.add(answer);
    }
    if (allOrNone && failed >= 0) {
      commit.rollBack(mark);
      org.tenant().counters().refused(records());
      halt(answers, failed);
    } else {
      for (Part part : parts) {
        if (part.work() instanceof WritingCall writing) {
          writing.count();
        }
      }
    }
    return answers;
  }

  /** Answers every part but the one that failed with what befell it. */
  private static void halt(List<Answer> answers, int failed) {
    for (int i = 0; i < answers.size(); i++) {
      if (i != failed) {
        answers.get(i).takeText();
        answers.set(
            i,
            RefusedCall.answer(
                400,
                List.of(
                    SalesforceError.of(
                        "PROCESSING_HALTED",
                        "The transaction was rolled back since another operation in the same"
                            + " transaction failed."))));
      }
    }
  }

  private Answer answer(List<Answer> answers) {
    return Answer.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeArrayFieldStart("compositeResponse");
              for (int i = 0; i < answers.size(); i++) {
                json.writeStartObject();
                json.writeFieldName("body");
                String body = answers.get(i).takeText();
                json.writeRawValue(body.isEmpty() ? "null" : body);
                json.writeObjectFieldStart("httpHeaders");
                json.writeEndObject();
                json.writeNumberField("httpStatusCode", answers.get(i).status());
                json.writeStringField("referenceId", parts.get(i).referenceId());
                json.writeEndObject();
              }
              json.writeEndArray();
              json.writeEndObject();
            }));
  }

  @Override
  public void leave() {
    parts.forEach(part -> part.work().leave());
  }

  @Override
  public void lost() {
    parts.forEach(part -> part.work().lost());
  }
}
