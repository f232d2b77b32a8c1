package dev.millrace.crm.delivery;

import static dev.millrace.crm.delivery.Changes.LOYALTY;
import static dev.millrace.crm.delivery.Changes.contact;
import static dev.millrace.crm.delivery.Changes.delete;
import static dev.millrace.crm.delivery.Changes.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crm.CallLimit;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.ToldLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When records are sent, and which of them together. */
class WhenToSendTest {

  private final EngineFixture fixture = new EngineFixture();
  private final StubCrm crm = fixture.crm;

  @Test
  void anIdlePipelineSendsAsSoonAsTheBurstIsTakenIn() {
    fixture.engine().offer(contact("a", "A", null, null));
    assertThat(fixture.open()).isEmpty();

    fixture.engine().flush();

    assertThat(fixture.open()).containsExactly("UPSERT a:A/null/null");
    assertThat(fixture.time.nanoTime()).isZero();
  }

  @Test
  void aCrmThatCanTellItsLimitsIsAskedForThemBeforeTheFirstCall() {
    crm.tellsLimits = true;
    crm.limitsQuestion = CrmRequest.get("/limits");
    fixture.burst(contact("a", "A", null, null));
    assertThat(fixture.open()).isEmpty();

    crm.told = new long[] {ToldLimits.UNKNOWN, ToldLimits.UNKNOWN, ToldLimits.UNKNOWN, 1_000, 0};
    crm.askedForLimits.onResponse(new CrmResponse(200, Map.of(), new byte[0]));
    assertThat(fixture.open()).isEmpty();

    fixture.time.pass(10 * 60_000);
    assertThat(fixture.open()).containsExactly("UPSERT a:A/null/null");
  }

  @Test
  void aCrmThatDoesNotTellItsLimitsIsCalledAllTheSameAndNotAskedAgain() {
    crm.tellsLimits = true;
    crm.limitsQuestion = CrmRequest.get("/limits");
    fixture.burst(contact("a", "A", null, null));
    Transport.Callback asked = crm.askedForLimits;
    crm.askedForLimits = null;
    asked.onFailure(new IOException("cut off"));

    assertThat(fixture.open()).containsExactly("UPSERT a:A/null/null");
    crm.oldest().accept();
    fixture.burst(contact("b", "B", null, null));
    assertThat(fixture.open()).containsExactly("UPSERT b:B/null/null");
    assertThat(crm.askedForLimits).isNull();
  }

  @Test
  void aCallThatIsFullIsMadeDuringTheBurst() {
    crm.maxRecords = 2;
    fixture.engine().offer(contact("a", 1, 1, 1));
    fixture.engine().offer(contact("b", 2, 2, 2));
    fixture.engine().offer(contact("c", 3, 3, 3));

    assertThat(fixture.open()).containsExactly("UPSERT a:1/1/1 b:2/2/2");
  }

  @Test
  void anAnswerDuringTheBurstDoesNotSendACallThatIsNotFull() {
    crm.maxRecords = 2;
    fixture.engine().offer(contact("a", 1, 1, 1));
    fixture.engine().offer(contact("b", 2, 2, 2));
    fixture.engine().offer(contact("c", 3, 3, 3));
    crm.oldest().accept();
    assertThat(fixture.open()).isEmpty();

    fixture.engine().offer(contact("d", 4, 4, 4));

    assertThat(fixture.open()).containsExactly("UPSERT c:3/3/3 d:4/4/4");
  }

  @Test
  void withoutAFreeSlotRecordsGatherUntilOneIsFree() {
    fixture.settings.maxInFlight(1);
    fixture.burst(contact("a", 1, 1, 1));
    fixture.burst(contact("b", 2, 2, 2));
    fixture.burst(contact("c", 3, 3, 3));
    assertThat(fixture.open()).containsExactly("UPSERT a:1/1/1");

    crm.oldest().accept();

    assertThat(fixture.open()).containsExactly("UPSERT b:2/2/2 c:3/3/3");
  }

  @Test
  void lingerHoldsBackACallThatIsNotFull() {
    fixture.settings.linger(Duration.ofMillis(50));
    crm.maxRecords = 2;
    fixture.burst(contact("a", 1, 1, 1));
    fixture.time.pass(30);
    fixture.burst(contact("b", 2, 2, 2), contact("c", 3, 3, 3));
    assertThat(fixture.open()).containsExactly("UPSERT a:1/1/1 b:2/2/2");

    fixture.time.pass(49);
    assertThat(fixture.open()).hasSize(1);
    fixture.time.pass(1);

    assertThat(fixture.open()).containsExactly("UPSERT a:1/1/1 b:2/2/2", "UPSERT c:3/3/3");
  }

