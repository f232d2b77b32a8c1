package dev.millrace.crm.delivery;

import static dev.millrace.crm.delivery.Changes.contact;
import static dev.millrace.crm.delivery.Changes.unmapped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.crm.Answer;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.RecordOutcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What becomes of a record that is not accepted, and that it costs the others little. */
class RetriesTest {

  private final EngineFixture fixture = new EngineFixture();
  private final StubCrm crm = fixture.crm;

  @Property(tries = 1_000)
  void aBadRecordCostsAtMostTwoCallsForEachHalving(
      @ForAll @IntRange(min = 2, max = 200) int records,
      @ForAll @IntRange(min = 1, max = 3) int bad,
      @ForAll @IntRange(min = 1, max = 4) int maxInFlight,
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    EngineFixture fixture = new EngineFixture();
    StubCrm crm = fixture.crm;
    crm.maxRecords = records;
    fixture.settings.maxInFlight(maxInFlight);
    Random random = new Random(seed);
    Set<String> badIds = new TreeSet<>();
    random.ints(0, records).limit(bad).forEach(i -> badIds.add("r" + i));
    fixture.burst(
        IntStream.range(0, records)
            .mapToObj(i -> contact("r" + i, badIds.contains("r" + i) ? "bad" : "good", i, i))
            .toArray(CrmRecord[]::new));

    int calls = 0;
    while (!crm.open.isEmpty()) {
      calls++;
      StubCrm.Request request = crm.open.get(random.nextInt(crm.open.size()));
      if (holds(request, "bad")) {
        request.answer(Answer.refused("VALIDATION_ERROR", ""));
      } else {
        request.accept();
      }
    }

    int halvings = 32 - Integer.numberOfLeadingZeros(records - 1);
    assertThat(calls - 1).isLessThanOrEqualTo(2 * badIds.size() * halvings);
    assertThat(fixture.refusals)
        .extracting(refusal -> refusal.record().externalId())
        .containsExactlyInAnyOrderElementsOf(badIds);
    assertThat(fixture.engine().isEmpty()).isTrue();
  }

  @Example
  void aRecordThatTheCrmKeepsPuttingOffIsGivenUpAfterItsTimeout() {
    fixture.settings.recordRetryTimeout(Duration.ofSeconds(1));
    fixture.time.pass(5);
    fixture.burst(contact("a", 1, 1, 1));

    while (!fixture.engine().isEmpty()) {
      if (crm.open.isEmpty()) {
        fixture.time.next();
      } else {
        crm.oldest().outcomes(RecordOutcome.retry("LOCKED", "by b"));
      }
    }

    assertThat(fixture.refusals)
        .singleElement()
        .hasToString(
            "UPSERT of contacts for UPDATE shop.customers at 0/1 refused: RETRIED_TOO_LONG LOCKED,"
                + " correlation c-1")
        .extracting(
            Refusal::message,
            Refusal::attempts,
            Refusal::firstSentMillis,
            refusal -> refusal.refusedMillis() - refusal.firstSentMillis())
        .containsExactly("by b", 5, 5L, 1_000L);
    assertThat(fixture.refusals.get(0).record().primaryKey()).containsExactly("row");
  }

  @Example
  void whatBacksOffForItsOwnSakeHoldsUpNothing() {
    fixture.burst(contact("a", 1, 1, 1), contact("b", 2, 2, 2));
    crm.oldest().outcomes(RecordOutcome.retry("NO_PARENT", ""), RecordOutcome.ACCEPTED);
    fixture.engine().startDrain();

    assertThat(fixture.engine().isDrained()).isTrue();
    assertThat(fixture.engine().isEmpty()).isFalse();
    assertThat(fixture.engine().deferred())
        .singleElement()
        .extracting(record -> record.record().externalId(), DeferredRecord::attempts)
        .containsExactly("a", 1);
    fixture.burst(contact("c", 3, 3, 3));
    assertThat(fixture.open()).containsExactly("UPSERT c:3/3/3");
  }

