package dev.millrace.crm.delivery;

import static dev.millrace.crm.delivery.Changes.CONTACT;
import static dev.millrace.crm.delivery.Changes.contact;
import static dev.millrace.crm.delivery.Changes.delete;
import static dev.millrace.crm.delivery.Changes.row;
import static dev.millrace.crm.delivery.Changes.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.crm.Action;
import dev.millrace.crm.Answer;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.RecordOutcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What a barrier does not wait for: records that can be read again by their rows. */
class HeldBackTest {

  private final EngineFixture fixture = new EngineFixture();
  private final StubCrm crm = fixture.crm;

  @Test
  void whatIsHeldIsMergedAndSentInOrderOfArrivalWhenReleased() {
    fixture.engine().hold();
    fixture.burst(contact("a", 1, 1, 1), contact("b", 1, 1, 1), delete("c"));
    fixture.burst(contact("b", 2, 2, 2), contact("a", 3, 3, 3));
    assertThat(fixture.open()).isEmpty();

    fixture.engine().release();

    assertThat(fixture.open()).containsExactly("UPSERT a:3/3/3 b:2/2/2", "DELETE c");
  }

  @Test
  void whatASnapshotReadsIsSentWhileTheLogIsHeld() {
    fixture.engine().hold();
    fixture.burst(
        contact("a", 1, 1, 1), row(CONTACT, "b", 5, 1, 1, 1), row(CONTACT, "c", 6, 1, 1, 1));
    fixture.burst(contact("c", 2, 2, 2));

    assertThat(fixture.open()).containsExactly("UPSERT b:1/1/1 c:1/1/1");
    crm.oldest().accept();
    assertThat(fixture.open()).isEmpty();

    fixture.engine().release();
    assertThat(fixture.open()).containsExactly("UPSERT a:1/1/1 c:2/2/2");
  }

  @Test
  void aRecordInFlightWhenHoldingBeginsGoesItsWay() {
    fixture.burst(contact("a", 1, 1, 1));
    fixture.engine().hold();
    fixture.burst(contact("a", 2, 2, 2));
    assertThat(fixture.engine().isDrained()).isFalse();

    crm.oldest().accept();

    assertThat(fixture.open()).isEmpty();
    assertThat(fixture.engine().isDrained()).isTrue();
    assertThat(kept()).containsExactly("a 0");
  }

  @Test
  void aBarrierWhileHeldSendsNothingAndIsStuckWithARemoval() {
    fixture.engine().hold();
    fixture.burst(contact("a", 1, 1, 1), delete("b"));
    fixture.burst(contact("b", 2, 2, 2));

    fixture.engine().startDrainForBarrier();
    assertThat(fixture.engine().isDrained()).isTrue();
    fixture.engine().endDrain();
    fixture.burst(delete("c"));

    fixture.engine().startDrainForBarrier();
    assertThat(fixture.engine().isDrained()).isFalse();
    assertThat(fixture.engine().isStuck()).isTrue();
    fixture.engine().endDrain();
    assertThat(fixture.open()).isEmpty();
    fixture.engine().release();
    assertThat(fixture.open()).containsExactly("UPSERT a:1/1/1 b:2/2/2", "DELETE c");
  }

  @Test
  void aDrainDoesNotWaitForARecordThatBacksOffForItsOwnSakeButForARemovalThatDoes() {
    fixture.burst(contact("a", 1, 1, 1), contact("b", 1, 1, 1));
    crm.oldest().outcomes(RecordOutcome.retry("PARENT_MISSING", ""), RecordOutcome.ACCEPTED);

    fixture.engine().startDrain();
    assertThat(fixture.engine().isDrained()).isTrue();
    assertThat(kept()).containsExactly("a 1");

    fixture.burst(delete("a"));
    assertThat(fixture.engine().isDrained()).isFalse();
    fixture.time.pass(100);
    assertThat(fixture.open()).containsExactly("DELETE a");
    crm.oldest().accept();
    assertThat(fixture.engine().isEmpty()).isTrue();
  }

