package dev.millrace.crm.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.RecordType;
import dev.millrace.crm.delivery.DeliveryStoppedException;
import dev.millrace.crm.http.LocalDelivery;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.Faults;
import dev.millrace.simulator.Property;
import dev.millrace.simulator.RecordError;
import dev.millrace.simulator.RecordVersion;
import dev.millrace.simulator.ServiceTime;
import dev.millrace.simulator.SimulatedFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The delivery engine with this connector, against the stand-in of HubSpot. */
@Timeout(60)
class DeliveryToSimulatorTest {

  private static final RecordType TYPE =
      new RecordType("contacts", "ext_id", List.of("firstname", "revision"));
  private static final RecordType BY_EMAIL =
      new RecordType("contacts", "email", List.of("revision"));

  @TempDir Path folder;
  private CrmSimulator crm;
  private LocalDelivery delivery;

  @BeforeEach
  void start() throws Exception {
    crm =
        CrmSimulator.builder()
            .token("pat-test")
            .serviceTime(ServiceTime.of(Duration.ofMillis(1), Duration.ofNanos(5_000)))
            .define("contacts", Property.string("ext_id").asUnique(), Property.number("revision"))
            .start();
    delivery = new LocalDelivery(Some.sink(crm, folder), Some.SOON);
  }

  @AfterEach
  void stop() {
    delivery.close();
    crm.close();
  }

  @Test
  void theCrmEqualsTheDatabaseWhateverTheCrmDoes() throws Exception {
    List<Faults.Injection> faults =
        List.of(
            crm.faults().inject(SimulatedFault.status(502).share(0.04)),
            crm.faults().inject(SimulatedFault.status(504).afterCommitting().share(0.04)),
            crm.faults().inject(SimulatedFault.cut().share(0.04)),
            crm.faults().inject(SimulatedFault.cut().afterCommitting().share(0.04)),
            crm.faults().inject(SimulatedFault.silent().share(0.04)),
            crm.faults()
                .inject(SimulatedFault.status(429).withRetryAfter(Duration.ZERO).share(0.02)));
    Random random = new Random(7);
    Map<String, Map<String, String>> rows = new TreeMap<>();
    int revision = 0;
    for (int burst = 0; burst < 40; burst++) {
      List<CrmRecord> records = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        String id = "A" + random.nextInt(400);
        revision++;
        if (random.nextInt(5) == 0) {
          rows.remove(id);
          records.add(Some.delete(TYPE, id));
        } else {
          rows.put(id, row(id, revision));
          records.add(Some.upsert(TYPE, id, "n" + revision, revision));
        }
      }
      assertThat(Some.told(delivery.deliver(records))).isEmpty();
    }
    assertThat(crm.records("contacts", "ext_id")).isEqualTo(rows);
    assertThat(faults).allMatch(fault -> fault.hits() > 0);
    assertThat(crm.stats().violations().total()).isZero();
    assertNoRecordWentBackInTime();
  }

  private void assertNoRecordWentBackInTime() {
    Map<String, Long> newest = new HashMap<>();
    for (RecordVersion version : crm.versions("contacts")) {
      if (version.action() != RecordVersion.Action.ARCHIVED) {
        long revision = Long.parseLong(version.properties().get("revision"));
        assertThat(revision)
            .as("revision of %s", version.externalId())
            .isGreaterThanOrEqualTo(newest.getOrDefault(version.externalId(), 0L));
        newest.put(version.externalId(), revision);
      }
    }
  }

  @Test
  void poisonedRecordsStopOnlyThemselves() throws Exception {
    Map<String, Map<String, String>> rows = new TreeMap<>();
    List<CrmRecord> records = new ArrayList<>();
    Set<String> poisoned = new TreeSet<>();
    for (int i = 0; i < 1_000; i++) {
      String id = "A" + i;
      if (i % 97 == 5) {
        crm.faults().poison("contacts", id);
        poisoned.add(id + " VALIDATION_ERROR");
      } else {
        rows.put(id, row(id, i));
      }
      records.add(Some.upsert(TYPE, id, "n" + i, i));
    }
    List<String> refused = Some.told(delivery.deliver(records));
    assertThat(crm.records("contacts", "ext_id")).isEqualTo(rows);
    assertThat(refused).containsExactlyInAnyOrderElementsOf(poisoned);
    assertThat(crm.stats().calls()).isEqualTo(10);
  }

  @Test
  void aRecordThatRefusesItsWholeCallIsFoundByHalving() throws Exception {
    crm.faults()
        .poison(
            "contacts", "A42", new RecordError(409, "CONFLICT", "Contact already exists", true));
    Map<String, Map<String, String>> rows = new TreeMap<>();
    List<CrmRecord> records = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String id = "A" + i;
      records.add(Some.upsert(TYPE, id, "n" + i, i));
      rows.put(id, row(id, i));
    }
    rows.remove("A42");
    List<String> refused = Some.told(delivery.deliver(records));
    assertThat(crm.records("contacts", "ext_id")).isEqualTo(rows);
    assertThat(refused).containsExactly("A42 CONFLICT");
    // 1 + 2 * log2(100), rounded up
    assertThat(crm.stats().calls()).isLessThanOrEqualTo(15);
  }

  @Test
  void aBadRecordByEmailIsFoundByHalvingToo() throws Exception {
    List<CrmRecord> records = new ArrayList<>();
    Map<String, Map<String, String>> rows = new TreeMap<>();
    for (int i = 0; i < 100; i++) {
      String email = "a" + i + "@example.com";
      boolean bad = i == 7 || i == 77;
      records.add(Some.upsert(BY_EMAIL, "A" + email.substring(1), bad ? "many" : i));
      if (!bad) {
        rows.put(email, Map.of("email", email, "revision", "" + i));
      }
    }
    List<String> refused = Some.told(delivery.deliver(records));
    assertThat(crm.records("contacts", "email")).isEqualTo(rows);
    assertThat(refused)
        .containsExactlyInAnyOrder(
            "A7@example.com INVALID_INTEGER", "A77@example.com INVALID_INTEGER");
    assertThat(crm.stats().calls()).isLessThanOrEqualTo(1 + 2 * 2 * 7);
  }

  @Test
  void versionsOfOneRecordInDifferentCaseAreMergedAndKeepTheirOrder() throws Exception {
    delivery.deliver(
        List.of(
            Some.upsert(BY_EMAIL, "ann@example.com", 1),
            Some.upsert(BY_EMAIL, "Ann@example.com", 2),
            Some.delete(BY_EMAIL, "ANN@example.com"),
            Some.upsert(BY_EMAIL, "aNN@example.com", 3)));
    assertThat(crm.records("contacts", "email"))
        .isEqualTo(Map.of("ann@example.com", Map.of("email", "ann@example.com", "revision", "3")));
    assertThat(crm.stats().violations().total()).isZero();
  }

  @Test
  void aWrongMappingStopsTheDelivery() throws Exception {
    RecordType type = new RecordType("contacts", "ext_id", List.of("frstname"));
    assertThatThrownBy(() -> delivery.deliver(List.of(Some.upsert(type, "A1", "a"))))
        .hasCauseInstanceOf(DeliveryStoppedException.class)
        .hasMessageContaining("PROPERTY_DOESNT_EXIST");
  }

  private static Map<String, String> row(String id, int revision) {
    return Map.of("ext_id", id, "firstname", "n" + revision, "revision", "" + revision);
  }
}
