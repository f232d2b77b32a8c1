package dev.millrace.crm.delivery;

import static dev.millrace.change.Row.UNCHANGED;
import static dev.millrace.crm.delivery.Changes.ASSOCIATED;
import static dev.millrace.crm.delivery.Changes.CONTACT;
import static dev.millrace.crm.delivery.Changes.LOYALTY;
import static dev.millrace.crm.delivery.Changes.associated;
import static dev.millrace.crm.delivery.Changes.contact;
import static dev.millrace.crm.delivery.Changes.delete;
import static dev.millrace.crm.delivery.Changes.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crm.Link;
import dev.millrace.crm.RecordOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One record's changes: their order, and what becomes of several that wait. */
class OrderPerRecordTest {

  private final EngineFixture fixture = new EngineFixture();
  private final StubCrm crm = fixture.crm;

  @Test
  void theNewestWaitingVersionWins() {
    fixture.burst(contact("a", 1, 1, 1), contact("a", 2, 2, 2), contact("a", 3, 3, 3));

    assertThat(fixture.open()).containsExactly("UPSERT a:3/3/3");
    assertThat(fixture.metrics)
        .hasToString(
            "calls=1 called=1 sent=1 accepted=0 coalesced=2 retried=0 refused=0 throttled=0ms sendToAck=0ms");
  }

  @Test
  void valuesThatTheLaterChangeLacksAreTakenFromTheWaitingOne() {
    fixture.burst(contact("a", 1, 1, 1), contact("a", 2, UNCHANGED, null));

    assertThat(fixture.open()).containsExactly("UPSERT a:2/1/null");
  }

  @Test
  void aChangeOfARecordInFlightWaitsBehindIt() {
    fixture.burst(contact("a", 1, 1, 1));
    fixture.burst(contact("a", 2, 2, UNCHANGED));
    fixture.burst(contact("a", 3, UNCHANGED, UNCHANGED));
    assertThat(fixture.open()).containsExactly("UPSERT a:1/1/1");

    crm.oldest().accept();

    assertThat(fixture.open()).containsExactly("UPSERT a:3/2/-");
  }

  @Test
  void aWaitingChangeIsLaidOverTheOneThatFailedInFlight() {
    fixture.burst(contact("a", 1, 1, 1));
    fixture.burst(contact("a", 2, UNCHANGED, UNCHANGED));

    crm.oldest().outcomes(RecordOutcome.retry("LOCKED", ""));
    fixture.time.pass(100);

    assertThat(fixture.open()).containsExactly("UPSERT a:2/1/1");
  }

  @Test
  void aChangeOfARecordThatBacksOffIsLaidOverIt() {
    fixture.burst(contact("a", 1, 1, 1));
    crm.oldest().outcomes(RecordOutcome.retry("LOCKED", ""));
    fixture.burst(contact("a", 2, UNCHANGED, UNCHANGED));
    assertThat(fixture.open()).isEmpty();

    fixture.time.pass(100);

    assertThat(fixture.open()).containsExactly("UPSERT a:2/1/1");
  }

  @Test
  void aDeleteBeatsEarlierUpdates() {
    fixture.burst(contact("a", 1, 1, 1), contact("a", 2, 2, UNCHANGED), delete("a"));

    assertThat(fixture.open()).containsExactly("DELETE a");
  }

  @Test
  void aDeleteBehindAFailedUpdateMakesItSuperfluous() {
    fixture.burst(contact("a", 1, 1, 1));
    fixture.burst(delete("a"));

    crm.oldest().fail();
    fixture.time.next();
    fixture.time.next();

    assertThat(fixture.open()).containsExactly("DELETE a");
  }

  @Test
  void aWholeRecordMakesTheDeleteBeforeItSuperfluous() {
    fixture.burst(contact("a", 1, 1, 1), delete("a"), contact("a", 2, 2, null));

    assertThat(fixture.open()).containsExactly("UPSERT a:2/2/null");
  }

