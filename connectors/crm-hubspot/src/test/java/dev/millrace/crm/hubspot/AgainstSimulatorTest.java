package dev.millrace.crm.hubspot;

import static dev.millrace.crm.hubspot.Some.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.change.Row;
import dev.millrace.crm.Action;
import dev.millrace.crm.Answer;
import dev.millrace.crm.Batch;
import dev.millrace.crm.CrmCall;
import dev.millrace.crm.CrmConnectors;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.RecordOutcome;
import dev.millrace.crm.RecordType;
import dev.millrace.crm.SinkOptions;
import dev.millrace.crm.http.CheckExchange;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.Property;
import dev.millrace.simulator.SimulatedFault;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Call by call, over HTTP, against the stand-in of HubSpot. */
class AgainstSimulatorTest {

  private static final RecordType CUSTOMER =
      new RecordType(
          "contacts",
          "ext_id",
          List.of("ext_id", "firstname", "spent", "vip", "born", "seen", "colours"));
  private static final RecordType NAMED =
      new RecordType("contacts", "ext_id", List.of("firstname"));
  private static final RecordType BY_EMAIL =
      new RecordType("contacts", "email", List.of("email", "colours"));

  @TempDir Path secrets;
  private CrmSimulator crm;
  private CheckExchange exchange;

  @BeforeEach
  void start() throws IOException {
    crm =
        CrmSimulator.builder()
            .token("pat-test")
            .token("pat-reader", Set.of("crm.objects.contacts.read", "crm.schemas.contacts.read"))
            .define(
                "contacts",
                Property.string("ext_id").asUnique(),
                Property.string("passport").asUnique(),
                Property.number("spent"),
                Property.bool("vip"),
                Property.date("born"),
                Property.datetime("seen"),
                Property.enumeration("colours", "red", "green", "blue").asMultiple())
            .start();
    exchange = exchange("pat-test");
  }

  @AfterEach
  void stop() {
    exchange.close();
    crm.close();
  }

  @Test
  void everyValueArrivesAsItWas() throws IOException {
    assertThat(
            send(
                customer(
                    "A1",
                    "Ann \ud83d\ude00 \"quoted\"",
                    new BigDecimal("1E+3"),
                    true,
                    LocalDate.of(1980, 2, 29),
                    Instant.parse("2024-05-06T07:08:09.123456Z"),
                    List.of("red", "blue")),
                customer("A2", null, 0.25, false, null, null, List.of())))
        .containsExactly("ACCEPTED", "ACCEPTED");
    assertThat(crm.records("contacts", "ext_id"))
        .isEqualTo(
            Map.of(
                "A1",
                Map.of(
                    "ext_id", "A1",
                    "firstname", "Ann \ud83d\ude00 \"quoted\"",
                    "spent", "1000",
                    "vip", "true",
                    "born", "1980-02-29",
                    "seen", "2024-05-06T07:08:09.123Z",
                    "colours", "red;blue"),
                "A2",
                Map.of("ext_id", "A2", "spent", "0.25", "vip", "false")));
  }

  @Test
  void nullClearsAndUnchangedLeavesAlone() throws IOException {
    send(customer("A1", "Ann", 1, true, LocalDate.EPOCH, Instant.EPOCH, List.of("red")));
    send(customer("A1", Row.UNCHANGED, null, Row.UNCHANGED, null, null, null));
    assertThat(crm.records("contacts", "ext_id"))
        .isEqualTo(Map.of("A1", Map.of("ext_id", "A1", "firstname", "Ann", "vip", "true")));
  }

  @Test
  void outOfOrderAnswersReachTheRightRecords() throws IOException {
    List<CrmRecord> records = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    Map<String, Map<String, String>> inCrm = new LinkedHashMap<>();
    for (int i = 0; i < 100; i++) {
      boolean bad = i % 7 == 3;
      records.add(customer("A" + i, "n" + i, null, null, null, null, bad ? "pink" : "red"));
      expected.add(bad ? "REFUSED INVALID_OPTION" : "ACCEPTED");
      if (!bad) {
        inCrm.put("A" + i, Map.of("ext_id", "A" + i, "firstname", "n" + i, "colours", "red"));
      }
    }
    assertThat(send(records.toArray(new CrmRecord[0]))).isEqualTo(expected);
    assertThat(crm.records("contacts", "ext_id")).isEqualTo(inCrm);
  }

