package dev.millrace.job.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.RecordType;
import dev.millrace.simulator.Property;
import dev.millrace.simulator.RecordError;
import dev.millrace.simulator.SimulatedFault;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The checks with Salesforce, and what only Salesforce does. */
class SalesforceChecksTest extends ConnectorChecks {

  private static final RecordType ACCOUNT = new RecordType("Account", "Ext_Id__c", List.of("Name"));

  SalesforceChecksTest() {
    super(Target.SALESFORCE);
  }

  @Test
  void theLoserOfARaceForANewKeyIsRepeated() throws Exception {
    arrivesOnceMended(
        "DUPLICATE_VALUE",
        "duplicate value found: Ext_Id__c duplicates value on record with id: 003000000000001AAA",
        false);
  }

  @Test
  void aRowLockedByOthersIsRepeated() throws Exception {
    arrivesOnceMended("UNABLE_TO_LOCK_ROW", Target.SALESFORCE.busy().message(), false);
  }

  @Test
  void aRowLockThatRefusesTheWholeCallIsRepeated() throws Exception {
    arrivesOnceMended("UNABLE_TO_LOCK_ROW", Target.SALESFORCE.busy().message(), true);
  }

  /** Customers of whom one is refused, until it no longer is. */
  private void arrivesOnceMended(String code, String message, boolean wholeCall) throws Exception {
    crm.faults().poison("Contact", "A7", new RecordError(400, code, message, wholeCall));
    delivery.offer(customers.upserts(100));
    await(() -> crm.stats().refused() >= (wholeCall ? 200 : 2));
    crm.faults().clear();
    assertAllArrives();
    assertThat(versions()).as("each once").hasSize(100);
  }

  @Test
  void aChildWaitsForItsParentAndHoldsNobodyUp() throws Exception {
    crm.define("Account", Property.string("Ext_Id__c").asExternalId().asUnique());
    RecordType child =
        new RecordType("Contact", "Ext_Id__c", List.of("LastName", "Account.Ext_Id__c"));
    List<CrmRecord> children = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      children.add(Customers.other(child, "B" + i, "name", "P" + i % 2));
    }
    delivery.deliver(List.of(Customers.other(ACCOUNT, "P0", "first")));
    delivery.offer(children);
    await(() -> crm.count("Contact") == 25);
    delivery.offer(customers.upserts(20));
    await(() -> crm.count("Contact") == 45);
    assertThat(delivery.deliver(List.of(Customers.other(ACCOUNT, "P1", "second")))).isEmpty();
    assertThat(crm.count("Contact")).isEqualTo(70);
  }

  @Test
  void aRecordThatSomebodyElseDeletedIsDeleted() throws Exception {
    delivery.deliver(List.of(customers.upsert("A1", "n"), customers.upsert("A2", "n")));
    crm.clear();
    delivery.offer(List.of(customers.delete("A1"), customers.delete("A2")));
    assertAllArrives();
  }

  @Test
  void a403AtTheDaysLimitPauses() throws Exception {
    assertArrivesThrough(SimulatedFault.status(403), 4);
  }

  @Test
  void aSessionThatIsOverIsRenewed() throws Exception {
    assertArrivesThrough(SimulatedFault.status(401), 1);
    assertThat(crm.stats().tokensIssued()).isEqualTo(2);
  }

  @Test
  void a503AsAListIsRepeated() throws Exception {
    assertArrivesThrough(SimulatedFault.status(503), 3);
  }

  @Test
  void a503AsAnObjectIsRepeated() throws Exception {
    assertArrivesThrough(SimulatedFault.status(503).withPolicy("OBJECT"), 3);
  }

  @Test
  void a502InHtmlBlamesNoRecord() throws Exception {
    assertArrivesThrough(SimulatedFault.status(502), 4);
  }

  @Test
  void aConnectionCutAfterTheCommitIsRepeated() throws Exception {
    assertArrivesThrough(SimulatedFault.cut().afterCommitting(), 3);
  }
}
