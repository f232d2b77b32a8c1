package dev.millrace.crm.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.Row;
import dev.millrace.crm.Action;
import dev.millrace.crm.CrmRecord;
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

  private static final int PATIENCE = 100_000;

  @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
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
    private final DeliveryEngine engine;
    private final List<CrmRecord> refused = new ArrayList<>();
    private final List<CrmRecord> offered = new ArrayList<>();
    private int patience = PATIENCE;

    Run(Schedule schedule) {
      this.schedule = schedule;
      stub.maxRecords = schedule.engine.maxRecords;
      stub.maxBytes = schedule.engine.maxBytes;
      Random random = new Random(schedule.seed);
      crm = new GeneratedCrm(schedule.faults, time, random, stub, schedule.engine.maxInFlight);
      DeliverySettings settings =
          DeliverySettings.builder()
              .maxInFlight(schedule.engine.maxInFlight)
              .linger(Duration.ofMillis(schedule.engine.lingerMillis))
              .maxWaitingRecords(schedule.engine.maxWaiting)
              .initialBackoff(Duration.ofMillis(10))
              .maxBackoff(Duration.ofMillis(500))
              .build();
      engine =
          new DeliveryEngineBuilder(
                  stub, settings, stub, time, refusal -> refused.add(refusal.record()))
              .clock(time)
              .random(random)
              .build();
      time.onTimer(engine::onTimer);
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
          case DRAIN -> drain();
          default -> offer(step.record(offered.size()));
        }
        assertBounded();
      }
      end();
      assertThat(engine.callsInFlight()).isZero();
      assertThat(engine.recordsInFlight()).isZero();
      assertThat(engine.waitingRecords()).isZero();
      assertThat(engine.waitingBytes()).isZero();
      assertDelivered();
    }

    private void offer(CrmRecord record) {
      offered.add(record);
      engine.offer(record);
      if (engine.isFull()) {
        engine.flush();
        while (engine.isFull()) {
          happen();
        }
      }
    }

    private void drain() {
      engine.startDrain();
      while (!engine.isEmpty()) {
        happen();
      }
    }

    /** Without a drain too everything is delivered, once nothing more comes in. */
    private void end() {
      if (schedule.engine.drainAtEnd) {
        drain();
      } else {
        engine.flush();
        while (!engine.isEmpty()) {
          happen();
        }
      }
    }

    private void happen() {
      assertThat(patience--).as("patience").isPositive();
      assertThat(time.next()).as("something is going to happen").isTrue();
      assertBounded();
    }

    private void assertBounded() {
      int putBack = schedule.engine.maxInFlight * schedule.engine.maxRecords;
      assertThat(engine.waitingRecords()).isLessThanOrEqualTo(schedule.engine.maxWaiting + putBack);
    }

    private void assertDelivered() {
      Set<String> withRefusals = new TreeSet<>();
      for (CrmRecord record : refused) {
        assertThat(GeneratedCrm.isPoison(record)).as("only bad records are refused").isTrue();
        withRefusals.add(GeneratedCrm.key(record));
      }
      Expected expected = new Expected(offered);
      Set<String> keys = new TreeSet<>(expected.contacts.keySet());
      keys.addAll(expected.loyalty.keySet());
      keys.addAll(crm.records().keySet());
      for (String key : keys) {
        if (!withRefusals.contains(key)) {
          assertThat(fields(key, Changes.CONTACT.fields()))
              .as("contact fields of %s", key)
              .isEqualTo(expected.contacts.getOrDefault(key, Map.of()));
        }
        assertThat(fields(key, Changes.LOYALTY.fields()))
            .as("loyalty fields of %s", key)
            .isIn(expected.loyaltyOf(key));
      }
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
    private final Set<String> deletedSinceLoyalty = new TreeSet<>();

    Expected(List<CrmRecord> offered) {
      for (CrmRecord record : offered) {
        String key = GeneratedCrm.key(record);
        if (record.action() == Action.DELETE) {
          contacts.remove(key);
          deletedSinceLoyalty.add(key);
        } else if (record.type().equals(Changes.CONTACT)) {
          lay(record, contacts.computeIfAbsent(key, any -> new TreeMap<>()));
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