  @Test
  void emailsAreOneRecordInAnyCase() throws IOException {
    assertThat(
            send(
                upsert(BY_EMAIL, "Ann@Example.com", "", "red"),
                upsert(BY_EMAIL, "B@x.org", "", "")))
        .containsExactly("ACCEPTED", "ACCEPTED");
    assertThat(send(upsert(BY_EMAIL, "ann@EXAMPLE.com", "", "blue"))).containsExactly("ACCEPTED");
    assertThat(crm.records("contacts", "email"))
        .isEqualTo(
            Map.of(
                "ann@example.com",
                Map.of("email", "ann@example.com", "colours", "blue"),
                "b@x.org",
                Map.of("email", "b@x.org")));
  }

  @Test
  void byEmailOneBadRecordRefusesTheCallUntilItIsAlone() throws IOException {
    CrmRecord good = upsert(BY_EMAIL, "good@x.org", "", "red");
    CrmRecord bad = upsert(BY_EMAIL, "bad@x.org", "", "pink");
    assertThat(answer(good, bad)).hasToString("REFUSED INVALID_OPTION");
    assertThat(send(good)).containsExactly("ACCEPTED");
    assertThat(answer(bad)).hasToString("REFUSED INVALID_OPTION");
    assertThat(crm.records("contacts", "email")).containsOnlyKeys("good@x.org");
  }

  @Test
  void aValueThatAnotherRecordHoldsIsRefused() throws IOException {
    RecordType type = new RecordType("contacts", "ext_id", List.of("passport", "email"));
    send(upsert(type, "A1", "P1", "ann@x.org"));
    assertThat(
            send(
                upsert(type, "A2", "P1", "bob@x.org"),
                upsert(type, "A3", "P3", "ann@x.org"),
                upsert(type, "A4", "P4", "dan@x.org")))
        .containsExactly("REFUSED CONFLICTING_UNIQUE_VALUE", "REFUSED CONFLICT", "ACCEPTED");
  }

  @Test
  void twoOfOneRecordInACallAreRefusedWithIt() throws IOException {
    assertThat(answer(upsert(NAMED, "A1", "a"), upsert(NAMED, "A1", "b")))
        .hasToString("REFUSED VALIDATION_ERROR");
    assertThat(crm.count("contacts")).isZero();
  }

  @Test
  void deletesArchiveWhatIsThereAndAcceptWhatIsNot() throws IOException {
    send(upsert(NAMED, "A1", "a"), upsert(NAMED, "A2", "b"), upsert(NAMED, "A3", "c"));
    assertThat(delete("A3", "none", "A1")).containsExactly("ACCEPTED", "ACCEPTED", "ACCEPTED");
    assertThat(crm.records("contacts", "ext_id")).containsOnlyKeys("A2");
    assertThat(delete("A3", "none")).containsExactly("ACCEPTED", "ACCEPTED");
    assertThat(send(upsert(NAMED, "A1", "again"))).containsExactly("ACCEPTED");
    assertThat(crm.records("contacts", "ext_id").get("A1")).containsEntry("firstname", "again");
  }

  @Test
  void aRecordMadeAnewInTheCrmIsTheOneThatIsArchived() throws IOException {
    send(upsert(NAMED, "A1", "ours"));
    delete("A1");
    send(upsert(NAMED, "A1", "anew"));
    assertThat(delete("A1")).containsExactly("ACCEPTED");
    assertThat(crm.count("contacts")).isZero();
  }

