package dev.millrace.crm.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.Row;
import dev.millrace.crm.Action;
import dev.millrace.crm.BulkLimits;
import dev.millrace.crm.CallLimit;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.delivery.Schedule.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever is offered when, and whatever the CRM does: every key ends on its latest change with all
 * fields, and every request keeps to the rules that {@link GeneratedCrm} checks.
 */
class DeliveryEnginePropertyTest {

  private static final int PATIENCE = 1_000_000;

  /** Long enough that chance alone never uses it up. */
  private static final Duration RETRY_TIMEOUT = Duration.ofMinutes(1);

  @Property(tries = 10_000, edgeCases = EdgeCasesMode.NONE)
  void deliversEveryKeysLatestState(@ForAll("schedules") Schedule schedule) {
    new Run(schedule).run();
  }

  @Provide
  Arbitrary<Schedule> schedules() {
    return Schedule.any();
  }

  private static final class Run {

    private final Schedule schedule;
    private final VirtualTime time = new VirtualTime();
    private final StubCrm stub = new StubCrm();
    private final GeneratedCrm crm;
    private final Random random;
    private final DeliverySettings settings;
    private final List<Refusal> refused = new ArrayList<>();
    private final List<CrmRecord> offered = new ArrayList<>();
    private DeliveryEngine engine;
    private int patience = PATIENCE;

    Run(Schedule schedule) {
      this.schedule = schedule;
      stub.maxRecords = schedule.engine.maxRecords;
      stub.maxBytes = schedule.engine.maxBytes;
      stub.resumes = schedule.faults.resumes;
      stub.tellsLimits = schedule.engine.limit.told;
      if (schedule.engine.bulkFrom > 0) {
        stub.bulk = new BulkLimits(schedule.engine.bulkFrom, 8, 1 << 20);
      }
      random = new Random(schedule.seed);
      crm = new GeneratedCrm(schedule.faults, time, random, stub, schedule.engine);
      settings = settings(schedule.engine, schedule.engine.maxInFlight);
      engine = engine();
    }

    /** With so many calls at a time, or paused when it is 0. */
    private static DeliverySettings settings(Schedule.Engine engine, int calls) {
      DeliverySettings.Builder settings =
          DeliverySettings.builder()
              .paused(calls == 0)
              .maxInFlight(Math.max(1, Math.min(calls, engine.maxInFlight)))
              .linger(Duration.ofMillis(engine.lingerMillis))
              .maxWaitingRecords(engine.maxWaiting)
              .initialBackoff(Duration.ofMillis(10))
              .maxBackoff(Duration.ofMillis(500))
              .recordRetryTimeout(RETRY_TIMEOUT);
      Schedule.Limit limit = engine.limit;
      if (limit != Schedule.Limit.NONE && !limit.told) {
        settings.burstLimit(CallLimit.burst(limit.calls, Duration.ofMillis(limit.windowMillis)));
      }
      return settings.build();
    }

    private DeliveryEngine engine() {
      DeliveryEngine made =
          new DeliveryEngineBuilder(stub, settings, stub, time, refused::add)
              .clock(time)
              .random(random)
              .build();
      time.onTimer(made::onTimer);
      return made;
    }

    void run() {
      for (Schedule.Step step : schedule.steps) {
        switch (step.kind) {
          case FLUSH -> engine.flush();
          case PAUSE -> {
            // The operator's flush runs before any time passes.
            engine.flush();
            time.pass(step.number);
          }
          case TUNE -> tune(step.number);
          case DRAIN -> drain();
          case RESTORE -> restore();
          default -> offer(step.record(offered.size()));
        }
        assertBounded();
      }
      end();
      assertThat(engine.state().callsInFlight()).isZero();
      assertThat(engine.state().recordsInFlight()).isZero();
      if (engine.isEmpty()) {
        assertThat(engine.state().waitingRecords()).isZero();
        assertThat(engine.state().waitingBytes()).isZero();
      }
      assertDelivered();
    }

    private void tune(int calls) {
      stub.mayBegin = true;
      engine.tune(settings(schedule.engine, calls));
      stub.mayBegin = calls > 0;
    }

    /** What waits for deliveries would wait for ever. */
    private void resume() {
      if (engine.state().isPaused()) {
        tune(schedule.engine.maxInFlight);
      }
    }

    private void offer(CrmRecord record) {
      offered.add(record);
      engine.offer(record);
      if (engine.isFull()) {
        engine.flush();
        resume();
        // Full of what the CRM fails on: that may be an outage, which the source has to wait out.
        while (engine.isFull() && !isLeftWithChokes()) {
          happen();
        }
      }
    }

    /** As the operator does it before a barrier. */
    private void drain() {
      resume();
      engine.startDrainForBarrier();
      while (!isSettled()) {
        happen();
      }
      engine.endDrain();
    }

    private boolean isSettled() {
      return engine.isDrained() || engine.isStuck();
    }

    /** What backs off is handed over; the burst limit's window ends meanwhile. */
    private void restore() {
      drain();
      if (engine.isStuck()) {
        // There is no checkpoint to go on from.
        return;
      }
      List<DeferredRecord> deferred = engine.deferred();
      time.onTimer(() -> {});
      time.pass(schedule.engine.limit.windowMillis);
      engine = engine();
      crm.forgetsWhatItTold();
      for (DeferredRecord record : deferred) {
        engine.offerDeferred(record.record(), record.attempts(), record.firstSentMillis());
      }
      engine.flush();
    }