  @Test
  void aBarrierWaitsOneRoundTripForManyRecordsThatBackOffForTheirOwnSake() {
    answerAfterMillis(300);
    CrmRecord[] records = new CrmRecord[1_000];
    Arrays.setAll(records, i -> contact("r" + i, i, i, i));
    fixture.burst(records);
    fixture.time.pass(20_000);
    assertThat(crm.open).isNotEmpty();

    long began = fixture.time.nanoTime();
    fixture.engine().startDrainForBarrier();
    awaitDrained();
    assertThat(fixture.time.nanoTime() - began)
        .as("what was ready already, in two calls at a time")
        .isLessThanOrEqualTo(Duration.ofMillis(5 * 300).toNanos());

    fixture.time.pass(10_000);
    assertThat(fixture.engine().isDrained()).as("nothing is sent before the barrier").isTrue();
    fixture.engine().endDrain();
    assertThat(crm.open).as("nor before it is told that the time has come").isEmpty();
    assertThat(kept()).hasSize(1_000);
    fixture.time.next();
    assertThat(crm.open).hasSize(2);
  }

  @Test
  void aBarrierDoesNotWaitForARemovalThatKeepsFailingWhichTheNextRecordsBlame() {
    fixture.settings.maxInFlight(16).recordRetryTimeout(Duration.ofSeconds(5));
    answerAfterMillis(300);
    fixture.burst(delete("b"));

    fixture.engine().startDrainForBarrier();
    await(() -> fixture.engine().isStuck());
    fixture.time.pass(60_000);
    assertThat(fixture.engine().isStuck()).as("it is not sent before the barrier").isTrue();
    fixture.engine().endDrain();
    fixture.time.pass(600_000);
    assertThat(fixture.refusals).as("the CRM may be down").isEmpty();

    for (int i = 0; fixture.refusals.isEmpty(); i++) {
      assertThat(i).as("patience").isLessThan(100);
      fixture.burst(contact("r" + i, i, i, i));
      fixture.time.pass(1_000);
    }
    assertThat(fixture.refusals)
        .extracting(refusal -> refusal.record().externalId(), Refusal::errorClass)
        .containsExactly(tuple("b", ErrorClass.UNAVAILABLE));
    fixture.engine().startDrainForBarrier();
    awaitDrained();
  }

  @Test
  void aBarrierEndsAmongManyRemovalsThatFail() {
    crm.maxRecords = 1;
    fixture.settings.maxInFlight(16);
    answerAfterMillis(300);
    for (int i = 0; i < 200; i++) {
      fixture.engine().offer(delete("r" + i));
    }
    fixture.engine().startDrainForBarrier();

    await(() -> fixture.engine().isStuck());

    assertThat(fixture.engine().state().deferredRecords()).isEqualTo(200);
  }

  /** Fails on removals, and puts off all else. */
  private void answerAfterMillis(long millis) {
    crm.onRequest =
        request ->
            fixture.time.inMillis(
                millis,
                () -> {
                  if (request.batch().action() == Action.DELETE) {
                    request.answer(Answer.unavailable("503", "", -1));
                    return;
                  }
                  RecordOutcome[] outcomes = new RecordOutcome[request.records().size()];
                  Arrays.fill(outcomes, RecordOutcome.retry("PARENT_MISSING", ""));
                  request.outcomes(outcomes);
                });
  }

  private void awaitDrained() {
    await(() -> fixture.engine().isDrained());
  }

  private void await(BooleanSupplier condition) {
    for (int steps = 0; !condition.getAsBoolean(); steps++) {
      assertThat(steps).as("patience").isLessThan(10_000);
      assertThat(fixture.time.next()).isTrue();
    }
  }

  @Test
  void aLaterChangeIsLaidOverARestoredRecordWhichKeepsItsAttempts() {
    fixture.engine().hold();
    fixture.engine().offerDeferred(contact("a", 1, 1, 1), 3, 42);
    fixture.engine().offer(upsert(CONTACT, "a", 9, 2, 2, dev.millrace.change.Row.UNCHANGED));

    fixture.engine().release();
    assertThat(fixture.open()).containsExactly("UPSERT a:2/2/1");
    crm.oldest().outcomes(RecordOutcome.retry("PARENT_MISSING", ""));

    assertThat(kept()).containsExactly("a 4");
    assertThat(fixture.engine().deferred())
        .extracting(DeferredRecord::firstSentMillis)
        .containsExactly(42L);
  }

  private List<String> kept() {
    return fixture.engine().deferred().stream()
        .map(deferred -> deferred.record().externalId() + " " + deferred.attempts())
        .toList();
  }
}
