package dev.millrace.crm.hubspot;

import dev.millrace.crm.Answer;
import dev.millrace.crm.CrmCall;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import java.io.IOException;
import java.util.List;

/**
 * Creates or updates the records of a batch in one request; for those that have parents others
 * follow, see {@link LinkCall}. Only what the answer names as written is accepted: HubSpot has been
 * seen to answer 200 with neither results nor errors.
 */
final class UpsertCall implements CrmCall {

  private final ObjectType type;
  private final List<CrmRecord> records;
  private LinkCall links;

  UpsertCall(ObjectType type, List<CrmRecord> records) {
    this.type = type;
    this.records = records;
  }

  @Override
  public CrmRequest first() {
    links = null;
    return type.upsert(records);
  }

  @Override
  public Answer read(CrmResponse response) {
    if (links != null) {
      return links.read(response);
    }
    if (response.status() / 100 != 2) {
      return HubSpotErrors.answer(response, type.type());
    }
    Reading reading = new Reading();
    try {
      BatchAnswer.read(response.body(), type.type().idField(), reading);
    } catch (IOException e) {
      return HubSpotErrors.notJson(response);
    }
    Answer answer = reading.outcomes.answer();
    if (type.associations().isEmpty() || answer.kind() != Answer.Kind.OUTCOMES) {
      return answer;
    }
    links = new LinkCall(type, records, reading.ids, answer.outcomes());
    return links.next();
  }

  private final class Reading implements BatchAnswer.Reader {
    final Inputs inputs = new Inputs(type, records);
    final Outcomes outcomes = new Outcomes(type, records.size());
    final String[] ids = new String[records.size()];

    @Override
    public void result(int traceId, String externalId, String id) {
      int input = traceId >= 0 && traceId < records.size() ? traceId : inputs.find(externalId);
      if (input < 0 && records.size() == 1) {
        input = 0;
      }
      if (input >= 0) {
        outcomes.accept(input);
        ids[input] = id;
      }
    }

    @Override
    public void error(HubSpotError error) {
      outcomes.refuse(error, inputs.find(error));
    }
  }
}