    /**
     * Without a drain too everything is delivered or given up, once nothing more comes in. But for
     * records that the CRM fails on: while it works on no others that may be its own trouble.
     */
    private void end() {
      resume();
      if (schedule.engine.drainAtEnd) {
        drain();
      } else {
        engine.flush();
      }
      while (!isLeftWithChokes()) {
        happen();
      }
    }

    private boolean isLeftWithChokes() {
      return isSettled() && engine.deferred().stream().allMatch(this::chokes);
    }

    private boolean chokes(DeferredRecord deferred) {
      return engine.deferred().stream()
          .filter(other -> key(other).equals(key(deferred)))
          .anyMatch(other -> GeneratedCrm.is(other.record(), Kind.CHOKE));
    }

    private static String key(DeferredRecord deferred) {
      return GeneratedCrm.key(deferred.record());
    }

    private void happen() {
      assertThat(patience--).as(() -> "patience; what backs off: " + left()).isPositive();
      assertThat(time.next()).as("something is going to happen").isTrue();
      assertBounded();
    }

    private List<String> left() {
      return engine.deferred().stream()
          .map(left -> key(left) + " " + left.record() + " after " + left.attempts() + " attempts")
          .toList();
    }

    private void assertBounded() {
      // What is ready and what backs off have a bound each. What comes back; of calls that wait
      // before they ask again there may be any number.
      int putBack =
          schedule.faults.maxPollMillis > 0
              ? offered.size()
              : schedule.engine.maxInFlight * schedule.engine.maxRecords + 8;
      assertThat(engine.state().waitingRecords())
          .isLessThanOrEqualTo(2 * schedule.engine.maxWaiting + putBack);
    }

    private void assertDelivered() {
      Set<String> withRefusals = new TreeSet<>();
      for (Refusal refusal : refused) {
        assertThat(bad(refusal.errorClass()))
            .as("%s given up for what it is", refusal)
            .anyMatch(kind -> GeneratedCrm.is(refusal.record(), kind));
        withRefusals.add(GeneratedCrm.key(refusal.record()));
      }
      engine.deferred().forEach(record -> withRefusals.add(key(record)));
      Expected expected = new Expected(offered);
      Set<String> keys = new TreeSet<>(expected.contacts.keySet());
      keys.addAll(expected.loyalty.keySet());
      keys.addAll(expected.children.keySet());
      keys.addAll(crm.records().keySet());
      for (String key : keys) {
        if (!withRefusals.contains(key)) {
          assertThat(fields(key, Changes.CONTACT.fields()))
              .as("contact fields of %s", key)
              .isEqualTo(expected.contacts.getOrDefault(key, Map.of()));
        }
        assertThat(fields(key, Changes.CHILD.fields()))
            .as("child fields of %s", key)
            .isEqualTo(expected.children.getOrDefault(key, Map.of()));
        if (!engine.isEmpty() && withRefusals.contains(key)) {
          continue;
        }
        assertThat(fields(key, Changes.LOYALTY.fields()))
            .as("loyalty fields of %s", key)
            .isIn(expected.loyaltyOf(key));
      }
    }

    /** What may have been given up with such an error; faults of the moment add to one another. */
    private static List<Kind> bad(ErrorClass errorClass) {
      return errorClass == ErrorClass.REFUSED
          ? List.of(Kind.POISON)
          : List.of(Kind.ORPHAN, Kind.SILENT, Kind.CHOKE);
    }

    private Map<String, Object> fields(String key, List<String> names) {
      Map<String, Object> fields = new TreeMap<>(crm.records().getOrDefault(key, new TreeMap<>()));
      fields.keySet().retainAll(names);
      return fields;
    }
  }

  /** What the changes, applied one after the other, leave. */
  private static final class Expected {

    private final Map<String, Map<String, Object>> contacts = new TreeMap<>();
    private final Map<String, Map<String, Object>> loyalty = new TreeMap<>();
    private final Map<String, Map<String, Object>> children = new TreeMap<>();
    private final Set<String> deletedSinceLoyalty = new TreeSet<>();

    Expected(List<CrmRecord> offered) {
      for (CrmRecord record : offered) {
        String key = GeneratedCrm.key(record);
        if (record.action() == Action.DELETE) {
          contacts.remove(key);
          deletedSinceLoyalty.add(key);
        } else if (record.type().equals(Changes.CONTACT)) {
          lay(record, contacts.computeIfAbsent(key, any -> new TreeMap<>()));
        } else if (record.type().equals(Changes.CHILD)) {
          lay(record, children.computeIfAbsent(key, any -> new TreeMap<>()));
        } else {
          lay(record, loyalty.computeIfAbsent(key, any -> new TreeMap<>()));
          deletedSinceLoyalty.remove(key);
        }
      }
    }

    /** A delete by the other mapping that an insert made superfluous leaves these as they are. */
    List<Map<String, Object>> loyaltyOf(String key) {
      Map<String, Object> latest = loyalty.getOrDefault(key, Map.of());
      return deletedSinceLoyalty.contains(key) ? List.of(latest, Map.of()) : List.of(latest);
    }

    private static void lay(CrmRecord record, Map<String, Object> fields) {
      for (int i = 0; i < record.type().fields().size(); i++) {
        if (record.value(i) != Row.UNCHANGED) {
          fields.put(record.type().fields().get(i), record.value(i));
        }
      }
    }
  }
}