  @Test
  void aRecordThatLacksValuesDoesNotSoThatNoneOfTheOldOneSurvives() {
    fixture.burst(delete("a"), contact("a", 2, UNCHANGED, null));
    assertThat(fixture.open()).containsExactly("DELETE a");

    crm.oldest().accept();

    assertThat(fixture.open()).containsExactly("UPSERT a:2/-/null");
  }

  @Test
  void aDeleteStaysBeforeARecordWithParentsSoThatNoneOfTheOldOnesSurvives() {
    fixture.burst(delete(ASSOCIATED, "a", 1), associated("a", new Link("p", List.of())));
    fixture.burst(associated("a", UNCHANGED));
    assertThat(fixture.open()).containsExactly("DELETE a");

    crm.oldest().accept();

    assertThat(fixture.openRecords())
        .extracting(r -> r.link(0))
        .containsExactly(new Link("p", List.of()));
  }

  @Test
  void everyParentOfAChangeThatWasNotAcceptedIsRemembered() {
    fixture.burst(associated("a", new Link("q", List.of("p"))));
    fixture.burst(associated("a", new Link("r", List.of("q"))));
    fixture.burst(associated("a", new Link("p", List.of("r"))));

    crm.oldest().outcomes(RecordOutcome.retry("PARENT_MISSING", ""));
    fixture.time.pass(100);

    assertThat(fixture.openRecords())
        .extracting(r -> r.link(0))
        .containsExactly(new Link("p", List.of("q", "r")));
  }

  @Test
  void anInsertAfterADeleteInFlightCarriesNothingOver() {
    fixture.burst(contact("a", 1, 1, 1));
    crm.oldest().accept();
    fixture.burst(delete("a"));
    fixture.burst(contact("a", 2, 2, null));
    assertThat(fixture.open()).containsExactly("DELETE a");

    crm.oldest().accept();

    assertThat(fixture.open()).containsExactly("UPSERT a:2/2/null");
  }

  @Test
  void twoMappingsOfOneRecordAreBothSentInOrder() {
    fixture.burst(
        contact("a", 1, 1, 1), upsert(LOYALTY, "a", 2, 10, "gold"), contact("b", 3, 3, 3));
    assertThat(fixture.open()).containsExactly("UPSERT a:1/1/1 b:3/3/3");

    crm.oldest().accept();

    assertThat(fixture.open()).containsExactly("UPSERT a:10/gold");
  }

  @Test
  void aDeleteStaysBeforeTheOtherMappingsChange() {
    fixture.burst(
        delete("a"), upsert(LOYALTY, "a", 2, 10, "gold"), upsert(CONTACT, "a", 3, 3, 3, 3));
    assertThat(fixture.open()).containsExactly("DELETE a");

    crm.oldest().accept();
    assertThat(fixture.open()).containsExactly("UPSERT a:10/gold");
    crm.oldest().accept();

    assertThat(fixture.open()).containsExactly("UPSERT a:3/3/3");
  }

  @Test
  void versionsOfTwoMappingsThatTakeTurnsDoNotPileUp() {
    for (int i = 0; i < 100; i++) {
      fixture.engine().offer(upsert(CONTACT, "a", i, i, i, i));
      fixture.engine().offer(upsert(LOYALTY, "a", i, i, "gold"));
    }

    assertThat(fixture.engine().state().waitingRecords()).isEqualTo(2);
    fixture.engine().flush();
    assertThat(fixture.open()).containsExactly("UPSERT a:99/99/99");
    crm.oldest().accept();
    assertThat(fixture.open()).containsExactly("UPSERT a:99/gold");
  }

  @Test
  void idsAreComparedAsTheCrmComparesThem() {
    fixture.burst(contact("Ann@x.org", 1, 1, 1), contact("ann@X.org", 2, 2, 2));

    assertThat(fixture.open()).containsExactly("UPSERT ann@X.org:2/2/2");
  }
}
