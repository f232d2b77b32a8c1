package dev.millrace.crm.salesforce;

import dev.millrace.crm.Answer;
import dev.millrace.crm.CrmCall;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.RecordOutcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Deletes the records of a batch. Salesforce deletes many at a time by its own ids only: those that
 * are not known from upserts are looked up. An id of ours that turns out to be deleted is looked up
 * too, since somebody may have made the record anew.
 */
final class DeleteCall implements CrmCall {

  /** What Salesforce says of a record that is not there. */
  private static final Set<String> GONE =
      Set.of("ENTITY_IS_DELETED", "NOT_FOUND", "INVALID_CROSS_REFERENCE_KEY");

  private final SObjectType type;
  private final List<CrmRecord> records;
  private Outcomes outcomes;

  /** Which record each id is of, in the order in which they are sent. */
  private Map<String, Integer> ids;

  /** Records whose id is of an earlier upsert. */
  private List<Integer> remembered;

  private LookUp lookUp;
  private List<Integer> lookedUp;
  private boolean deleting;

  DeleteCall(SObjectType type, List<CrmRecord> records) {
    this.type = type;
    this.records = records;
  }

  @Override
  public CrmRequest first() {
    outcomes = new Outcomes(type.type(), records.size());
    ids = new LinkedHashMap<>();
    remembered = new ArrayList<>();
    List<Integer> unknown = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      String id = type.ids().get(type.key(records.get(i).externalId()));
      if (id == null) {
        unknown.add(i);
      } else {
        ids.put(id, i);
        remembered.add(i);
      }
    }
    return unknown.isEmpty() ? delete() : lookUp(unknown);
  }

  private CrmRequest lookUp(List<Integer> unknown) {
    deleting = false;
    lookedUp = unknown;
    List<String> externalIds = new ArrayList<>();
    unknown.forEach(record -> externalIds.add(records.get(record).externalId()));
    lookUp = new LookUp(type, externalIds);
    return lookUp.next();
  }

  private CrmRequest delete() {
    deleting = true;
    return new CrmRequest(
        "DELETE", type.path().delete(String.join(",", ids.keySet())), Map.of(), null);
  }

  @Override
  public Answer read(CrmResponse response) {
    try {
      return deleting ? readDeleted(response) : readIds(response);
    } catch (IOException e) {
      return response.status() / 100 == 2
          ? SalesforceErrors.notJson(response)
          : SalesforceErrors.answer(response, type.type());
    }
  }

  private Answer readIds(CrmResponse response) throws IOException {
    if (response.status() / 100 != 2) {
      return SalesforceErrors.answer(response, type.type());
    }
    lookUp.read(response.body());
    CrmRequest more = lookUp.next();
    if (more != null) {
      return Answer.next(more);
    }
    for (int record : lookedUp) {
      String id = lookUp.id(records.get(record).externalId());
      if (id == null) {
        // A record that is not there is as it should be.
        outcomes.accept(record);
      } else if (id.equals(LookUp.SEVERAL)) {
        outcomes.set(
            record,
            RecordOutcome.refused(
                "DUPLICATE_EXTERNAL_ID", "several records have this external id"));
      } else {
        ids.put(id, record);
      }
    }
    return ids.isEmpty() ? outcomes.answer() : Answer.next(delete());
  }

  private Answer readDeleted(CrmResponse response) throws IOException {
    SaveAnswer answer = SaveAnswer.read(response.body(), type.type().idField());
    if (answer.error != null) {
      return refused(answer.error, response);
    }
    List<Integer> again = new ArrayList<>();
    int result = 0;
    for (int record : ids.values()) {
      if (result == answer.results.size()) {
        break;
      }
      SaveAnswer.Result read = answer.results.get(result++);
      if (!read.success && !isGone(read.errors)) {
        outcomes.failed(record, read.errors, response);
        continue;
      }
      type.ids().remove(type.key(records.get(record).externalId()));
      if (!read.success && remembered.contains(record)) {
        again.add(record);
      } else {
        outcomes.accept(record);
      }
    }
    ids.clear();
    remembered.clear();
    return again.isEmpty() ? outcomes.answer() : Answer.next(lookUp(again));
  }

  private Answer refused(SalesforceError error, CrmResponse response) {
    if (ids.size() == 1) {
      int record = ids.values().iterator().next();
      if (isGone(List.of(error))) {
        type.ids().remove(type.key(records.get(record).externalId()));
        if (remembered.remove(Integer.valueOf(record))) {
          ids.clear();
          return Answer.next(lookUp(List.of(record)));
        }
        outcomes.accept(record);
        return outcomes.answer();
      }
    }
    return SalesforceErrors.TABLE.answer(response.status(), response, error, type.type());
  }

  private static boolean isGone(List<SalesforceError> errors) {
    return errors.stream().anyMatch(error -> error.codes().stream().anyMatch(GONE::contains));
  }
}