  @Test
  void aDrainDoesNotLinger() {
    fixture.settings.linger(Duration.ofMillis(50));
    fixture.burst(contact("a", 1, 1, 1));

    fixture.engine().startDrain();
    assertThat(fixture.open()).containsExactly("UPSERT a:1/1/1");
    assertThat(fixture.engine().isEmpty()).isFalse();
    crm.oldest().accept();

    assertThat(fixture.engine().isEmpty()).isTrue();
    fixture.burst(contact("b", 2, 2, 2));
    assertThat(fixture.open()).as("lingers again").isEmpty();
  }

  @Test
  void typesAndActionsHaveCallsOfTheirOwnOldestFirst() {
    fixture.settings.maxInFlight(4);
    fixture.burst(
        delete("a"), contact("b", 2, 2, 2), delete("c"), upsert(LOYALTY, "d", 1, 10, "gold"));

    assertThat(fixture.open()).containsExactly("DELETE a c", "UPSERT b:2/2/2", "UPSERT d:10/gold");
  }

  @Test
  void aCallStaysWithinTheCrmsBytes() {
    crm.maxBytes = 400;
    fixture.settings.maxInFlight(4);
    fixture.burst(
        contact("a", "x".repeat(150), null, null),
        contact("b", "y".repeat(150), null, null),
        contact("c", "z".repeat(1_000), null, null));

    assertThat(fixture.crm.open)
        .extracting(request -> request.records().size())
        .containsExactly(1, 1, 1);
  }

  @Test
  void whatArrivedFirstIsSentFirstAlsoWhenItComesBack() {
    fixture.settings.maxInFlight(1);
    crm.maxRecords = 1;
    fixture.burst(contact("a", 1, 1, 1), contact("b", 2, 2, 2));
    fixture.burst(contact("a", 3, 3, 3), contact("c", 4, 4, 4));

    assertThat(sendAll())
        .containsExactly("UPSERT a:1/1/1", "UPSERT b:2/2/2", "UPSERT a:3/3/3", "UPSERT c:4/4/4");
  }

  @Test
  void aChangeOfAWaitingRecordKeepsItsPlace() {
    fixture.settings.maxInFlight(1);
    crm.maxRecords = 1;
    fixture.burst(
        contact("a", 1, 1, 1),
        contact("b", 2, 2, 2),
        contact("c", 3, 3, 3),
        contact("b", 4, 4, 4),
        contact("a", 5, 5, 5),
        delete("b"));

    assertThat(sendAll())
        .containsExactly("UPSERT a:1/1/1", "DELETE b", "UPSERT c:3/3/3", "UPSERT a:5/5/5");
  }

  @Test
  void isFullByRecordsAndByBytesOfWhatWaits() {
    fixture.settings.maxInFlight(1).maxWaitingRecords(2).maxWaitingBytes(5_000);
    fixture.burst(contact("a", 1, 1, 1));
    fixture.burst(contact("b", 2, 2, 2));
    assertThat(fixture.engine().isFull()).as("one in flight, one waiting").isFalse();
    fixture.burst(contact("c", 3, 3, 3));
    assertThat(fixture.engine().isFull()).as("two waiting").isTrue();

    crm.oldest().accept();
    assertThat(fixture.engine().isFull()).isFalse();
    fixture.burst(contact("d", "x".repeat(6_000), 4, 4));

    assertThat(fixture.engine().isFull()).as("large one waiting").isTrue();
  }

  @Test
  void whatIsFullDoesNotLinger() {
    fixture.settings.linger(Duration.ofMillis(50)).maxWaitingRecords(2);
    fixture.burst(contact("a", 1, 1, 1));
    fixture.burst(contact("b", 2, 2, 2));

    assertThat(fixture.open()).containsExactly("UPSERT a:1/1/1 b:2/2/2");
  }

  @Test
  void waitsForTheBudgetBeforeEachRequest() {
    fixture.settings.burstLimit(CallLimit.burst(1, Duration.ofSeconds(1)));
    fixture.burst(contact("a", 1, 1, 1));
    crm.oldest().next();
    fixture.time.pass(1_000);
    assertThat(fixture.open()).isEmpty();

    fixture.time.pass(4);

    assertThat(fixture.open()).containsExactly("UPSERT a:1/1/1");
  }

  private List<String> sendAll() {
    List<String> sent = new java.util.ArrayList<>();
    while (!crm.open.isEmpty()) {
      sent.addAll(fixture.open());
      crm.oldest().accept();
    }
    return sent;
  }
}
