package dev.millrace.crm.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.RecordType;
import dev.millrace.crm.SinkOptions;
import dev.millrace.crm.auth.AuthOptions;
import dev.millrace.crm.auth.AuthType;
import dev.millrace.crm.delivery.DeliverySettings;
import dev.millrace.crm.delivery.DeliveryStoppedException;
import dev.millrace.crm.http.LocalDelivery;
import dev.millrace.simulator.Crm;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.Faults;
import dev.millrace.simulator.Limits;
import dev.millrace.simulator.OAuthApp;
import dev.millrace.simulator.Property;
import dev.millrace.simulator.RecordError;
import dev.millrace.simulator.RecordVersion;
import dev.millrace.simulator.ServiceTime;
import dev.millrace.simulator.SimulatedFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The delivery engine with this connector, against the stand-in of Salesforce. */
@Timeout(60)
class DeliveryToSimulatorTest {

  private static final RecordType TYPE =
      new RecordType("Contact", "Ext_Id__c", List.of("LastName", "Revision__c"));
  private static final RecordType CHILD =
      new RecordType(
          "Contact",
          "Ext_Id__c",
          List.of("LastName", "Revision__c", "Account.Ext_Id__c"),
          "Account.Ext_Id__c");
  private static final RecordType ACCOUNT = new RecordType("Account", "Ext_Id__c", List.of("Name"));

  private static final DeliverySettings SOON =
      DeliverySettings.builder()
          .maxInFlight(8)
          .initialBackoff(Duration.ofMillis(1))
          .maxBackoff(Duration.ofMillis(20))
          .maxPause(Duration.ofMillis(20))
          .build();

  @TempDir Path folder;
  private Limits limits = Limits.NONE;
  private Duration chunkTime = Duration.ofMillis(20);
  private Configuration sink;
  private CrmSimulator crm;
  private LocalDelivery delivery;

