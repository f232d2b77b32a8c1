package dev.millrace.job.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crm.CrmRecord;
import dev.millrace.simulator.Faults;
import dev.millrace.simulator.RecordVersion;
import dev.millrace.simulator.SimulatedFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The checks that every connector must pass; docs/checks.md tells what each is for. */
abstract class ConnectorChecks extends AgainstSimulator {

  ConnectorChecks(Target target) {
    super(target);
  }

  @Test
  void outOfOrderResultsReachTheRightRecords() throws Exception {
    // A snapshot, because Salesforce keeps the order but in its results of bulk jobs.
    List<CrmRecord> records = new ArrayList<>();
    Set<String> refused = new TreeSet<>();
    for (int i = 0; i < 3_000; i++) {
      String id = "A" + i;
      records.add(customers.read(id, "n" + i));
      if (i % 7 == 3 && i < 300) {
        crm.faults().poison(target.object(), id);
        refused.add(id);
      }
    }
    assertThat(ids(delivery.deliver(records))).containsExactlyInAnyOrderElementsOf(refused);
    assertThat(records()).isEqualTo(customers.without(refused));
  }

  @Test
  void aPartialSuccessAcknowledgesOnlyWhatSucceeded() throws Exception {
    for (String id : List.of("A3", "A17")) {
      crm.faults().poison(target.object(), id);
    }
    List<CrmRecord> records = customers.upserts(50);
    assertThat(ids(delivery.deliver(records))).containsExactlyInAnyOrder("A3", "A17");
    assertThat(records()).isEqualTo(customers.without(List.of("A3", "A17")));
    assertThat(writes()).as("calls").isEqualTo(1);
    assertThat(versions()).as("each once").hasSize(48);

    crm.faults().clear();
    delivery.offer(List.of(records.get(3), records.get(17)));
    assertAllArrives();
  }

  @Test
  void changesOfOneRecordAreMergedIntoTheLast() throws Exception {
    delivery.deliver(
        List.of(
            customers.upsert("C", "1"), customers.upsert("D", "1"), customers.upsert("E", "1")));
    int before = versions().size();
    List<CrmRecord> burst = new ArrayList<>();
    burst.add(customers.upsert("A", "1"));
    burst.add(customers.upsert("B", "1"));
    burst.add(customers.upsert("A", "2"));
    burst.add(customers.delete("B"));
    burst.add(customers.upsert("A", "3"));
    burst.add(customers.delete("C"));
    burst.add(customers.upsert("C", "2"));
    burst.add(customers.upsert("D", "2"));
    burst.add(customers.delete("D"));
    burst.add(customers.delete("E"));
    burst.add(customers.upsert("E", "2"));
    burst.add(customers.delete("E"));
    delivery.offer(burst);
    assertAllArrives();
    assertThat(records()).containsOnlyKeys("A", "C");
    assertThat(versions().subList(before, versions().size()))
        .extracting(version -> version.externalId() + ' ' + version.action())
        .containsExactlyInAnyOrder("A CREATED", "C UPDATED", "D ARCHIVED", "E ARCHIVED");
  }

  @Test
  void aCallThatWasWrittenAndNotAnsweredIsRepeatedWithoutDoubling() throws Exception {
    Faults.Injection cut = onWrites(SimulatedFault.cut().afterCommitting().times(2));
    Faults.Injection timeout = onWrites(SimulatedFault.status(504).afterCommitting().times(2));
    delivery.offer(customers.upserts(3 * target.inCall()));
    assertAllArrives();
    assertThat(List.of(cut.hits(), timeout.hits())).containsExactly(2L, 2L);
    assertThat(versions())
        .filteredOn(version -> version.action() == RecordVersion.Action.CREATED)
        .hasSize(3 * target.inCall());
  }

  @Test
  void onePoisonRecordDoesNotHoldBackTheOthersOfItsCall() throws Exception {
    crm.faults().poison(target.object(), "A42", target.refusesCall());
    List<CrmRecord> records = customers.upserts(target.inCall());
    assertThat(ids(delivery.deliver(records))).containsExactly("A42");
    assertThat(records()).isEqualTo(customers.without(List.of("A42")));
    int halvings = 32 - Integer.numberOfLeadingZeros(target.inCall() - 1);
    assertThat(writes()).isLessThanOrEqualTo(1 + 2L * halvings);
  }

  @Test
  void theDaysLimitPausesInsteadOfUsingUpTries() throws Exception {
    Faults.Injection limit = onWrites(target.daily().times(12));
    delivery.offer(customers.upserts(10 * target.inCall()));
    assertAllArrives();
    assertThat(limit.hits()).isEqualTo(12);
    assertThat(versions()).as("each once").hasSize(10 * target.inCall());
    assertThat(writes()).as("no call was made smaller").isEqualTo(10);
  }

  @Test
  void anExpiredTokenIsRenewedOnceForAllCallsInFlight() throws Exception {
    delivery.offer(customers.upserts(1));
    assertAllArrives();
    passInTheCrm(Duration.ofDays(1));
    delivery.offer(customers.upserts(6 * target.inCall()));
    assertAllArrives();
    assertThat(crm.stats().answersByStatus().get(401)).isPositive();
    assertThat(crm.stats().tokensIssued()).isEqualTo(2);
  }

  @Test
  void theOrderOfARecordIsKeptAcrossRetries() throws Exception {
    Faults.Injection outage = onWrites(SimulatedFault.status(503).times(3));
    for (int i = 0; i < 20; i++) {
      crm.faults().poison(target.object(), "A" + i, target.busy());
    }
    delivery.offer(customers.upserts(100));
    await(() -> outage.hits() == 3);
    delivery.offer(customers.upserts(100));
    await(() -> crm.stats().refused() >= 20);
    delivery.offer(customers.upserts(60));
    crm.faults().clear();
    delivery.offer(customers.upserts(30));
    assertAllArrives();
    assertThat(crm.stats().violations().staleVersions()).isZero();
  }

  @Test
  void anAnswerThatConfirmsNothingIsNoAcknowledgement() throws Exception {
    assertArrivesThrough(SimulatedFault.silent(), 3);
  }

  @Test
  void nullClearsAField() throws Exception {
    List<CrmRecord> filled = new ArrayList<>();
    List<CrmRecord> cleared = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      filled.add(customers.upsert("A" + i, "n"));
    }
    for (int i = 0; i < 300; i += 2) {
      cleared.add(customers.upsert("A" + i, null));
    }
    delivery.deliver(filled);
    delivery.offer(cleared);
    assertAllArrives();
  }

  @Test
  void nullClearsAFieldInASnapshotToo() throws Exception {
    delivery.deliver(customers.upserts(3_000));
    List<CrmRecord> snapshot = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      snapshot.add(customers.read("A" + i, i % 2 == 0 ? null : "n"));
    }
    delivery.offer(snapshot);
    assertAllArrives();
  }
}
