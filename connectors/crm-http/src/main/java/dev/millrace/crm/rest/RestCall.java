package dev.millrace.crm.rest;

import dev.millrace.crm.Action;
import dev.millrace.crm.Answer;
import dev.millrace.crm.Batch;
import dev.millrace.crm.CrmCall;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.RecordOutcome;
import dev.millrace.crm.rest.RestType.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries a batch in one request, or, where the request needs the CRM's own id, a record in two:
 * one that looks the id up, and one that writes.
 */
final class RestCall implements CrmCall {

  private final RestType type;
  private final List<CrmRecord> records;
  private final Step write;
  private Step step;
  private boolean unauthorized;

  RestCall(RestType type, Batch batch) {
    this.type = type;
    this.records = batch.records();
    this.write = batch.action() == Action.UPSERT ? Step.UPSERT : Step.DELETE;
  }

  @Override
  public CrmRequest first() {
    if (unauthorized && type.settings().signature != null) {
      type.settings().signature.renew();
    }
    return request(type.operation(write).needsFound() ? Step.LOOKUP : write, null);
  }

  private CrmRequest request(Step next, String found) {
    step = next;
    return type.requests(next).request(records, found);
  }

  @Override
  public Answer read(CrmResponse response) {
    Answer answer =
        type.settings().errors.isSuccess(response)
            ? success(response)
            : refusal(response, type.settings().errors.read(response));
    unauthorized = answer.kind() == Answer.Kind.UNAUTHORIZED;
    return isFoundGone(response, answer)
        ? Answer.outcomeOfAll(
            RecordOutcome.retry(
                "HTTP " + response.status(), "the record that was looked up is not there"),
            1)
        : answer;
  }

  /**
   * Whether the record was removed after it was looked up: the next try looks again. CRMs tell of
   * an id that is none in many ways, so any refusal of a delete is taken for it.
   */
  private boolean isFoundGone(CrmResponse response, Answer answer) {
    if (step != write || !type.operation(write).needsFound()) {
      return false;
    }
    if (response.status() == 404 || response.status() == 410) {
      return answer.kind() != Answer.Kind.OUTCOMES && answer.kind() != Answer.Kind.BUSY;
    }
    return write == Step.DELETE
        && (answer.kind() == Answer.Kind.REFUSED
            || (answer.kind() == Answer.Kind.OUTCOMES
                && answer.outcomes()[0].kind() == RecordOutcome.Kind.REFUSED));
  }

  private Answer success(CrmResponse response) {
    if (step != Step.LOOKUP) {
      List<String> ids = new ArrayList<>(records.size());
      for (CrmRecord record : records) {
        ids.add(record.externalId());
      }
      return type.results(step).read(response, type.type(), ids);
    }
    Lookup lookup =
        Lookup.read(response, type.operation(step).results, type.settings(), records.get(0));
    switch (lookup.outcome()) {
      case FOUND:
        return Answer.next(request(write, lookup.id()));
      case ABSENT:
        return absent();
      case NOT_JSON:
        AnswerError error = Errors.notJson(response);
        return Answer.unavailable(error.code(), error.message(), -1);
      default:
        return Answer.outcomeOfAll(RecordOutcome.UNCONFIRMED, 1);
    }
  }

  private Answer absent() {
    return write == Step.UPSERT
        ? Answer.next(request(Step.CREATE, null))
        : Answer.outcomeOfAll(RecordOutcome.ACCEPTED, 1);
  }

  private Answer refusal(CrmResponse response, AnswerError error) {
    Operation operation = type.operation(step);
    if (operation.absent.has(response.status())
        && (operation.absentCodes.isEmpty() || operation.absentCodes.contains(error.code()))) {
      if (step == Step.LOOKUP) {
        return absent();
      }
      return records.size() == 1
          ? Answer.outcomeOfAll(RecordOutcome.ACCEPTED, 1)
          // Some of them are still there, maybe.
          : Answer.refused("HTTP " + response.status(), error.message());
    }
    return type.settings().errors.answer(response, error, type.type());
  }
}