  @BeforeEach
  void start() throws Exception {
    Property key = Property.string("Ext_Id__c").asExternalId().asUnique();
    crm =
        CrmSimulator.builder()
            .crm(Crm.SALESFORCE)
            .limits(limits)
            .oauthApp(new OAuthApp("app", "hush", "refresh"))
            .serviceTime(ServiceTime.of(Duration.ofMillis(1), Duration.ofNanos(5_000)))
            .lockWait(Duration.ofMillis(20))
            .bulkChunkTime(chunkTime)
            .define("Account", key)
            .define("Contact", key, Property.number("Revision__c"))
            .watchVersions("Contact", "Revision__c")
            .start();
    sink = new Configuration();
    sink.set(SinkOptions.TYPE, "salesforce");
    sink.set(SinkOptions.BASE_URL, crm.baseUrl());
    sink.set(AuthOptions.TYPE, AuthType.CLIENT_CREDENTIALS);
    sink.set(AuthOptions.CLIENT_ID, "app");
    sink.set(
        AuthOptions.CLIENT_SECRET,
        "${file:" + Files.writeString(folder.resolve("s"), "hush") + "}");
    delivery = new LocalDelivery(sink, SOON);
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
            crm.faults().inject(SimulatedFault.status(503).share(0.02)),
            crm.faults().inject(SimulatedFault.status(503).withPolicy("OBJECT").share(0.02)),
            crm.faults().inject(SimulatedFault.status(504).afterCommitting().share(0.04)),
            crm.faults().inject(SimulatedFault.status(400).share(0.02)),
            crm.faults().inject(SimulatedFault.cut().share(0.04)),
            crm.faults().inject(SimulatedFault.cut().afterCommitting().share(0.04)),
            crm.faults().inject(SimulatedFault.silent().onPath("composite/sobjects/").share(0.04)),
            crm.faults().inject(SimulatedFault.status(403).share(0.02)));
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
    assertThat(crm.records("Contact", "Ext_Id__c")).isEqualTo(rows);
    assertThat(faults).allMatch(fault -> fault.hits() > 0);
    assertThat(crm.stats().violations().total()).isZero();
    assertThat(crm.stats().tokensIssued()).isEqualTo(1);
  }

  @Test
  void poisonedRecordsStopOnlyThemselves() throws Exception {
    Map<String, Map<String, String>> rows = new TreeMap<>();
    List<CrmRecord> records = new ArrayList<>();
    Set<String> poisoned = new TreeSet<>();
    for (int i = 0; i < 1_000; i++) {
      String id = "A" + i;
      if (i % 97 == 5) {
        crm.faults().poison("Contact", id);
        poisoned.add(id + " FIELD_CUSTOM_VALIDATION_EXCEPTION");
      } else {
        rows.put(id, row(id, i));
      }
      records.add(Some.upsert(TYPE, id, "n" + i, i));
    }
    List<String> refused = Some.told(delivery.deliver(records));
    assertThat(crm.records("Contact", "Ext_Id__c")).isEqualTo(rows);
    assertThat(refused).containsExactlyInAnyOrderElementsOf(poisoned);
  }

  @Test
  void aRecordThatRefusesItsWholeCallIsFoundByHalving() throws Exception {
    crm.faults()
        .poison(
            "Contact",
            "A42",
            new RecordError(400, "JSON_PARSER_ERROR", "Cannot deserialize", true));
    List<CrmRecord> records = new ArrayList<>();
    Map<String, Map<String, String>> rows = new TreeMap<>();
    for (int i = 0; i < 200; i++) {
      String id = "A" + i;
      records.add(Some.upsert(TYPE, id, "n" + i, i));
      rows.put(id, row(id, i));
    }
    rows.remove("A42");
    List<String> refused = Some.told(delivery.deliver(records));
    assertThat(crm.records("Contact", "Ext_Id__c")).isEqualTo(rows);
    assertThat(refused).containsExactly("A42 JSON_PARSER_ERROR");
    // 1 + 2 * log2(200), rounded up
    assertThat(calls("PATCH", "composite/sobjects/")).isLessThanOrEqualTo(1 + 16);
  }

  @Test
  void aValueOfTheWrongFormCostsNoCallMore() throws Exception {
    List<CrmRecord> records = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      records.add(Some.upsert(TYPE, "A" + i, "n", i == 7 ? "many" : i));
    }
    List<String> refused = Some.told(delivery.deliver(records));
    assertThat(crm.count("Contact")).isEqualTo(199);
    assertThat(refused).containsExactly("A7 JSON_PARSER_ERROR");
    assertThat(crm.stats().answersByStatus()).containsOnlyKeys(200);
  }

  @Test
  void versionsOfOneRecordInDifferentCaseAreMergedAndKeepTheirOrder() throws Exception {
    delivery.deliver(
        List.of(
            Some.upsert(TYPE, "ann", "n", 1),
            Some.upsert(TYPE, "Ann", "n", 2),
            Some.delete(TYPE, "ANN"),
            Some.upsert(TYPE, "aNN", "n", 3)));
    assertThat(crm.records("Contact", "Ext_Id__c")).hasSize(1);
    assertThat(crm.records("Contact", "Ext_Id__c").values())
        .extracting(record -> record.get("Revision__c"))
        .containsExactly("3");
    assertThat(crm.stats().violations().total()).isZero();
  }

  @Test
  void aDeleteAfterAnUpdateDeletesAndAnUpdateAfterADeleteCreates() throws Exception {
    delivery.deliver(List.of(Some.upsert(TYPE, "A1", "n", 1), Some.delete(TYPE, "A1")));
    assertThat(crm.count("Contact")).isZero();
    delivery.deliver(List.of(Some.upsert(TYPE, "A1", "n", 2)));
    delivery.deliver(List.of(Some.delete(TYPE, "A1"), Some.upsert(TYPE, "A1", "m", 3)));
    assertThat(crm.records("Contact", "Ext_Id__c"))
        .isEqualTo(Map.of("A1", Map.of("Ext_Id__c", "A1", "LastName", "m", "Revision__c", "3")));
  }

  @Test
  void aCallThatCommittedBeforeItFailedIsRepeatedWithoutDoubling() throws Exception {
    crm.faults().inject(SimulatedFault.cut().afterCommitting().onPath("composite").times(1));
    crm.faults().inject(SimulatedFault.status(504).afterCommitting().onPath("composite").times(1));
    delivery.deliver(List.of(Some.upsert(TYPE, "A1", "n", 1), Some.upsert(TYPE, "A2", "n", 1)));
    assertThat(crm.count("Contact")).isEqualTo(2);
    assertThat(crm.versions("Contact"))
        .filteredOn(version -> version.action() == RecordVersion.Action.CREATED)
        .hasSize(2);
  }

  @Test
  void nullClearsAField() throws Exception {
    RecordType type =
        new RecordType(
            "Contact", "Ext_Id__c", List.of("LastName", "FirstName", "Account.Ext_Id__c"));
    delivery.deliver(List.of(Some.upsert(ACCOUNT, "P", "parent")));
    delivery.deliver(List.of(Some.upsert(type, "A1", "n", "f", "P")));
    assertThat(crm.records("Contact", "Ext_Id__c").get("A1"))
        .containsKeys("FirstName", "AccountId");
    delivery.deliver(List.of(Some.upsert(type, "A1", "n", null, null)));
    assertThat(crm.records("Contact", "Ext_Id__c"))
        .isEqualTo(Map.of("A1", Map.of("Ext_Id__c", "A1", "LastName", "n")));
  }

  @Test
  void anAnswerThatConfirmsNothingIsNoAcknowledgement() throws Exception {
    crm.faults().inject(SimulatedFault.silent().onPath("composite").times(3));
    delivery.deliver(List.of(Some.upsert(TYPE, "A1", "n", 1), Some.upsert(TYPE, "A2", "n", 1)));
    assertThat(crm.count("Contact")).isEqualTo(2);
  }

  @Test
  void theDaysLimitPausesAndRefusesNothing() throws Exception {
    Faults.Injection limit =
        crm.faults().inject(SimulatedFault.status(403).onPath("composite").times(5));
    List<CrmRecord> records = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      records.add(Some.upsert(TYPE, "A" + i, "n", i));
    }
    List<String> refused = Some.told(delivery.deliver(records));
    assertThat(limit.hits()).isEqualTo(5);
    assertThat(crm.count("Contact")).isEqualTo(1_000);
    assertThat(refused).isEmpty();
  }

  @Test
  void aLoginThatIsRefusedStopsTheDelivery() throws Exception {
    Files.writeString(folder.resolve("s"), "wrong");
    assertThatThrownBy(() -> delivery.deliver(List.of(Some.upsert(TYPE, "A1", "n", 1))))
        .hasCauseInstanceOf(DeliveryStoppedException.class)
        .hasMessageContaining("sink.auth.client-secret")
        .hasMessageNotContaining("wrong");
  }

  @Test
  void aWrongMappingStopsTheDelivery() throws Exception {
    RecordType type = new RecordType("Contact", "Ext_Id__c", List.of("LastNme"));
    assertThatThrownBy(() -> delivery.deliver(List.of(Some.upsert(type, "A1", "a"))))
        .hasCauseInstanceOf(DeliveryStoppedException.class)
        .hasMessageContaining("Contact has no field LastNme");
  }

  @Test
  void childrenOfOneParentAreNeverInTwoCalls() throws Exception {
    List<CrmRecord> records = new ArrayList<>();
    for (int p = 0; p < 5; p++) {
      records.add(Some.upsert(ACCOUNT, "P" + p, "parent"));
    }
    delivery.deliver(records);
    records.clear();
    for (int i = 0; i < 3_000; i++) {
      records.add(Some.upsert(CHILD, "A" + i, "n", i, "P" + i % 5));
    }
    delivery.deliver(records);
    assertThat(crm.count("Contact")).isEqualTo(3_000);
    assertThat(crm.stats().violations().parentsInTwoCalls()).isZero();
  }

  @Test
  void aSnapshotGoesInBulkAndAChangeOfItsRowsWaitsForTheJob() throws Exception {
    List<CrmRecord> records = new ArrayList<>();
    Map<String, Map<String, String>> rows = new TreeMap<>();
    for (int i = 0; i < 5_000; i++) {
      records.add(Some.read(TYPE, "A" + i, "n" + i, i));
      rows.put("A" + i, row("A" + i, i));
    }
    delivery.offer(records);
    Await.until(() -> calls("PUT", "/batches") > 0);
    records.clear();
    for (int i = 0; i < 5_000; i += 10) {
      records.add(Some.upsert(TYPE, "A" + i, "n" + (i + 10_000), i + 10_000));
      rows.put("A" + i, row("A" + i, i + 10_000));
    }
    List<String> refused = Some.told(delivery.deliver(records));
    assertThat(crm.records("Contact", "Ext_Id__c")).isEqualTo(rows);
    assertThat(crm.stats().violations().total()).isZero();
    assertThat(refused).isEmpty();
  }

  @Test
  void aJobWhoseRequestsFailIsNotGivenUpAndItsBadRowsAreTold() throws Exception {
    List<Faults.Injection> faults =
        List.of(
            crm.faults().inject(SimulatedFault.cut().onPath("/batches").times(1)),
            crm.faults().inject(SimulatedFault.status(502).onPath("Results").times(2)));
    crm.faults().poison("Contact", "A8017");
    List<CrmRecord> records = new ArrayList<>();
    Map<String, Map<String, String>> rows = new TreeMap<>();
    for (int i = 0; i < 12_000; i++) {
      records.add(Some.read(TYPE, "A" + i, "n" + i, i));
      rows.put("A" + i, row("A" + i, i));
    }
    rows.remove("A8017");
    List<String> refused = Some.told(delivery.deliver(records));
    assertThat(crm.records("Contact", "Ext_Id__c")).isEqualTo(rows);
    assertThat(faults).allMatch(fault -> fault.hits() > 0);
    assertThat(refused).containsExactly("A8017 FIELD_CUSTOM_VALIDATION_EXCEPTION");
  }

  @Test
  void aJobThatATaskLeftRunningIsWaitedForByTheNext() throws Exception {
    stop();
    chunkTime = Duration.ofMillis(100);
    start();
    List<CrmRecord> records = new ArrayList<>();
    Map<String, Map<String, String>> rows = new TreeMap<>();
    for (int i = 0; i < 5_000; i++) {
      records.add(Some.read(TYPE, "A" + i, "n" + i, i));
      rows.put("A" + i, row("A" + i, i));
    }
    delivery.offer(records);
    Await.until(() -> calls("PATCH", "jobs/ingest/{id}") > 0);
    delivery.close();

    try (LocalDelivery next = new LocalDelivery(sink, SOON)) {
      List<CrmRecord> changes = new ArrayList<>();
      for (int i = 0; i < 5_000; i += 7) {
        changes.add(Some.upsert(TYPE, "A" + i, "n" + (i + 10_000), i + 10_000));
        rows.put("A" + i, row("A" + i, i + 10_000));
      }
      changes.add(Some.delete(TYPE, "A1"));
      rows.remove("A1");
      assertThat(Some.told(next.deliver(changes))).isEmpty();
    }
    assertThat(crm.records("Contact", "Ext_Id__c")).isEqualTo(rows);
    assertThat(crm.stats().violations().staleVersions()).isZero();
  }

  private long calls(String method, String path) {
    return crm.stats().callsByEndpoint().entrySet().stream()
        .filter(call -> call.getKey().startsWith(method) && call.getKey().contains(path))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  @Test
  void callsGrowToThousandsOfRecordsWhereTheDaysCallsRunShort() throws Exception {
    stop();
    limits = Limits.daily(60);
    start();
    List<CrmRecord> records = new ArrayList<>();
    Map<String, Map<String, String>> rows = new TreeMap<>();
    for (int i = 0; i < 20_000; i++) {
      records.add(Some.upsert(TYPE, "A" + i, "n" + i, i));
      rows.put("A" + i, row("A" + i, i));
    }
    delivery.deliver(records);
    assertThat(crm.records("Contact", "Ext_Id__c")).isEqualTo(rows);
    assertThat(crm.stats().violations().total()).isZero();
    // 100 of 200 records each would have been too many.
    assertThat(crm.stats().calls()).isLessThanOrEqualTo(50);
  }

  private static Map<String, String> row(String id, int revision) {
    return Map.of("Ext_Id__c", id, "LastName", "n" + revision, "Revision__c", "" + revision);
  }
}
