package dev.millrace.job.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crm.SinkOptions;
import dev.millrace.crm.auth.AuthOptions;
import dev.millrace.crm.delivery.DeliverySettings;
import dev.millrace.crm.delivery.Refusal;
import dev.millrace.crm.http.LocalDelivery;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.Faults;
import dev.millrace.simulator.OAuthApp;
import dev.millrace.simulator.RecordVersion;
import dev.millrace.simulator.ServiceTime;
import dev.millrace.simulator.SimulatedFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A connector's delivery to the stand-in of its CRM. */
@Timeout(120)
abstract class AgainstSimulator {

  @TempDir private Path folder;

  final Target target;
  final Customers customers;
  CrmSimulator crm;
  LocalDelivery delivery;

  private final LateClock clock = new LateClock();

  AgainstSimulator(Target target) {
    this.target = target;
    this.customers = new Customers(target);
  }

  @BeforeEach
  void start() throws Exception {
    crm =
        CrmSimulator.builder()
            .crm(target.crm())
            .oauthApp(new OAuthApp("app", "hush", "again"))
            .serviceTime(ServiceTime.of(Duration.ofMillis(1), Duration.ofNanos(5_000)))
            .lockWait(Duration.ofMillis(20))
            .bulkChunkTime(Duration.ofMillis(5))
            .clock(clock)
            .define(target.object(), target.properties())
            .watchVersions(target.object(), target.revision())
            .start();
    Configuration sink = new Configuration();
    sink.set(SinkOptions.TYPE, target.sink());
    sink.set(SinkOptions.BASE_URL, crm.baseUrl());
    sink.set(AuthOptions.TYPE, target.login());
    sink.set(AuthOptions.CLIENT_ID, "app");
    sink.set(AuthOptions.CLIENT_SECRET, secret("hush"));
    sink.set(AuthOptions.REFRESH_TOKEN, secret("again"));
    delivery =
        new LocalDelivery(
            sink,
            DeliverySettings.builder()
                .maxInFlight(8)
                .initialBackoff(Duration.ofMillis(1))
                .maxBackoff(Duration.ofMillis(20))
                .maxPause(Duration.ofMillis(20))
                .build());
  }

  private String secret(String text) throws Exception {
    return "${file:" + Files.writeString(folder.resolve(text), text) + "}";
  }

  @AfterEach
  void stop() {
    delivery.close();
    crm.close();
  }

  /** Lets the simulator's tokens grow older, and nothing else. */
  final void passInTheCrm(Duration time) {
    clock.late = clock.late.plus(time);
  }

  final Faults.Injection onWrites(SimulatedFault fault) {
    return crm.faults().inject(fault.onPath(target.writes()));
  }

  final Map<String, Map<String, String>> records() {
    return crm.records(target.object(), target.id());
  }

  final List<RecordVersion> versions() {
    return crm.versions(target.object());
  }

  /** Calls that create and update, but for those that a fault hit before they did. */
  final long writes() {
    return crm.stats().callsByEndpoint().entrySet().stream()
        .filter(call -> call.getKey().contains(target.writes()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  static List<String> ids(List<Refusal> refusals) {
    return refusals.stream().map(refusal -> refusal.record().externalId()).toList();
  }

  /** Delivers what is there, and compares every record with its row. */
  final void assertAllArrives() throws Exception {
    assertThat(delivery.deliver(List.of())).isEmpty();
    assertThat(records()).isEqualTo(customers.rows());
    assertThat(crm.stats().violations().total()).as("%s", crm.stats().violations()).isZero();
  }

  /** So many customers arrive as they are, each once, through a fault that hits so many calls. */
  final void assertArrivesThrough(SimulatedFault fault, int hits) throws Exception {
    Faults.Injection injected = onWrites(fault.times(hits));
    delivery.offer(customers.upserts(2 * target.inCall()));
    assertAllArrives();
    assertThat(injected.hits()).isEqualTo(hits);
    assertThat(versions())
        .filteredOn(version -> version.action() == RecordVersion.Action.CREATED)
        .hasSize(2 * target.inCall());
  }

  static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("not within a minute").isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** The system's, later. */
  private static final class LateClock extends Clock {

    private volatile Duration late = Duration.ZERO;

    @Override
    public Instant instant() {
      return Instant.now().plus(late);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
