package dev.millrace.crm.delivery;

import dev.millrace.change.Row;
import dev.millrace.crm.Action;
import dev.millrace.crm.CrmRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** An engine on a virtual clock, before a CRM whose answers the test gives. */
final class EngineFixture {

  final VirtualTime time = new VirtualTime();
  final StubCrm crm = new StubCrm();
  final List<Refusal> refusals = new ArrayList<>();
  final CountedMetrics metrics = new CountedMetrics();
  final DeliverySettings.Builder settings =
      DeliverySettings.builder()
          .maxInFlight(2)
          .initialBackoff(Duration.ofMillis(100))
          .maxBackoff(Duration.ofSeconds(1));

  private DeliveryEngine engine;

  /** Made when it is first used, from the settings as they are then. */
  DeliveryEngine engine() {
    if (engine == null) {
      engine =
          new DeliveryEngineBuilder(crm, settings.build(), crm, time, refusals::add)
              .clock(time)
              .metrics(metrics)
              .random(new LongestDelay())
              .build();
      time.onTimer(engine::onTimer);
    }
    return engine;
  }

  /** Offers the records as one burst. */
  void burst(CrmRecord... records) {
    for (CrmRecord record : records) {
      engine().offer(record);
    }
    engine().flush();
  }

  /** The requests without an answer, oldest first, as {@code UPSERT a:name/email/notes b:...}. */
  List<String> open() {
    return crm.open.stream().map(EngineFixture::text).collect(Collectors.toList());
  }

  /** The records of the calls that are not answered. */
  List<CrmRecord> openRecords() {
    return crm.open.stream()
        .flatMap(request -> request.records().stream())
        .collect(Collectors.toList());
  }

  private static String text(StubCrm.Request request) {
    return request.batch().action()
        + request.records().stream()
            .map(record -> " " + record.externalId() + values(record))
            .collect(Collectors.joining());
  }

  private static String values(CrmRecord record) {
    if (record.action() == Action.DELETE) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < record.type().fields().size(); i++) {
      Object value = record.value(i);
      text.append(i == 0 ? ':' : '/').append(value == Row.UNCHANGED ? "-" : value);
    }
    return text.toString();
  }

  /** No jitter: the upper end, so that a test can name the time. */
  private static final class LongestDelay extends Random {

    private static final long serialVersionUID = 1L;

    @Override
    public double nextDouble() {
      return Math.nextDown(1.0);
    }
  }

  /** Adds up what it is told. */
  static final class CountedMetrics implements DeliveryMetrics {

    private int calls;
    private int called;
    private int sent;
    private int accepted;
    private int coalesced;
    private int retried;
    private int refused;
    private long throttledMillis;
    private long sendToAckMillis;

    @Override
    public void called(int records) {
      calls++;
      called += records;
    }

    @Override
    public void sent(long millisSinceCommit) {
      sent++;
    }

    @Override
    public void accepted(int records, long nanosSinceSent) {
      accepted += records;
      sendToAckMillis = nanosSinceSent / 1_000_000;
    }

    @Override
    public void coalesced(int changes) {
      coalesced += changes;
    }

    @Override
    public void retried(int records) {
      retried += records;
    }

    @Override
    public void refused() {
      refused++;
    }

    @Override
    public void throttled(long nanos) {
      throttledMillis += nanos / 1_000_000;
    }

    @Override
    public String toString() {
      return String.format(
          "calls=%d called=%d sent=%d accepted=%d coalesced=%d retried=%d refused=%d throttled=%dms"
              + " sendToAck=%dms",
          calls,
          called,
          sent,
          accepted,
          coalesced,
          retried,
          refused,
          throttledMillis,
          sendToAckMillis);
    }
  }
}
