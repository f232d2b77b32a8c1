package dev.millrace.simulator.salesforce;

import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Json;
import java.util.List;

/** Ends a call that is refused as a whole. */
final class RefusedCall extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient List<SalesforceError> errors;
  private final transient List<String> urls;

  RefusedCall(int status, List<SalesforceError> errors) {
    super(errors.get(0).message(), null, false, false);
    this.status = status;
    this.errors = errors;
    this.urls = List.of();
  }

  /** Several records match where one was asked for. */
  RefusedCall(List<String> urls) {
    super("several records match", null, false, false);
    this.status = 300;
    this.errors = List.of();
    this.urls = urls;
  }

  Answer answer() {
    return status == 300 ? Answer.json(300, urls) : answer(status, errors);
  }

  static Answer answer(int status, List<SalesforceError> errors) {
    return Answer.json(
        status,
        Json.bytes(
            json -> {
              json.writeStartArray();
              for (SalesforceError error : errors) {
                error.write(json);
              }
              json.writeEndArray();
            }));
  }
}
