package dev.millrace.crm.hubspot;

import dev.millrace.crm.Answer;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.RecordOutcome;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * What follows an upsert of records that have parents: asks for the HubSpot ids of the parents,
 * parts records from former ones, then associates them with those that they have now. HubSpot knows
 * associations by its own ids only; why those are asked for each time says {@link ArchiveCall}.
 *
 * <p>Former parents go first, and even when the new one is not there yet: then the record is tried
 * again later, and may be read from its row by then, which does not tell of former parents.
 */
final class LinkCall {

  /** One request, and what its answer means. */
  interface Step {

    CrmRequest request();

    /**
     * Null to go on with the next step.
     *
     * @throws IOException when the answer cannot be read
     */
    Answer read(CrmResponse response) throws IOException;
  }

  private final RecordOutcome[] outcomes;
  private final Iterator<AssociationType> associations;
  private final List<CrmRecord> records;
  private final String[] ids;
  private final Deque<Step> steps = new ArrayDeque<>();
  private int association;
  private Links asked;
  private Step step;

  /**
   * @param ids HubSpot's ids of the records, as far as the upsert's answer told them
   * @param outcomes what it said of each; some become worse here
   */
  LinkCall(ObjectType type, List<CrmRecord> records, String[] ids, RecordOutcome[] outcomes) {
    this.associations = type.associations().iterator();
    this.records = records;
    this.ids = ids;
    this.outcomes = outcomes;
  }

  /** The next request, or the outcomes when there is none. */
  Answer next() {
    while (steps.isEmpty()) {
      if (asked != null) {
        steps.addAll(asked.writes());
        asked = null;
      } else if (associations.hasNext()) {
        asked = new Links(associations.next(), association++, records, ids, outcomes);
        steps.addAll(asked.reads());
      } else {
        return Answer.outcomes(outcomes);
      }
    }
    step = steps.poll();
    return Answer.next(step.request());
  }

  Answer read(CrmResponse response) {
    try {
      Answer answer = step.read(response);
      return answer == null ? next() : answer;
    } catch (IOException e) {
      return HubSpotErrors.notJson(response);
    }
  }
}
