package dev.millrace.crm.salesforce;

import dev.millrace.crm.Answer;
import dev.millrace.crm.CrmCall;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import java.io.IOException;
import java.util.List;

/**
 * Creates or updates the records of a batch in one request: as a collection, or as a Composite of
 * several where they are more than a collection may have.
 */
final class UpsertCall implements CrmCall {

  private final SObjectType type;
  private final List<CrmRecord> records;
  private Outcomes outcomes;

  /** Indexes of the records that were sent, in the request's order. */
  private int[] sent;

  UpsertCall(SObjectType type, List<CrmRecord> records) {
    this.type = type;
    this.records = records;
  }

  @Override
  public CrmRequest first() {
    outcomes = new Outcomes(type.type(), records.size());
    sent = outcomes.refuseMisfits(type, records);
    return sent.length == 0
        ? CrmRequest.get(type.path().limits())
        : type.writer().request(Outcomes.pick(records, sent));
  }

  @Override
  public Answer read(CrmResponse response) {
    if (sent.length == 0) {
      // Nothing fitted, so nothing was written, whatever the answer.
      return outcomes.answer();
    }
    try {
      return sent.length > SObjectType.MAX_COLLECTION && response.status() / 100 == 2
          ? readComposite(response)
          : readCollection(response);
    } catch (IOException e) {
      return response.status() / 100 == 2
          ? SalesforceErrors.notJson(response)
          : SalesforceErrors.answer(response, type.type());
    }
  }

  private Answer readCollection(CrmResponse response) throws IOException {
    SaveAnswer answer = SaveAnswer.read(response.body(), type.type().idField());
    if (answer.error != null) {
      return refused(response.status(), answer.error, response);
    }
    readResults(answer, 0, response);
    return outcomes.answer();
  }

  private Answer readComposite(CrmResponse response) throws IOException {
    List<SaveAnswer> parts = SaveAnswer.readComposite(response.body(), type.type().idField());
    for (int i = 0; i < parts.size(); i++) {
      SaveAnswer part = parts.get(i);
      if (part.error != null) {
        return refused(part.status, part.error, response);
      }
      readResults(part, i * SObjectType.MAX_COLLECTION, response);
    }
    return outcomes.answer();
  }

  private Answer refused(int status, SalesforceError error, CrmResponse response) {
    Answer answer = SalesforceErrors.TABLE.answer(status, response, error, type.type());
    if (answer.kind() == Answer.Kind.REFUSED && sent.length == 1) {
      // It can only be for this one: the table's rows of records may know better what it is.
      outcomes.failed(sent[0], List.of(error), response);
      return outcomes.answer();
    }
    return answer;
  }

  private void readResults(SaveAnswer answer, int from, CrmResponse response) {
    int to = Math.min(sent.length, from + SObjectType.MAX_COLLECTION);
    for (int i = 0; i < answer.results.size() && from + i < to; i++) {
      SaveAnswer.Result result = answer.results.get(i);
      int record = sent[from + i];
      if (result.success) {
        outcomes.accept(record);
        if (result.id != null) {
          type.ids().put(type.key(records.get(record).externalId()), result.id);
        }
      } else {
        outcomes.failed(record, result.errors, response);
      }
    }
  }
}
