package dev.millrace.crm.salesforce;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.crm.body.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An answer to what writes records: a result a record, in the request's order, or the error of the
 * whole request. Which of both shows in the body, not in the status.
 */
final class SaveAnswer {

  /** What became of one record. */
  static final class Result {
    /** Salesforce's id of the record; may be there though the record was not written. */
    String id;

    boolean success;
    final List<SalesforceError> errors = new ArrayList<>(0);
  }

  /** Null when the answer is an error. */
  final List<Result> results;

  /** Null when the answer has results. */
  final SalesforceError error;

  /** Status of this part of a Composite's answer; 0 of an answer that is a whole. */
  int status;

  private SaveAnswer(List<Result> results, SalesforceError error) {
    this.results = results;
    this.error = error;
  }

  /** The error of a whole request, from its body; of several, the first. */
  static SalesforceError error(byte[] body, String idField) {
    try (JsonParser json = Json.FACTORY.createParser(body)) {
      json.nextToken();
      if (json.currentToken() == JsonToken.START_OBJECT) {
        // Some answers of 503 are a bare object.
        return SalesforceError.read(json, idField);
      }
      SalesforceError error = read(json, idField).error;
      return error == null ? none(idField) : error;
    } catch (IOException e) {
      return SalesforceError.notJson();
    }
  }

  /**
   * Reads an answer to a collection.
   *
   * @throws IOException when the body is none
   */
  static SaveAnswer read(byte[] body, String idField) throws IOException {
    try (JsonParser json = Json.FACTORY.createParser(body)) {
      json.nextToken();
      return read(json, idField);
    }
  }

  /**
   * Reads an answer to a Composite: an answer a collection, in the request's order.
   *
   * @throws IOException when the body is none
   */
  static List<SaveAnswer> readComposite(byte[] body, String idField) throws IOException {
    List<SaveAnswer> answers = new ArrayList<>(UpsertWriter.MAX_COLLECTIONS);
    Json.body(
        body,
        (name, json) -> {
          if (name.equals("compositeResponse")) {
            Json.objects(json, part -> answers.add(readPart(part, idField)));
          }
        });
    return answers;
  }

  private static SaveAnswer readPart(JsonParser json, String idField) throws IOException {
    SaveAnswer answer = null;
    int status = 0;
    String name;
    while ((name = json.nextFieldName()) != null) {
      json.nextToken();
      if (name.equals("body")) {
        answer = read(json, idField);
      } else if (name.equals("httpStatusCode")) {
        status = json.getValueAsInt();
      } else {
        json.skipChildren();
      }
    }
    if (answer == null) {
      throw new IOException("a part without a body");
    }
    answer.status = status;
    return answer;
  }

  private static SaveAnswer read(JsonParser json, String idField) throws IOException {
    List<Result> results = new ArrayList<>();
    SalesforceError error = null;
    Json.expect(json, JsonToken.START_ARRAY);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      SalesforceError found = null;
      if (json.currentToken() == JsonToken.START_OBJECT) {
        Result result = new Result();
        found = read(json, result, idField);
        if (found == null) {
          results.add(result);
        }
      } else {
        // Of an answer of 300: the paths of the records that hold one external id.
        json.skipChildren();
        found = none(idField);
      }
      error = error == null ? found : error;
    }
    return error == null ? new SaveAnswer(results, null) : new SaveAnswer(null, error);
  }

  /** Reads an element as a result, unless it is an error, which it returns then. */
  private static SalesforceError read(JsonParser json, Result result, String idField)
      throws IOException {
    boolean isResult = false;
    String code = null;
    String message = "";
    String name;
    while ((name = json.nextFieldName()) != null) {
      json.nextToken();
      switch (name) {
        case "id":
          result.id = Json.textOrNull(json);
          break;
        case "success":
          isResult = true;
          result.success = json.currentToken() == JsonToken.VALUE_TRUE;
          break;
        case "errors":
          Json.objects(json, error -> result.errors.add(SalesforceError.read(error, idField)));
          break;
        case "errorCode":
          code = Json.textOrNull(json);
          break;
        case "message":
          message = String.valueOf(Json.textOrNull(json));
          break;
        default:
          json.skipChildren();
      }
    }
    return isResult ? null : new SalesforceError(code, message, Set.of(), idField);
  }

  private static SalesforceError none(String idField) {
    return new SalesforceError(null, "", Set.of(), idField);
  }
}
