package dev.millrace.crm.hubspot;

import dev.millrace.crm.Answer;
import dev.millrace.crm.RecordOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Gathers one outcome an input while an answer is read. */
final class Outcomes {

  private final ObjectType type;
  private final RecordOutcome[] outcomes;
  private final List<RecordOutcome> errorsOfNoInput = new ArrayList<>(0);
  private Answer misconfigured;

  Outcomes(ObjectType type, int inputs) {
    this.type = type;
    this.outcomes = new RecordOutcome[inputs];
  }

  boolean isOpen(int input) {
    return outcomes[input] == null;
  }

  boolean areOpen() {
    for (RecordOutcome outcome : outcomes) {
      if (outcome == null) {
        return true;
      }
    }
    return false;
  }

  /** An error for the same input stands: what is refused must not pass as accepted. */
  void accept(int input) {
    if (outcomes[input] == null) {
      outcomes[input] = RecordOutcome.ACCEPTED;
    }
  }

  void acceptOpen() {
    for (int i = 0; i < outcomes.length; i++) {
      accept(i);
    }
  }

  /**
   * @param about the inputs that the error is about; empty when it does not say
   */
  void refuse(HubSpotError error, Set<Integer> about) {
    RecordOutcome outcome = HubSpotErrors.outcome(error);
    if (outcome == null) {
      misconfigured = HubSpotErrors.misconfigured(error, type.type());
    } else if (outcomes.length == 1) {
      outcomes[0] = outcome;
    } else if (about.isEmpty()) {
      errorsOfNoInput.add(outcome);
    } else {
      for (int input : about) {
        outcomes[input] = outcome;
      }
    }
  }

  /** What the answer means when nothing more will be said of the inputs that are open. */
  Answer answer() {
    if (misconfigured != null) {
      return misconfigured;
    }
    RecordOutcome open = RecordOutcome.UNCONFIRMED;
    for (RecordOutcome error : errorsOfNoInput) {
      if (error.kind() == RecordOutcome.Kind.REFUSED && areOpen()) {
        // It is one of the open ones: halving the call finds out which.
        return Answer.refused(error.code(), error.message());
      }
      open = error;
    }
    for (int i = 0; i < outcomes.length; i++) {
      if (outcomes[i] == null) {
        outcomes[i] = open;
      }
    }
    return Answer.outcomes(outcomes);
  }

  /** Whether an error was read that leaves nothing to go on with. */
  boolean areMisconfigured() {
    return misconfigured != null;
  }
}
