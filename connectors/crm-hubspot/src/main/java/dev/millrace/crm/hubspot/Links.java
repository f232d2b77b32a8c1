package dev.millrace.crm.hubspot;

import dev.millrace.crm.Answer;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.Link;
import dev.millrace.crm.RecordOutcome;
import dev.millrace.crm.hubspot.AssociationType.Pair;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One association of the records of a batch: which parents they have, and had. */
final class Links {

  private static final String NOT_FOUND = "OBJECT_NOT_FOUND";

  private final AssociationType type;
  private final Link[] links;
  private final String[] ids;
  private final RecordOutcome[] outcomes;
  private final RecordOutcome missing;
  private final Map<String, String> parentIds = new HashMap<>();
  private final Map<String, RecordOutcome> withoutId = new HashMap<>();

  /**
   * @param association its index in the records' type
   * @param ids HubSpot's ids of the records; null for one that was not written
   */
  Links(
      AssociationType type,
      int association,
      List<CrmRecord> records,
      String[] ids,
      RecordOutcome[] outcomes) {
    this.type = type;
    this.links = new Link[records.size()];
    this.ids = ids;
    this.outcomes = outcomes;
    this.missing =
        RecordOutcome.retry(
            "PARENT_MISSING",
            "HubSpot has no record of "
                + type.parents().type().object()
                + " whose "
                + type.parents().type().idField()
                + " is what the mapping's associate.by gives");
    for (int i = 0; i < links.length; i++) {
      Link link = records.get(i).link(association);
      if (link != null && ids[i] == null) {
        fail(outcomes, i, RecordOutcome.UNCONFIRMED);
      } else {
        links[i] = link;
      }
    }
  }

  /** An earlier failure of the same record stands. */
  static void fail(RecordOutcome[] outcomes, int input, RecordOutcome outcome) {
    if (outcomes[input].kind() == RecordOutcome.Kind.ACCEPTED) {
      outcomes[input] = outcome;
    }
  }

  /** Asks for the ids of all parents. */
  List<LinkCall.Step> reads() {
    Set<String> keys = new LinkedHashSet<>();
    for (Link link : links) {
      if (link != null) {
        if (link.parent() != null) {
          keys.add(key(link.parent()));
        }
        link.former().forEach(former -> keys.add(key(former)));
      }
    }
    List<LinkCall.Step> steps = new ArrayList<>();
    calls(keys).forEach(some -> steps.add(new Reading(some)));
    return steps;
  }

  /** Parts and associates, once all ids were asked for. */
  List<LinkCall.Step> writes() {
    List<Pair> parted = new ArrayList<>();
    List<Pair> associated = new ArrayList<>();
    for (int i = 0; i < links.length; i++) {
      if (links[i] != null) {
        String parent = links[i].parent() == null ? null : parent(i, associated);
        former(i, parent, parted);
      }
    }
    List<LinkCall.Step> steps = new ArrayList<>();
    calls(parted).forEach(some -> steps.add(new PairWrite(type, some, true, outcomes)));
    calls(associated).forEach(some -> steps.add(new PairWrite(type, some, false, outcomes)));
    return steps;
  }

  private String parent(int input, List<Pair> associated) {
    String parent = links[input].parent();
    String id = parentIds.get(key(parent));
    if (id == null) {
      fail(outcomes, input, whyWithoutId(parent));
    } else {
      associated.add(new Pair(input, ids[input], id));
    }
    return id;
  }

  private void former(int input, String parentId, List<Pair> parted) {
    // Two external ids may lead to one record.
    Set<String> others = new LinkedHashSet<>();
    for (String former : links[input].former()) {
      String id = parentIds.get(key(former));
      if (id != null) {
        others.add(id);
      } else if (whyWithoutId(former) != missing) {
        fail(outcomes, input, whyWithoutId(former));
      }
    }
    others.remove(parentId);
    others.forEach(id -> parted.add(new Pair(input, ids[input], id)));
  }

  private RecordOutcome whyWithoutId(String externalId) {
    return withoutId.getOrDefault(key(externalId), RecordOutcome.UNCONFIRMED);
  }

  private String key(String externalId) {
    return type.parents().key(externalId);
  }

  private static <T> List<List<T>> calls(Collection<T> all) {
    List<T> list = new ArrayList<>(all);
    List<List<T>> calls = new ArrayList<>();
    for (int from = 0; from < list.size(); from += ObjectType.MAX_INPUTS) {
      calls.add(list.subList(from, Math.min(list.size(), from + ObjectType.MAX_INPUTS)));
    }
    return calls;
  }

  /** Asks which ids the parents have that hold some external ids. */
  private final class Reading implements LinkCall.Step, BatchAnswer.Reader {
    private final List<String> keys;
    private Answer answer;

    Reading(List<String> keys) {
      this.keys = keys;
    }

    @Override
    public CrmRequest request() {
      return type.parents().read(keys);
    }

    @Override
    public Answer read(CrmResponse response) throws IOException {
      if (response.status() / 100 != 2) {
        return HubSpotErrors.answer(response, type.parents().type());
      }
      BatchAnswer.read(response.body(), type.parents().type().idField(), this);
      return answer;
    }

    @Override
    public void result(int traceId, String externalId, String id) {
      if (keys.size() == 1) {
        // A contact found by its second e-mail shows its first.
        parentIds.put(keys.get(0), id);
      } else if (externalId != null) {
        parentIds.put(key(externalId), id);
      }
    }

    @Override
    public void error(HubSpotError error) {
      boolean notFound = error.codes().contains(NOT_FOUND) && !error.ids().isEmpty();
      RecordOutcome outcome = notFound ? missing : HubSpotErrors.outcome(error);
      if (outcome == null) {
        answer = HubSpotErrors.misconfigured(error, type.parents().type());
      } else if (error.ids().isEmpty() && outcome.kind() == RecordOutcome.Kind.REFUSED) {
        // It is one of the parents: halving the call finds out whose.
        answer = Answer.refused(outcome.code(), outcome.message());
      } else {
        Collection<String> about = error.ids().isEmpty() ? keys : error.ids();
        about.forEach(id -> withoutId.put(key(id), outcome));
      }
    }
  }
}