  @Test
  void aHundredDeletesAreTwoCalls() throws IOException {
    List<String> ids = Some.ids(100);
    assertThat(run(Some.upserts(Some.BY_EXT_ID, ids))).hasToString("OUTCOMES");
    crm.resetStats();
    assertThat(delete(ids.toArray(new String[0]))).hasSize(100).containsOnly("ACCEPTED");
    assertThat(crm.stats().calls()).isEqualTo(2);
    assertThat(crm.stats().archived()).isEqualTo(100);
  }

  @Test
  void aSilentAnswerConfirmsNothing() throws IOException {
    crm.faults().inject(SimulatedFault.silent().times(2));
    assertThat(send(upsert(NAMED, "A1", "a"))).containsExactly("UNCONFIRMED UNCONFIRMED");
    assertThat(delete("A1")).containsExactly("UNCONFIRMED UNCONFIRMED");
    assertThat(send(upsert(NAMED, "A1", "a"))).containsExactly("ACCEPTED");
  }

  @Test
  void whatWasWrittenWithoutOurLearningItIsNotDoubled() throws IOException {
    crm.faults().inject(SimulatedFault.status(504).afterCommitting().times(1));
    assertThat(answer(upsert(NAMED, "A1", "a"))).hasToString("UNAVAILABLE NOT_JSON");
    crm.faults().inject(SimulatedFault.cut().afterCommitting().times(1));
    assertThatThrownBy(() -> answer(upsert(NAMED, "A1", "a"))).isInstanceOf(IOException.class);
    assertThat(send(upsert(NAMED, "A1", "a"))).containsExactly("ACCEPTED");
    assertThat(crm.count("contacts")).isEqualTo(1);
    assertThat(crm.versions("contacts", "ext_id", "A1")).hasSize(3);
  }

  @Test
  void limitsAndOutagesAreToldApart() throws IOException {
    assertFault(SimulatedFault.status(429), "THROTTLED TEN_SECONDLY_ROLLING", 10_000);
    assertFault(SimulatedFault.status(429).withPolicy("DAILY"), "THROTTLED DAILY", 600_000);
    assertFault(
        SimulatedFault.status(429).withRetryAfter(Duration.ofSeconds(3)),
        "THROTTLED TEN_SECONDLY_ROLLING",
        3_000);
    assertFault(
        SimulatedFault.status(477).withRetryAfter(Duration.ofHours(2)),
        "THROTTLED HTTP 477",
        7_200_000);
    assertFault(SimulatedFault.status(423), "BUSY HTTP 423", 2_000);
    assertFault(SimulatedFault.status(500), "UNAVAILABLE HTTP 500", -1);
    assertFault(SimulatedFault.status(502), "UNAVAILABLE NOT_JSON", -1);
    assertFault(SimulatedFault.status(524), "UNAVAILABLE NOT_JSON", -1);
    assertFault(SimulatedFault.status(401), "UNAUTHORIZED INVALID_AUTHENTICATION", -1);
    assertFault(SimulatedFault.status(403), "MISCONFIGURED MISSING_SCOPES", -1);
    assertFault(SimulatedFault.status(409), "REFUSED CONFLICT", -1);
  }

  @Test
  void aMappingThatCannotWorkStopsTheJob() throws IOException {
    RecordType property = new RecordType("contacts", "ext_id", List.of("frstname"));
    assertThat(answer(upsert(property, "A1", "a")).message())
        .isEqualTo("HubSpot: contacts has no property frstname");
    RecordType readOnly = new RecordType("contacts", "ext_id", List.of("createdate"));
    assertThat(answer(upsert(readOnly, "A1", "a"))).hasToString("MISCONFIGURED READ_ONLY_VALUE");
    RecordType id = new RecordType("deals", "dealname", List.of());
    assertThat(answer(upsert(id, "A1"))).hasToString("MISCONFIGURED ID_NOT_UNIQUE");
    RecordType object = new RecordType("butterflies", "ext_id", List.of());
    assertThat(answer(upsert(object, "A1"))).hasToString("MISCONFIGURED UNKNOWN_OBJECT");
  }