  @Example
  void aCallThatIsBusyHoldsUpNobodyElseAndIsHalvedUntilTheRecordIsAlone() {
    fixture.settings.recordRetryTimeout(Duration.ofSeconds(5));
    fixture.burst(contact("a", 1, 1, 1), contact("b", "locked", 2, 2));
    crm.oldest().answer(Answer.busy("HTTP 423", "", 2_000));
    fixture.burst(contact("c", 3, 3, 3));
    assertThat(fixture.open()).containsExactly("UPSERT c:3/3/3");
    crm.oldest().accept();
    fixture.time.pass(1_999);
    assertThat(fixture.open()).isEmpty();
    fixture.time.pass(1);
    assertThat(fixture.open()).containsExactly("UPSERT a:1/1/1 b:locked/2/2");

    while (!fixture.engine().isEmpty()) {
      if (crm.open.isEmpty()) {
        fixture.time.next();
      } else if (holds(crm.oldest(), "locked")) {
        crm.oldest().answer(Answer.busy("HTTP 423", "", 2_000));
      } else {
        crm.oldest().accept();
      }
    }

    assertThat(fixture.refusals)
        .singleElement()
        .extracting(refusal -> refusal.record().externalId(), Refusal::errorClass, Refusal::code)
        .containsExactly("b", ErrorClass.RETRIED_TOO_LONG, "HTTP 423");
  }

  @Example
  void aLaterChangeTakesThePlaceOfTheOneThatBacksOff() {
    fixture.burst(contact("a", 1, 1, 1));
    crm.oldest().outcomes(RecordOutcome.retry("NO_PARENT", ""));
    fixture.burst(contact("a", 2, 2, 2));
    fixture.time.pass(100);

    assertThat(fixture.open()).containsExactly("UPSERT a:2/2/2");
  }

  @Example
  void whatIsOfferedAgainAfterARestoreKeepsWhatItWentThrough() {
    fixture.settings.recordRetryTimeout(Duration.ofSeconds(1));
    fixture.time.pass(20_000);
    fixture.engine().offerDeferred(contact("a", 1, 1, 1), 7, 5_000);
    fixture.engine().flush();
    crm.oldest().outcomes(RecordOutcome.retry("NO_PARENT", ""));
    assertThat(fixture.refusals).as("its time begins anew").isEmpty();
    fixture.time.pass(1_000);
    crm.oldest().outcomes(RecordOutcome.retry("NO_PARENT", ""));

    assertThat(fixture.refusals)
        .singleElement()
        .extracting(Refusal::attempts, Refusal::firstSentMillis)
        .containsExactly(9, 5_000L);
  }

  @Example
  void aRecordThatTheCrmChokesOnIsFoundSetAsideAndGivenUp() {
    fixture.settings.maxInFlight(1).recordRetryTimeout(Duration.ofSeconds(5));
    CrmRecord[] records = new CrmRecord[50];
    Arrays.setAll(records, i -> contact("r" + i, i == 31 ? "chokes" : "good", i, i));
    fixture.burst(records);
    fixture.engine().startDrain();

    while (!fixture.engine().isDrained()) {
      step();
    }
    assertThat(fixture.engine().deferred())
        .extracting(record -> record.record().externalId())
        .containsExactly("r31");
    assertThat(fixture.time.nanoTime() / 1_000_000).as("found in time").isLessThan(15_000);

    for (int i = 0; !fixture.engine().isEmpty(); i++) {
      fixture.burst(contact("later" + i, i, i, i));
      fixture.time.pass(100);
      while (!crm.open.isEmpty()) {
        step();
      }
    }
    assertThat(fixture.refusals)
        .singleElement()
        .extracting(refusal -> refusal.record().externalId(), Refusal::errorClass, Refusal::code)
        .containsExactly("r31", ErrorClass.UNAVAILABLE, "503");
  }

  @Example
  void withoutOthersThatWorkAFailureMayBeTheCrmsAndNothingIsGivenUp() {
    fixture.settings.recordRetryTimeout(Duration.ofSeconds(5));
    fixture.burst(contact("a", "chokes", 1, 1));
    while (fixture.time.nanoTime() < Duration.ofHours(1).toNanos()) {
      step();
    }

    assertThat(fixture.refusals).isEmpty();
    assertThat(fixture.engine().isDrained()).as("holds no checkpoint").isTrue();
  }

  @Example
  void afterAnOutageCallsAreWholeAgain() {
    fixture.settings.maxInFlight(1);
    fixture.burst(
        contact("a", 1, 1, 1), contact("b", 2, 2, 2), contact("c", 3, 3, 3), contact("d", 4, 4, 4));
    for (int i = 0; i < 3; i++) {
      crm.oldest().fail();
      while (crm.open.isEmpty()) {
        fixture.time.next();
      }
    }
    assertThat(fixture.open()).as("tried in halves").containsExactly("UPSERT a:1/1/1 b:2/2/2");
    crm.oldest().fail();
    fixture.burst(contact("e", 5, 5, 5));
    while (crm.open.isEmpty()) {
      fixture.time.next();
    }
    assertThat(fixture.open()).as("the other half").containsExactly("UPSERT c:3/3/3 d:4/4/4");

    crm.oldest().accept();

    assertThat(fixture.open()).containsExactly("UPSERT a:1/1/1 b:2/2/2 e:5/5/5");
  }

