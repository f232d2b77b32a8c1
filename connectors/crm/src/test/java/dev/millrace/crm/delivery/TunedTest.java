package dev.millrace.crm.delivery;

import static dev.millrace.crm.delivery.Changes.contact;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crm.CallLimit;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What may be set while the engine runs. */
class TunedTest {

  private final EngineFixture fixture = new EngineFixture();
  private final StubCrm crm = fixture.crm;

  @BeforeEach
  void oneRecordACall() {
    crm.maxRecords = 1;
  }

  @Test
  void aPausedEngineBeginsNoCallAndEndsThoseInFlight() {
    fixture.burst(contact("a", 1, 1, 1));
    tune(settings -> settings.paused(true));
    fixture.burst(contact("a", 2, 2, 2), contact("b", 1, 1, 1));
    fixture.burst(contact("b", 2, 2, 2));
    crm.oldest().next(0);
    assertThat(fixture.open()).as("the call goes on").containsExactly("UPSERT a:1/1/1");

    crm.oldest().accept();
    fixture.engine().startDrainForBarrier();
    fixture.time.pass(3_600_000);

    assertThat(fixture.open()).isEmpty();
    assertThat(fixture.engine().state().isPaused()).isTrue();
    assertThat(fixture.engine().isDrained()).isFalse();
    assertThat(fixture.engine().isStuck()).as("the barrier waits").isFalse();

    tune(settings -> settings.paused(false));
    assertThat(fixture.open()).containsExactly("UPSERT a:2/2/2", "UPSERT b:2/2/2");
    crm.oldest().accept();
    crm.oldest().accept();
    assertThat(fixture.engine().isDrained()).isTrue();
  }

  @Test
  void anEngineMayBeginPaused() {
    fixture.settings.paused(true);
    fixture.burst(contact("a", 1, 1, 1), contact("b", 1, 1, 1));
    assertThat(fixture.open()).isEmpty();

    tune(settings -> settings.paused(false));
    assertThat(fixture.open()).hasSize(2);
  }

  @Test
  void whatFailsInAPauseIsRepeatedAfterIt() {
    fixture.burst(contact("a", 1, 1, 1));
    tune(settings -> settings.paused(true));
    crm.oldest().fail();
    fixture.time.pass(60_000);
    assertThat(fixture.open()).isEmpty();

    tune(settings -> settings.paused(false));
    assertThat(fixture.open()).containsExactly("UPSERT a:1/1/1");
  }

  @Test
  void moreCallsAtATimeAreBegunAtOnceAndFewerOnceThoseInFlightAreOver() {
    fixture.burst(contact("a", 1, 1, 1), contact("b", 1, 1, 1), contact("c", 1, 1, 1));
    fixture.burst(contact("d", 1, 1, 1), contact("e", 1, 1, 1), contact("f", 1, 1, 1));
    assertThat(crm.open).hasSize(2);

    tune(settings -> settings.maxInFlight(4));
    assertThat(crm.open).hasSize(4);
    assertThat(fixture.engine().state().maxInFlight()).isEqualTo(4);

    tune(settings -> settings.maxInFlight(1));
    crm.oldest().accept();
    crm.oldest().accept();
    crm.oldest().accept();
    assertThat(crm.open).hasSize(1);
    crm.oldest().accept();
    assertThat(crm.open).hasSize(1);
  }

  @Test
  void aBurstLimitIsLoweredAndRaisedWithWhatWasUsed() {
    CallLimit configured = CallLimit.burst(4, Duration.ofSeconds(10));
    fixture.settings.maxInFlight(100).burstLimit(configured);
    burst(10);
    assertThat(crm.open).hasSize(3);
    acceptAll();

    tune(settings -> settings.burstLimit(CallLimit.burst(2, Duration.ofSeconds(10))));
    fixture.time.pass(9_000);
    assertThat(crm.open).as("3 were used in the span").isEmpty();

    tune(settings -> settings.burstLimit(CallLimit.burst(100, Duration.ofSeconds(10))));
    assertThat(crm.open).hasSize(7);
  }

  @Test
  void aBurstLimitBesideThePublishedOneIsTakenAwayAgain() {
    fixture.settings.maxInFlight(100);
    tune(settings -> settings.burstLimit(CallLimit.burst(1, Duration.ofSeconds(10))));
    burst(3);
    assertThat(crm.open).hasSize(1);

    tune(settings -> settings.burstLimit(null));
    assertThat(crm.open).hasSize(3);
  }

  private void tune(UnaryOperator<DeliverySettings.Builder> changes) {
    fixture.engine().tune(changes.apply(fixture.settings).build());
  }

  private void burst(int records) {
    for (int i = 0; i < records; i++) {
      fixture.engine().offer(contact("r" + i, i, i, i));
    }
    fixture.engine().flush();
  }

  private void acceptAll() {
    while (!crm.open.isEmpty()) {
      crm.oldest().accept();
    }
  }
}
