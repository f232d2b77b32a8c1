package dev.millrace.crm.delivery;

import static dev.millrace.crm.delivery.Changes.CHILD;
import static dev.millrace.crm.delivery.Changes.CONTACT;
import static dev.millrace.crm.delivery.Changes.contact;
import static dev.millrace.crm.delivery.Changes.row;
import static dev.millrace.crm.delivery.Changes.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crm.Answer;
import dev.millrace.crm.BulkLimits;
import dev.millrace.crm.CrmRecord;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls that hold a parent, that ask again for a job's state, that carry a snapshot in bulk. */
class KindsOfCallTest {

  private final EngineFixture fixture = new EngineFixture();
  private final StubCrm crm = fixture.crm;

  @Test
  void recordsOfOneParentAreNeverInTwoCalls() {
    fixture.settings.maxInFlight(4);
    crm.maxRecords = 2;
    fixture.burst(child("a", "P"), child("b", "P"), child("c", "p"), child("d", "Q"));
    assertThat(fixture.open()).containsExactly("UPSERT a:1/P b:1/P", "UPSERT d:1/Q");
    fixture.burst(child("e", "P"), child("c", "P"));
    assertThat(fixture.open()).hasSize(2);

    crm.oldest().accept();

    assertThat(fixture.open()).containsExactly("UPSERT d:1/Q", "UPSERT c:1/P e:1/P");
  }

  @Test
  void aCallThatFailsLetsGoOfItsParent() {
    fixture.settings.maxInFlight(4);
    crm.maxRecords = 1;
    fixture.burst(child("a", "P"), child("b", "P"));
    crm.oldest().answer(Answer.throttled("429", "", 100));
    fixture.time.pass(100);
    assertThat(fixture.open()).containsExactly("UPSERT a:1/P");
    crm.oldest().accept();
    assertThat(fixture.open()).containsExactly("UPSERT b:1/P");
  }

  @Test
  void aCallThatAsksAgainLaterHoldsItsRecordsAndNoPlace() {
    fixture.settings.maxInFlight(1);
    fixture.burst(contact("a", 1, 1, 1));
    crm.oldest().next(500);
    fixture.burst(contact("a", 2, 2, 2), contact("b", 2, 2, 2));
    assertThat(fixture.open()).containsExactly("UPSERT b:2/2/2");

    fixture.time.pass(500);
    assertThat(fixture.open()).as("no place").containsExactly("UPSERT b:2/2/2");
    crm.oldest().accept();
    assertThat(fixture.open()).as("goes on").containsExactly("UPSERT a:1/1/1");
    crm.oldest().accept();
    assertThat(fixture.open()).containsExactly("UPSERT a:2/2/2");
  }

  @Test
  void aCallThatLeftWorkInTheCrmGoesOnAfterEachFailure() {
    crm.resumes = true;
    fixture.burst(contact("a", 1, 1, 1));
    crm.oldest().next(500);
    fixture.burst(contact("a", 2, 2, 2));
    fixture.time.pass(500);

    crm.oldest().fail();
    fixture.time.pass(100);
    assertThat(fixture.open()).containsExactly("UPSERT a:1/1/1");
    crm.oldest().answer(Answer.throttled("429", "", 300));
    fixture.time.pass(300);
    assertThat(fixture.open()).containsExactly("UPSERT a:1/1/1");
    crm.oldest().answer(Answer.unauthorized("401", ""));
    assertThat(fixture.open()).containsExactly("UPSERT a:1/1/1");
    crm.oldest().accept();

    assertThat(fixture.open()).containsExactly("UPSERT a:2/2/2");
    assertThat(fixture.metrics.toString()).startsWith("calls=2 called=2 ");
  }

  @Test
  void aSnapshotGoesInBulkOnceEnoughWaits() {
    crm.bulk = new BulkLimits(5, 8, 1 << 20);
    crm.maxRecords = 2;
    CrmRecord[] rows = new CrmRecord[16];
    Arrays.setAll(rows, i -> row(CONTACT, "r" + i, 1, i, i, i));
    fixture.burst(rows);
    assertThat(crm.open).extracting(r -> r.batch().bulk()).containsExactly(false, false);

    crm.oldest().accept();
    assertThat(fixture.open().get(1))
        .as("the most that a call in bulk takes")
        .startsWith("UPSERT r4:4/4/4 ")
        .endsWith(" r11:11/11/11");
    crm.oldest().accept();
    assertThat(fixture.open()).as("the others gather").hasSize(1);
    assertThat(crm.oldest().batch().bulk()).isTrue();
    crm.oldest().accept();

    assertThat(fixture.open())
        .as("too few for bulk")
        .containsExactly("UPSERT r12:12/12/12 r13:13/13/13", "UPSERT r14:14/14/14 r15:15/15/15");
  }

  @Test
  void aChangeFromTheLogEndsBulkAndWaitsBehindItsRow() {
    crm.bulk = new BulkLimits(3, 3, 1 << 20);
    crm.maxRecords = 2;
    fixture.settings.maxInFlight(3);
    for (String parent : List.of("P", "Q", "R")) {
      fixture.burst(row(CHILD, "child of " + parent, 1, 1, parent));
    }
    CrmRecord[] rows = new CrmRecord[7];
    Arrays.setAll(rows, i -> row(CONTACT, "r" + i, 1, i, i, i));
    fixture.burst(rows);
    for (int i = 0; i < 3; i++) {
      crm.oldest().accept();
    }
    assertThat(fixture.open()).containsExactly("UPSERT r0:0/0/0 r1:1/1/1 r2:2/2/2");
    assertThat(crm.oldest().batch().bulk()).isTrue();

    fixture.burst(contact("r0", "new", "new", "new"));

    assertThat(fixture.open())
        .containsExactly(
            "UPSERT r0:0/0/0 r1:1/1/1 r2:2/2/2",
            "UPSERT r3:3/3/3 r4:4/4/4",
            "UPSERT r5:5/5/5 r6:6/6/6");
    crm.oldest().accept();
    assertThat(fixture.open()).contains("UPSERT r0:new/new/new");
  }

  @Test
  void concurrencyIsHalvedOnceForOneEventAndComesBackOneByOne() {
    fixture.settings.maxInFlight(8);
    crm.maxRecords = 1;
    for (int i = 0; i < 40; i++) {
      fixture.burst(contact("r" + i, i, i, i));
    }
    assertThat(fixture.open()).hasSize(8);
    fixture.time.pass(10);
    for (int i = 0; i < 8; i++) {
      crm.oldest().answer(Answer.throttled("429", "", 100));
    }
    fixture.time.pass(100);
    assertThat(fixture.open()).hasSize(4);

    for (int i = 0; i < 4; i++) {
      crm.oldest().accept();
    }
    assertThat(fixture.engine().state().concurrency()).isEqualTo(4);
    crm.oldest().accept();
    assertThat(fixture.engine().state().concurrency()).isEqualTo(5);
    for (int i = 0; i < 25; i++) {
      crm.oldest().accept();
    }
    assertThat(fixture.engine().state().concurrency()).isEqualTo(8);
  }

  private static CrmRecord child(String id, String parent) {
    return upsert(CHILD, id, 1, 1, parent);
  }
}
