package dev.millrace.crm.hubspot;

import dev.millrace.crm.Answer;
import dev.millrace.crm.CrmCall;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Archives the records of a batch: asks for the HubSpot ids behind the external ids, then archives
 * those. HubSpot archives by its own id only.
 *
 * <p>Why the ids are asked for each time, though upsert answers give them: people merge, delete and
 * recreate records in the CRM. An id kept from before may then be that of nothing (archiving it is
 * answered with 204 all the same, and the record made anew stays) or that of the record into which
 * ours was merged (and somebody else's data goes). The answer tells neither. One read a hundred
 * deletes is the price of not having to know. Search would not do: its index lags by seconds.
 */
final class ArchiveCall implements CrmCall {

  private static final String NOT_FOUND = "OBJECT_NOT_FOUND";

  private final ObjectType type;
  private final List<CrmRecord> records;
  private String[] ids;
  private Outcomes outcomes;
  private boolean archiving;

  ArchiveCall(ObjectType type, List<CrmRecord> records) {
    this.type = type;
    this.records = records;
  }

  @Override
  public CrmRequest first() {
    ids = new String[records.size()];
    outcomes = new Outcomes(type, records.size());
    archiving = false;
    return type.read(records.stream().map(CrmRecord::externalId).collect(Collectors.toList()));
  }

  @Override
  public Answer read(CrmResponse response) {
    try {
      if (!archiving) {
        return response.status() / 100 == 2
            ? readIds(response)
            : HubSpotErrors.answer(response, type.type());
      }
      return readArchived(response);
    } catch (IOException e) {
      return HubSpotErrors.notJson(response);
    }
  }

  private Answer readIds(CrmResponse response) throws IOException {
    BatchAnswer.read(response.body(), type.type().idField(), new Ids());
    Set<String> found = new LinkedHashSet<>();
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] != null && outcomes.isOpen(i)) {
        // Two external ids may lead to one record: a contact's first and second e-mail.
        found.add(ids[i]);
      }
    }
    if (found.isEmpty() || outcomes.areMisconfigured()) {
      return outcomes.answer();
    }
    archiving = true;
    return Answer.next(type.archive(found));
  }

  private Answer readArchived(CrmResponse response) throws IOException {
    Archived archived = new Archived();
    if (response.status() == 404 && HubSpotError.of(response.body()).codes().contains(NOT_FOUND)) {
      // Gone between the two requests; the path is right, since the first one was answered.
      if (records.size() > 1) {
        return Answer.refused(NOT_FOUND, "a record to archive is not there");
      }
    } else if (response.status() / 100 != 2) {
      return HubSpotErrors.answer(response, type.type());
    } else if (response.status() != 204) {
      BatchAnswer.read(response.body(), type.type().idField(), archived);
    }
    // Answered with 204, or with 207 and what failed; a 200 that names no failure says nothing.
    boolean told = response.status() != 200 && !archived.withErrorOfNoInput;
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] != null && told) {
        outcomes.accept(i);
      }
    }
    return outcomes.answer();
  }

  /** A record that is not there is as it should be. */
  private boolean isGone(HubSpotError error, Set<Integer> inputs) {
    if (!error.codes().contains(NOT_FOUND) || inputs.isEmpty()) {
      return false;
    }
    inputs.forEach(outcomes::accept);
    return true;
  }

  /** Reads which HubSpot ids stand for the external ids. */
  private final class Ids implements BatchAnswer.Reader {
    private final Inputs inputs = new Inputs(type, records);

    @Override
    public void result(int traceId, String externalId, String id) {
      int input = records.size() == 1 ? 0 : inputs.find(externalId);
      if (input >= 0) {
        ids[input] = id;
      }
    }

    @Override
    public void error(HubSpotError error) {
      Set<Integer> about = inputs.find(error);
      if (!isGone(error, about)) {
        outcomes.refuse(error, about);
      }
    }
  }

  /** Reads which of the HubSpot ids were not archived; those that were are not named. */
  private final class Archived implements BatchAnswer.Reader {
    private boolean withErrorOfNoInput;

    @Override
    public void result(int traceId, String externalId, String id) {}

    @Override
    public void error(HubSpotError error) {
      Set<Integer> about = new TreeSet<>();
      for (int i = 0; i < ids.length; i++) {
        if (ids[i] != null && error.ids().contains(ids[i])) {
          about.add(i);
        }
      }
      withErrorOfNoInput |= about.isEmpty();
      if (!isGone(error, about)) {
        outcomes.refuse(error, about);
      }
    }
  }
}
