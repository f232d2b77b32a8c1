package dev.millrace.crm.hubspot;

import dev.millrace.crm.Answer;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.RecordOutcome;
import dev.millrace.crm.hubspot.AssociationType.Pair;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Associates pairs of records, or parts them. */
final class PairWrite implements LinkCall.Step, AssociationAnswer.Reader {

  private final AssociationType type;
  private final List<Pair> pairs;
  private final boolean parts;
  private final RecordOutcome[] outcomes;
  private final RecordOutcome[] failures;
  private final Set<List<String>> associated = new HashSet<>();
  private RecordOutcome failureOfNoPair;
  private Answer answer;

  /**
   * @param outcomes those of the batch's records; a pair that fails makes its record's worse
   */
  PairWrite(AssociationType type, List<Pair> pairs, boolean parts, RecordOutcome[] outcomes) {
    this.type = type;
    this.pairs = pairs;
    this.parts = parts;
    this.outcomes = outcomes;
    this.failures = new RecordOutcome[pairs.size()];
  }

  @Override
  public CrmRequest request() {
    return parts ? type.part(pairs) : type.associate(pairs);
  }

  @Override
  public Answer read(CrmResponse response) throws IOException {
    if (response.status() / 100 != 2) {
      return HubSpotErrors.answer(response, type.named());
    }
    if (response.status() != 204) {
      AssociationAnswer.read(response.body(), this);
    }
    // Those that were parted are not named: it is answered with 204, or with 207 and what failed.
    boolean parted = parts && response.status() != 200;
    for (int i = 0; i < failures.length; i++) {
      RecordOutcome failure = failures[i] != null ? failures[i] : unlessDone(pairs.get(i), parted);
      if (failure != null) {
        Links.fail(outcomes, pairs.get(i).input, failure);
      }
    }
    return answer;
  }

  /** The outcome of a pair that no error names; null when it is as it should be. */
  private RecordOutcome unlessDone(Pair pair, boolean parted) {
    if (associated.contains(List.of(pair.from, pair.to))) {
      return null;
    }
    return failureOfNoPair != null || parted ? failureOfNoPair : RecordOutcome.UNCONFIRMED;
  }

  @Override
  public void associated(String one, String other) {
    associated.add(List.of(one, other));
    associated.add(List.of(other, one));
  }

  @Override
  public void error(HubSpotError error) {
    if (parts && error.codes().contains(HubSpotError.INVALID_ASSOCIATION_ID)) {
      // A record that is gone is parted from all.
      return;
    }
    RecordOutcome outcome = HubSpotErrors.outcome(error);
    List<Integer> about = about(error);
    if (outcome == null) {
      answer = HubSpotErrors.misconfigured(error, type.named());
    } else if (!about.isEmpty()) {
      about.forEach(pair -> failures[pair] = outcome);
    } else if (outcome.kind() == RecordOutcome.Kind.REFUSED) {
      // It is one of the pairs: halving the call finds out which.
      answer = Answer.refused(outcome.code(), outcome.message());
    } else {
      failureOfNoPair = outcome;
    }
  }

  /** Indexes of the pairs that the error is about: those with both ids in it, else with either. */
  private List<Integer> about(HubSpotError error) {
    List<Integer> both = new ArrayList<>();
    List<Integer> either = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      boolean from = error.ids().contains(pairs.get(i).from);
      boolean to = error.ids().contains(pairs.get(i).to);
      if (from && to) {
        both.add(i);
      }
      if (from || to) {
        either.add(i);
      }
    }
    return both.isEmpty() ? either : both;
  }
}