  @Example
  void aRecordThatNoAnswerMentionsIsGivenUpAlone() {
    fixture.settings.recordRetryTimeout(Duration.ofSeconds(1));
    fixture.burst(contact("a", "silent", 1, 1), contact("b", 2, 2, 2));
    while (!fixture.engine().isEmpty()) {
      step();
    }

    assertThat(fixture.refusals)
        .singleElement()
        .extracting(refusal -> refusal.record().externalId(), Refusal::errorClass)
        .containsExactly("a", ErrorClass.UNCONFIRMED);
  }

  @Example
  void tooManyBadRecordsStopTheDelivery() {
    fixture.settings.maxInFlight(4).maxRefusals(0.5, Duration.ofMinutes(1), 3);
    crm.maxRecords = 1;
    refuse("a", "b");
    fixture.time.pass(61_000);
    refuse("c", "d");
    fixture.burst(contact("e", 1, 1, 1));
    StubCrm.Request request = crm.oldest();

    assertThatThrownBy(() -> request.outcomes(RecordOutcome.refused("BAD", "1 is bad")))
        .isInstanceOf(DeliveryStoppedException.class)
        .hasMessage(
            "3 of the last 3 records that the CRM answered became dead letters, a share above"
                + " dead-letters.max-rate (0.5); something is wrong with more than single records."
                + " The latest: UPSERT of contacts for UPDATE shop.customers at 0/1 refused: BAD,"
                + " correlation c-1. Look at the dead letters, mend the mapping or the CRM's rules,"
                + " and start the job again");
    assertThat(fixture.refusals).hasSize(5);
  }

  @Example
  void whatCannotBeMappedIsGivenUpAtOnceAndHoldsNothingUp() {
    fixture.burst(contact("a", 1, 1, 1), unmapped("a"), unmapped(null), contact("b", 2, 2, 2));

    assertThat(fixture.open()).containsExactly("UPSERT a:1/1/1 b:2/2/2");
    assertThat(fixture.refusals)
        .extracting(
            refusal -> refusal.record().externalId(), Refusal::errorClass, Refusal::attempts)
        .containsExactly(tuple("a", ErrorClass.MAPPING, 0), tuple(null, ErrorClass.MAPPING, 0));
    assertThat(fixture.refusals.get(1))
        .hasToString(
            "UPSERT of contacts for UPDATE shop.customers at 0/1 cannot be mapped: `id` is null;"
                + " expected the record's id");
    crm.oldest().outcomes(RecordOutcome.ACCEPTED, RecordOutcome.ACCEPTED);
    assertThat(fixture.engine().isEmpty()).isTrue();
  }

  @Example
  void tooManyThatCannotBeMappedStopTheDeliveryThoughTheCrmAnswersNone() {
    fixture.settings.maxRefusals(0.5, Duration.ofMinutes(1), 3);
    fixture.burst(contact("a", 1, 1, 1), contact("b", 1, 1, 1), contact("c", 1, 1, 1));
    fixture.burst(unmapped("d"), unmapped("e"), unmapped("f"));

    assertThatThrownBy(() -> fixture.burst(unmapped(null)))
        .isInstanceOf(DeliveryStoppedException.class)
        .hasMessage(
            "4 of the last 7 changes became dead letters, a share above dead-letters.max-rate (0.5);"
                + " something is wrong with more than single records. The latest: UPSERT of contacts"
                + " for UPDATE shop.customers at 0/1 cannot be mapped: `id` is null; expected the"
                + " record's id. Look at the dead letters, mend the mapping or the CRM's rules, and"
                + " start the job again");
  }

  private void refuse(String... ids) {
    for (String id : ids) {
      fixture.burst(contact(id, 1, 1, 1));
      crm.oldest().outcomes(RecordOutcome.refused("BAD", "1 is bad"));
    }
  }

  /** Answers the oldest request: 503 when one chokes, else each record by what it is. */
  private void step() {
    if (crm.open.isEmpty()) {
      fixture.time.next();
      return;
    }
    StubCrm.Request request = crm.oldest();
    if (holds(request, "chokes")) {
      request.answer(Answer.unavailable("503", "", -1));
    } else {
      request.outcomes(
          request.records().stream()
              .map(
                  record ->
                      record.value(0).equals("silent")
                          ? RecordOutcome.UNCONFIRMED
                          : RecordOutcome.ACCEPTED)
              .toArray(RecordOutcome[]::new));
    }
  }

  private static boolean holds(StubCrm.Request request, String name) {
    return request.records().stream().anyMatch(record -> record.value(0).equals(name));
  }
}
