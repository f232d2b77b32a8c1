package dev.millrace.crm.salesforce;

import dev.millrace.crm.Answer;
import dev.millrace.crm.Answer.Kind;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.ErrorTable;
import dev.millrace.crm.RecordOutcome;
import dev.millrace.crm.RecordType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Gathers one outcome a record of a batch. */
final class Outcomes {

  private final RecordType type;
  private final RecordOutcome[] outcomes;
  private Answer whole;

  Outcomes(RecordType type, int records) {
    this.type = type;
    this.outcomes = new RecordOutcome[records];
  }

  /**
   * Refuses the records for whose sake Salesforce would refuse the whole call.
   *
   * @return indexes of the others
   */
  int[] refuseMisfits(SObjectType sobject, List<CrmRecord> records) {
    int[] others = new int[records.size()];
    int count = 0;
    for (int i = 0; i < others.length; i++) {
      String misfit = sobject.misfit(records.get(i));
      if (misfit == null) {
        others[count++] = i;
      } else {
        outcomes[i] = RecordOutcome.refused("JSON_PARSER_ERROR", misfit);
      }
    }
    return count == others.length ? others : Arrays.copyOf(others, count);
  }

  /** The records at these indexes, which are in order and different. */
  static List<CrmRecord> pick(List<CrmRecord> records, int[] indexes) {
    if (indexes.length == records.size()) {
      return records;
    }
    List<CrmRecord> picked = new ArrayList<>(indexes.length);
    for (int index : indexes) {
      picked.add(records.get(index));
    }
    return picked;
  }

  boolean isOpen(int record) {
    return outcomes[record] == null;
  }

  void set(int record, RecordOutcome outcome) {
    outcomes[record] = outcome;
  }

  void accept(int record) {
    outcomes[record] = RecordOutcome.ACCEPTED;
  }

  /** Takes what an answer says of a record that was not written. */
  void failed(int record, List<SalesforceError> errors, CrmResponse response) {
    RecordOutcome outcome = RecordOutcome.UNCONFIRMED;
    for (SalesforceError error : errors) {
      Kind kind = SalesforceErrors.TABLE.kind(error);
      if (kind == Kind.MISCONFIGURED) {
        whole = SalesforceErrors.TABLE.misconfigured(error, type);
        return;
      }
      if (kind == Kind.THROTTLED) {
        // The organization's limit, told record by record: what was written is written again.
        whole = SalesforceErrors.TABLE.answer(ErrorTable.RECORD, response, error, type);
      }
      RecordOutcome read = SalesforceErrors.TABLE.outcome(error);
      if (outcome.kind() != RecordOutcome.Kind.REFUSED) {
        outcome = read;
      }
    }
    outcomes[record] = outcome;
  }

  /** What the answer means; a record of which nothing was said is unconfirmed. */
  Answer answer() {
    if (whole != null) {
      return whole;
    }
    for (int i = 0; i < outcomes.length; i++) {
      if (outcomes[i] == null) {
        outcomes[i] = RecordOutcome.UNCONFIRMED;
      }
    }
    return Answer.outcomes(outcomes);
  }
}
