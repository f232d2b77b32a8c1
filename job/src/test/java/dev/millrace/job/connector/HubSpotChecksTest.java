package dev.millrace.job.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.RecordType;
import dev.millrace.simulator.Faults;
import dev.millrace.simulator.Property;
import dev.millrace.simulator.SimulatedFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The checks with HubSpot, and what only HubSpot does. */
class HubSpotChecksTest extends ConnectorChecks {

  HubSpotChecksTest() {
    super(Target.HUBSPOT);
  }

  @Test
  void a423HoldsUpTheRecordsOfItsCallAndNoOthers() throws Exception {
    Faults.Injection lock = onWrites(SimulatedFault.status(423));
    delivery.offer(customers.upserts(50));
    await(() -> lock.hits() >= 1);
    List<CrmRecord> companies = new ArrayList<>();
    crm.define("companies", Property.string("company_id").asUnique());
    RecordType company = new RecordType("companies", "company_id", List.of("name"));
    for (int i = 0; i < 50; i++) {
      companies.add(Customers.other(company, "C" + i, "name"));
    }
    delivery.offer(companies);
    await(() -> crm.count("companies") == 50);
    assertThat(crm.count(target.object())).isZero();
    lock.remove();
    delivery.offer(List.of(customers.upsert("A0", "later")));
    assertAllArrives();
  }

  @Test
  void a429OfTheBurstLimitPauses() throws Exception {
    assertArrivesThrough(SimulatedFault.status(429).withRetryAfter(Duration.ZERO), 3);
  }

  @Test
  void a477WithRetryAfterIsWaitedOut() throws Exception {
    assertArrivesThrough(SimulatedFault.status(477).withRetryAfter(Duration.ofHours(1)), 2);
  }

  @Test
  void a502InHtmlBlamesNoRecord() throws Exception {
    assertArrivesThrough(SimulatedFault.status(502), 4);
  }

  @Test
  void a504AfterTheCommitIsRepeated() throws Exception {
    assertArrivesThrough(SimulatedFault.status(504).afterCommitting(), 3);
  }

  @Test
  void aConnectionCutAfterTheCommitIsRepeated() throws Exception {
    assertArrivesThrough(SimulatedFault.cut().afterCommitting(), 3);
  }

  @Test
  void a200WithEmptyResultsIsRepeated() throws Exception {
    assertArrivesThrough(SimulatedFault.silent(), 2);
  }
}
