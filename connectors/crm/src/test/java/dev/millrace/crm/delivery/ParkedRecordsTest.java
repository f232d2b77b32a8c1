package dev.millrace.crm.delivery;

import static dev.millrace.crm.delivery.Changes.contact;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.RecordOutcome;
import org.junit.jupiter.api.Test;

/** Children that come before their parents do not slow down the others. */
class ParkedRecordsTest {

  private static final int CAP = 100;
  private static final int BURSTS = 90;
  private static final int BURST = 50;

  @Test
  void aTrickleOfChildrenWithoutTheirParentsCostsTheOthersNoTimeAndNoCall() {
    Run without = new Run(false);
    Run with = new Run(true);

    DeliveryState state = with.fixture.engine().state();
    assertThat(state.waitingRecords() + state.recordsInFlight()).isEqualTo(BURSTS);
    assertThat(with.nanosOfOthers).isEqualTo(without.nanosOfOthers);
    assertThat(with.callsOfOthers).isEqualTo(without.callsOfOthers).isEqualTo(BURSTS);
  }

  @Test
  void parkedRecordsHaveABoundOfTheirOwn() {
    EngineFixture fixture = new EngineFixture();
    fixture.settings.maxWaitingRecords(3);
    for (String id : new String[] {"a", "b", "c"}) {
      assertThat(fixture.engine().isFull()).isFalse();
      fixture.burst(contact(id, "child", 1, 1));
      fixture.crm.oldest().outcomes(RecordOutcome.retry("PARENT_MISSING", ""));
    }
    assertThat(fixture.engine().isFull()).isTrue();

    fixture.time.pass(100);

    assertThat(fixture.openRecords()).hasSize(3);
    assertThat(fixture.engine().isFull()).isFalse();
  }

  /** So many others in bursts, all of which the CRM accepts after 100 ms, the children never. */
  private static final class Run {

    private final EngineFixture fixture = new EngineFixture();
    private int acceptedOthers;
    private int callsOfOthers;
    private long nanosOfOthers;

    Run(boolean withChildren) {
      fixture.settings.maxWaitingRecords(CAP).maxInFlight(8);
      fixture.crm.onRequest = request -> fixture.time.inMillis(100, () -> answer(request));
      for (int burst = 0; burst < BURSTS; burst++) {
        if (withChildren) {
          offer(contact("child" + burst, "child", 1, 1));
        }
        for (int i = 0; i < BURST; i++) {
          offer(contact("r" + burst + "-" + i, "other", 1, 1));
        }
        fixture.engine().flush();
        fixture.time.pass(50);
      }
      while (acceptedOthers < BURSTS * BURST) {
        assertThat(fixture.time.next()).isTrue();
      }
      nanosOfOthers = fixture.time.nanoTime();
    }

    /** As the operator does. */
    private void offer(CrmRecord record) {
      fixture.engine().offer(record);
      if (fixture.engine().isFull()) {
        fixture.engine().flush();
        while (fixture.engine().isFull()) {
          assertThat(fixture.time.next()).isTrue();
        }
      }
    }

    private void answer(StubCrm.Request request) {
      RecordOutcome[] outcomes = new RecordOutcome[request.records().size()];
      int others = 0;
      for (int i = 0; i < outcomes.length; i++) {
        boolean child = request.records().get(i).value(0).equals("child");
        outcomes[i] = child ? RecordOutcome.retry("PARENT_MISSING", "") : RecordOutcome.ACCEPTED;
        others += child ? 0 : 1;
      }
      acceptedOthers += others;
      callsOfOthers += others > 0 ? 1 : 0;
      request.outcomes(outcomes);
    }
  }
}
