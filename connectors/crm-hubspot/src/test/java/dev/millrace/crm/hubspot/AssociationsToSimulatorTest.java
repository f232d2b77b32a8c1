package dev.millrace.crm.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.Row;
import dev.millrace.crm.Association;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.Link;
import dev.millrace.crm.RecordType;
import dev.millrace.crm.http.LocalDelivery;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.Faults;
import dev.millrace.simulator.Property;
import dev.millrace.simulator.ServiceTime;
import dev.millrace.simulator.SimulatedFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Contacts and their companies through the delivery engine, against the stand-in of HubSpot. */
@Timeout(60)
class AssociationsToSimulatorTest {

  private static final RecordType COMPANY =
      new RecordType("companies", "company_id", List.of("name"));
  private static final RecordType CONTACT =
      new RecordType(
          "contacts",
          "ext_id",
          List.of("revision"),
          null,
          List.of(new Association("companies", "company_id")));

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
            .define("companies", Property.string("company_id").asUnique())
            .start();
    delivery = new LocalDelivery(Some.sink(crm, folder), Some.SOON);
  }

  @AfterEach
  void stop() {
    delivery.close();
    crm.close();
  }

  @Test
  void contactsThatComeBeforeTheirCompaniesAreAssociatedInTheEnd() throws Exception {
    List<CrmRecord> records = new ArrayList<>();
    Map<String, List<String>> expected = new TreeMap<>();
    for (int i = 0; i < 300; i++) {
      String company = "C" + i % 40;
      records.add(contact("A" + i, i, new Link(company, List.of())));
      expected.put("A" + i, List.of(company));
    }
    records.addAll(companies(40));
    assertThat(Some.told(delivery.deliver(records))).isEmpty();
    assertThat(associations()).isEqualTo(expected);
    assertThat(crm.stats().violations().total()).isZero();
  }

  @Test
  void aContactThatChangesItsCompanyHasTheNewOneOnly() throws Exception {
    delivery.deliver(companies(3));
    delivery.deliver(
        List.of(
            contact("A", 1, new Link("C0", List.of())),
            contact("B", 1, new Link("C0", List.of()))));
    delivery.deliver(
        List.of(
            contact("A", 2, new Link("C1", List.of("C0"))),
            contact("A", 3, new Link("C2", List.of("C1")))));
    assertThat(associations()).isEqualTo(Map.of("A", List.of("C2"), "B", List.of("C0")));
    delivery.deliver(
        List.of(contact("A", 4, Row.UNCHANGED), contact("B", 4, new Link(null, List.of("C0")))));
    assertThat(associations()).isEqualTo(Map.of("A", List.of("C2")));
  }

  @Test
  void whatIsRefusedIsNotAssociatedAndHoldsNobodyBack() throws Exception {
    crm.faults().poison("contacts", "A7");
    List<CrmRecord> records = new ArrayList<>(companies(1));
    Map<String, List<String>> expected = new TreeMap<>();
    for (int i = 0; i < 20; i++) {
      records.add(contact("A" + i, i, new Link("C0", List.of())));
      expected.put("A" + i, List.of("C0"));
    }
    expected.remove("A7");
    List<String> refused = Some.told(delivery.deliver(records));
    assertThat(associations()).isEqualTo(expected);
    assertThat(refused).containsExactly("A7 VALIDATION_ERROR");
  }

  @Test
  void everyContactIsAssociatedAsItsRowSaysWhateverTheCrmDoes() throws Exception {
    delivery.deliver(companies(8));
    List<Faults.Injection> faults =
        List.of(
            crm.faults().inject(SimulatedFault.status(502).share(0.03)),
            crm.faults().inject(SimulatedFault.cut().afterCommitting().share(0.03)),
            crm.faults().inject(SimulatedFault.silent().share(0.03)));
    Random random = new Random(11);
    Map<String, String> rows = new HashMap<>();
    for (int burst = 0; burst < 20; burst++) {
      List<CrmRecord> records = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String id = "A" + random.nextInt(150);
        String company = random.nextInt(6) == 0 ? null : "C" + random.nextInt(8);
        int revision = burst * 200 + i;
        if (!rows.containsKey(id)) {
          rows.put(id, company);
          records.add(contact(id, revision, new Link(company, List.of())));
        } else if (random.nextInt(6) == 0) {
          rows.remove(id);
          records.add(Some.delete(CONTACT, id));
        } else {
          records.add(contact(id, revision, change(rows.put(id, company), company)));
        }
      }
      assertThat(Some.told(delivery.deliver(records))).isEmpty();
    }
    Map<String, List<String>> expected = new TreeMap<>();
    rows.forEach(
        (id, company) -> {
          if (company != null) {
            expected.put(id, List.of(company));
          }
        });
    assertThat(associations()).isEqualTo(expected);
    assertThat(crm.records("contacts", "ext_id")).containsOnlyKeys(rows.keySet());
    assertThat(faults).allMatch(fault -> fault.hits() > 0);
    assertThat(crm.stats().violations().total()).isZero();
  }

  private static Object change(String before, String now) {
    return Objects.equals(before, now)
        ? Row.UNCHANGED
        : new Link(now, before == null ? List.of() : List.of(before));
  }

  private Map<String, List<String>> associations() {
    return crm.associations("contacts", "ext_id", "companies", "company_id");
  }

  private static CrmRecord contact(String id, int revision, Object link) {
    return Some.upsert(CONTACT, id, revision, link);
  }

  private static List<CrmRecord> companies(int count) {
    List<CrmRecord> companies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      companies.add(Some.upsert(COMPANY, "C" + i, "name " + i));
    }
    return companies;
  }
}