  @Test
  void theCheckFindsNothingWhereAllIsWell() throws IOException {
    assertThat(Some.connector().check(List.of(CUSTOMER, NAMED, BY_EMAIL), exchange)).isEmpty();
    assertThat(crm.count("contacts")).isZero();
  }

  @Test
  void theCheckTellsEveryFaultAtOnce() throws IOException {
    assertThat(
            Some.connector()
                .check(
                    List.of(
                        new RecordType("contacts", "ext_id", List.of("frstname", "createdate")),
                        new RecordType("deals", "dealname", List.of("amount")),
                        new RecordType("butterflies", "ext_id", List.of())),
                    exchange))
        .extracting(fault -> fault.where() + ": " + fault.found())
        .containsExactly(
            "hubspot contacts: there is no property 'frstname'",
            "hubspot contacts: property 'createdate' is read only: HubSpot sets it itself",
            "hubspot deals: property 'dealname' identifies no record: several may have the same value",
            "hubspot butterflies: HubSpot has no such object");
  }

  @Test
  void theCheckNamesAMissingScopeAndARefusedToken() throws IOException {
    try (CheckExchange reader = exchange("pat-reader");
        CheckExchange stranger = exchange("pat-unknown")) {
      assertThat(Some.connector().check(List.of(NAMED), reader))
          .extracting(fault -> fault.found() + "; " + fault.expected())
          .containsExactly(
              "the token may not write contacts; a token with one of crm.objects.contacts.write");
      assertThat(Some.connector().check(List.of(NAMED), stranger))
          .extracting(fault -> fault.where() + ": " + fault.found())
          .containsExactly(
              "sink.token: HubSpot does not accept the token (INVALID_AUTHENTICATION)");
    }
  }

  private void assertFault(SimulatedFault fault, String expected, long retryAfterMillis)
      throws IOException {
    crm.faults().inject(fault.times(1));
    Answer answer = answer(upsert(NAMED, "A1", "a"), upsert(NAMED, "A2", "a"));
    assertThat(answer).hasToString(expected);
    assertThat(answer.retryAfterMillis()).isEqualTo(retryAfterMillis);
  }

  private static CrmRecord customer(String externalId, Object... values) {
    Object[] all = new Object[values.length + 1];
    all[0] = externalId;
    System.arraycopy(values, 0, all, 1, values.length);
    return upsert(CUSTOMER, externalId, all);
  }

  private List<String> send(CrmRecord... records) throws IOException {
    return outcomes(answer(records));
  }

  private List<String> delete(String... externalIds) throws IOException {
    return outcomes(run(Some.deletes(NAMED, List.of(externalIds))));
  }

  private static List<String> outcomes(Answer answer) {
    assertThat(answer.kind()).as(answer.toString()).isEqualTo(Answer.Kind.OUTCOMES);
    return Arrays.stream(answer.outcomes()).map(RecordOutcome::toString).toList();
  }

  private Answer answer(CrmRecord... records) throws IOException {
    return answer(List.of(records));
  }

  private Answer answer(List<CrmRecord> records) throws IOException {
    return run(new Batch(records.get(0).type(), Action.UPSERT, records));
  }

  private Answer run(Batch batch) throws IOException {
    CrmCall call = Some.connector().call(batch);
    CrmRequest request = call.first();
    while (true) {
      Answer answer = call.read(exchange.send(request));
      if (answer.kind() != Answer.Kind.NEXT) {
        return answer;
      }
      request = answer.next();
    }
  }

  private CheckExchange exchange(String token) throws IOException {
    Path file = Files.writeString(secrets.resolve(token), token);
    Configuration sink = new Configuration();
    sink.set(SinkOptions.TYPE, "hubspot");
    sink.set(SinkOptions.BASE_URL, crm.baseUrl());
    sink.set(SinkOptions.TOKEN, "${file:" + file + "}");
    assertThat(CrmConnectors.create(sink)).isInstanceOf(HubSpotConnector.class);
    return CheckExchange.open(sink);
  }
}
