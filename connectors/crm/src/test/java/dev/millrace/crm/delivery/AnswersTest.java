package dev.millrace.crm.delivery;

import static dev.millrace.change.Row.UNCHANGED;
import static dev.millrace.crm.delivery.Changes.contact;
import static dev.millrace.crm.delivery.Changes.delete;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.crm.Answer;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.RecordOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the engine makes of each kind of answer. */
class AnswersTest {

  private final EngineFixture fixture = new EngineFixture();
  private final StubCrm crm = fixture.crm;

  @Test
  void eachRecordHasItsOwnOutcome() {
    fixture.burst(contact("a", 1, 1, 1), contact("b", 2, 2, 2), contact("c", 3, 3, 3));

    fixture.time.pass(20);
    crm.oldest()
        .outcomes(
            RecordOutcome.ACCEPTED,
            RecordOutcome.refused("BAD", "2 is bad"),
            RecordOutcome.retry("LOCKED", ""));
    fixture.time.pass(100);

    assertThat(fixture.open()).containsExactly("UPSERT c:3/3/3");
    assertThat(fixture.refusals)
        .singleElement()
        .hasToString(
            "UPSERT of contacts for UPDATE shop.customers at 0/1 refused: BAD, correlation c-1")
        .extracting(Refusal::message)
        .isEqualTo("2 is bad");
    assertThat(fixture.metrics)
        .hasToString(
            "calls=2 called=4 sent=3 accepted=1 coalesced=0 retried=1 refused=1 throttled=0ms sendToAck=20ms");
  }

  @Test
  void aRecordsRetriesBackOffFurtherAndFurtherUpToACap() {
    fixture.burst(contact("a", 1, 1, 1));

    assertThat(
            List.of(
                retryDelay(), retryDelay(), retryDelay(), retryDelay(), retryDelay(), retryDelay()))
        .containsExactly(100L, 200L, 400L, 800L, 1_000L, 1_000L);
  }

  private long retryDelay() {
    crm.oldest().outcomes(RecordOutcome.retry("LOCKED", ""));
    long since = fixture.time.nanoTime();
    while (crm.open.isEmpty()) {
      fixture.time.next();
    }
    return (fixture.time.nanoTime() - since) / 1_000_000;
  }

  @Test
  void aRecordThatIsNotMentionedIsSentAgainThenAlone() {
    fixture.burst(contact("a", 1, 1, 1), contact("b", 2, 2, 2));
    crm.oldest().outcomes(RecordOutcome.UNCONFIRMED, RecordOutcome.UNCONFIRMED);
    fixture.time.pass(100);
    assertThat(fixture.open()).containsExactly("UPSERT a:1/1/1 b:2/2/2");

    crm.oldest().outcomes(RecordOutcome.UNCONFIRMED, RecordOutcome.UNCONFIRMED);
    fixture.time.pass(200);

    assertThat(fixture.open()).containsExactly("UPSERT a:1/1/1", "UPSERT b:2/2/2");
  }

  @Test
  void aCallRefusedAsAWholeIsHalvedDownToTheBadRecord() {
    fixture.settings.maxInFlight(1);
    CrmRecord[] records = new CrmRecord[8];
    for (int i = 0; i < records.length; i++) {
      records[i] = contact("r" + i, i == 5 ? "bad" : "good", i, i);
    }
    fixture.burst(records);
    fixture.burst(contact("new", "good", 9, 9));

    List<Integer> sizes = new ArrayList<>();
    while (!crm.open.isEmpty()) {
      StubCrm.Request request = crm.oldest();
      sizes.add(request.records().size());
      if (request.records().stream().anyMatch(record -> record.value(0).equals("bad"))) {
        request.answer(Answer.refused("VALIDATION_ERROR", ""));
      } else {
        request.accept();
      }
    }

    assertThat(sizes).containsExactly(8, 4, 4, 2, 1, 1, 2, 1);
    assertThat(fixture.refusals)
        .extracting(refusal -> refusal.record().externalId())
        .containsExactly("r5");
    assertThat(fixture.engine().isEmpty()).isTrue();
  }

