package dev.millrace.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void serviceTimeGrowsWithTheRecords() {
    SplittableRandom random = new SplittableRandom(1);
    ServiceTime time = ServiceTime.of(Duration.ofMillis(60), Duration.ofMillis(2));
    assertThat(time.nanos(100, random)).isEqualTo(260_000_000);
    assertThat(ServiceTime.fixed(Duration.ofMillis(20)).nanos(100, random)).isEqualTo(20_000_000);
    assertThat(ServiceTime.NONE.nanos(100, random)).isZero();
  }

  @Test
  void jitterStaysWithinItsShare() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 1000; i++) {
      assertThat(ServiceTime.likeHubSpot().nanos(20, random)).isBetween(50_000_000L, 150_000_000L);
    }
  }

  @Test
  void limitsHaveNames() {
    assertThat(Limits.named("Professional")).isEqualTo(Limits.HUBSPOT_PROFESSIONAL);
    assertThatThrownBy(() -> Limits.named("lots"))
        .hasMessage("limits 'lots': expected none, free, professional, enterprise or oauth");
    assertThat(Limits.named(Crm.SALESFORCE, "enterprise")).isEqualTo(Limits.SALESFORCE_ENTERPRISE);
    assertThatThrownBy(() -> Limits.named(Crm.PIPEDRIVE, "free"))
        .hasMessage("limits 'free': expected none or lite");
  }

  @Test
  void theCommandLineDefinesProperties() {
    CrmSimulator.Builder builder = CrmSimulator.builder();
    List.of("contacts.ext_id!", "contacts.score:number", "machines.serial!:string")
        .forEach(definition -> Main.define(builder, Crm.HUBSPOT, definition));
    assertThat(builder.definitions)
        .isEqualTo(
            Map.of(
                "contacts",
                List.of(Property.string("ext_id").asUnique(), Property.number("score")),
                "machines",
                List.of(Property.string("serial").asUnique())));
    assertThatThrownBy(() -> Main.define(builder, Crm.HUBSPOT, "score"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--define 'score': expected object.name[!][:type]");
  }

  @Test
  void aUniquePropertyOfSalesforceIsAnExternalId() {
    CrmSimulator.Builder builder = CrmSimulator.builder();
    Main.define(builder, Crm.SALESFORCE, "Account.Ext_Id__c!");
    assertThat(builder.definitions)
        .isEqualTo(
            Map.of("Account", List.of(Property.string("Ext_Id__c").asUnique().asExternalId())));
    assertThatThrownBy(() -> Main.define(builder, Crm.SALESFORCE, "Account.Since__c:dat"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'dat' is no type of property; expected one of string, ");
  }
}