  @Test
  void aRefusedVersionIsMergedIntoTheNewerOneThatWaits() {
    fixture.burst(contact("a", "bad", 1, 1));
    fixture.burst(contact("a", "good", UNCHANGED, 2));

    crm.oldest().answer(Answer.refused("VALIDATION_ERROR", ""));

    assertThat(fixture.open()).containsExactly("UPSERT a:good/1/2");
    assertThat(fixture.refusals).isEmpty();
  }

  @Test
  void aThrottledSinkPausesForAsLongAsTheCrmAsks() {
    fixture.burst(contact("a", 1, 1, 1));
    crm.oldest().answer(Answer.throttled("429", "", 700));
    fixture.burst(contact("b", 2, 2, 2));
    fixture.time.pass(699);
    assertThat(fixture.open()).isEmpty();

    fixture.time.pass(1);

    assertThat(fixture.open()).containsExactly("UPSERT a:1/1/1 b:2/2/2");
    assertThat(fixture.metrics)
        .hasToString(
            "calls=2 called=3 sent=3 accepted=0 coalesced=0 retried=1 refused=0 throttled=700ms sendToAck=0ms");
  }

  @Test
  void aCrmThatAsksToWaitForNothingIsNotCalledWithoutAPause() {
    fixture.burst(contact("a", 1, 1, 1));
    crm.oldest().answer(Answer.throttled("429", "", 0));
    fixture.time.pass(99);
    assertThat(fixture.open()).isEmpty();
    fixture.time.pass(1);
    crm.oldest().answer(Answer.unavailable("503", "", 0));
    fixture.burst(contact("b", 2, 2, 2));
    fixture.time.pass(99);
    assertThat(fixture.open()).isEmpty();

    fixture.time.pass(1);

    assertThat(fixture.open()).containsExactly("UPSERT b:2/2/2");
  }

  @Test
  void aPauseOfADayIsCutShort() {
    fixture.settings.maxPause(Duration.ofMinutes(5));
    fixture.burst(contact("a", 1, 1, 1));
    crm.oldest().answer(Answer.throttled("477", "", Duration.ofDays(1).toMillis()));

    fixture.time.pass(Duration.ofMinutes(5).toMillis());

    assertThat(fixture.open()).containsExactly("UPSERT a:1/1/1");
  }

  @Test
  void callsThatAreThrottledTogetherCountOnce() {
    fixture.settings.maxInFlight(6);
    crm.maxRecords = 1;
    fixture.burst(contact("a", 1, 1, 1), contact("b", 2, 2, 2), contact("c", 3, 3, 3));
    crm.oldest().answer(Answer.throttled("429", "", -1));
    fixture.time.pass(1);
    crm.oldest().answer(Answer.throttled("429", "", -1));
    crm.oldest().answer(Answer.throttled("429", "", -1));

    fixture.time.pass(99);

    assertThat(fixture.open()).hasSize(3);
  }

  @Test
  void whileTheCrmIsDownOneCallAtATimeSeesWhetherItIsBack() {
    fixture.settings.maxInFlight(4);
    crm.maxRecords = 1;
    fixture.burst(contact("a", 1, 1, 1), contact("b", 2, 2, 2));
    crm.oldest().fail();
    crm.oldest().answer(Answer.unavailable("503", "", -1));
    fixture.burst(contact("c", 3, 3, 3), contact("d", 4, 4, 4));
    assertThat(fixture.open()).isEmpty();

    fixture.time.pass(100);
    assertThat(fixture.open()).as("first probe").hasSize(1);
    crm.oldest().fail();
    fixture.time.pass(199);
    assertThat(fixture.open()).as("pauses longer").isEmpty();
    fixture.time.pass(1);
    assertThat(fixture.open()).as("second probe").hasSize(1);
    crm.oldest().accept();

    assertThat(fixture.open()).as("is back, and not to be overrun").hasSize(2);
  }

  @Test
  void aRecordThatTheCrmChokesOnHoldsTheOthersUpForOnePauseAtMost() {
    crm.maxRecords = 1;
    fixture.burst(contact("chokes", 1, 1, 1));
    for (int i = 0; i < 4; i++) {
      crm.oldest().fail();
      fixture.burst(contact("fine", i, i, i));
      fixture.time.pass(100);
      assertThat(fixture.open()).containsExactly("UPSERT fine:" + i + "/" + i + "/" + i);
      crm.oldest().accept();
      while (crm.open.isEmpty() && fixture.time.next()) {
        // Until the one that chokes is due again, later each time.
      }
      assertThat(fixture.open()).containsExactly("UPSERT chokes:1/1/1");
    }
    assertThat(fixture.time.nanoTime() / 1_000_000).isEqualTo(105 + 200 + 400 + 800);
  }

  @Test
  void anAuthorizationThatIsNotAcceptedIsRenewedOnceThenTheJobStops() {
    fixture.burst(contact("a", 1, 1, 1));
    crm.oldest().answer(Answer.unauthorized("EXPIRED_AUTHENTICATION", ""));

    assertThat(fixture.open()).containsExactly("UPSERT a:1/1/1");
    assertThat(crm.oldest().renewed()).isTrue();
    StubCrm.Request repeated = crm.oldest();
    assertThatThrownBy(() -> repeated.answer(Answer.unauthorized("INVALID_AUTHENTICATION", "")))
        .isInstanceOf(DeliveryStoppedException.class)
        .hasMessage(
            "the CRM does not accept the token, nor did it after it was renewed:"
                + " INVALID_AUTHENTICATION, correlation c-1");
  }

  @Test
  void aCallThatOutlivesTwoTokensGoesOn() {
    crm.resumes = true;
    fixture.burst(contact("a", 1, 1, 1));
    for (int token = 0; token < 2; token++) {
      crm.oldest().next(60_000);
      fixture.time.pass(60_000);
      crm.oldest().next();
      crm.oldest().answer(Answer.unauthorized("INVALID_SESSION_ID", ""));
    }

    StubCrm.Request repeated = crm.oldest();
    assertThatThrownBy(() -> repeated.answer(Answer.unauthorized("INVALID_SESSION_ID", "")))
        .isInstanceOf(DeliveryStoppedException.class);
  }

  @Test
  void aMappingThatTheCrmNeverTakesStopsTheJob() {
    fixture.burst(contact("a", 1, 1, 1));
    StubCrm.Request request = crm.oldest();

    assertThatThrownBy(
            () -> request.answer(Answer.misconfigured("MISSING_SCOPES", "it may not write them")))
        .isInstanceOf(DeliveryStoppedException.class)
        .hasMessage(
            "the CRM will not accept any contacts as mapped: it may not write them:"
                + " MISSING_SCOPES, correlation c-1");
  }

  @Test
  void aCallOfSeveralRequestsHoldsOneSlotAndItsKeys() {
    fixture.settings.maxInFlight(1);
    fixture.burst(delete("a"));
    crm.oldest().next();
    fixture.burst(contact("a", 2, 2, 2), contact("b", 3, 3, 3));
    assertThat(fixture.open()).containsExactly("DELETE a");

    crm.oldest().accept();

    assertThat(fixture.open()).containsExactly("UPSERT a:2/2/2 b:3/3/3");
  }

  @Test
  void aDrainWaitsForWhatBacksOff() {
    fixture.burst(contact("a", 1, 1, 1));
    crm.oldest().outcomes(RecordOutcome.retry("LOCKED", ""));
    fixture.engine().startDrain();
    assertThat(fixture.engine().isEmpty()).isFalse();

    fixture.time.pass(100);
    crm.oldest().accept();

    assertThat(fixture.engine().isEmpty()).isTrue();
  }
}
