package dev.millrace.job.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeEvent;
import dev.millrace.change.ColumnType.Kind;
import dev.millrace.change.Row;
import dev.millrace.crm.CrmConnectors;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.RecordType;
import dev.millrace.crm.delivery.DeliverySettings;
import dev.millrace.crm.http.CheckExchange;
import dev.millrace.crm.http.LocalDelivery;
import dev.millrace.job.config.ConfigLoader;
import dev.millrace.job.config.JobConfig;
import dev.millrace.job.config.Layers;
import dev.millrace.job.config.MappingConfig;
import dev.millrace.simulator.Crm;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.OAuthApp;
import dev.millrace.simulator.Property;
import dev.millrace.simulator.SimulatedFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The very files of deploy/local/examples for any CRM, against the stand-in of each. */
@Timeout(120)
class AnyCrmExamplesTest {

  private static final String HASH = "9dc80c50d78a15643bfc4ca79d76156a73a1ca0e";
  private static final String POISONED = "13";

  private static final DeliverySettings SOON =
      DeliverySettings.builder()
          .maxInFlight(8)
          .initialBackoff(Duration.ofMillis(1))
          .maxBackoff(Duration.ofMillis(20))
          .build();

  @TempDir Path folder;

  private final TestTable table =
      new TestTable(
          "id", Kind.BIGINT,
          "first_name", Kind.STRING,
          "last_name", Kind.STRING,
          "email", Kind.STRING,
          "status", Kind.STRING,
          "birthday", Kind.DATE);

  /** A row's record in the CRM. */
  private interface Expected {
    Map<String, String> of(Row row);
  }

  @Test
  void dataverse() throws Exception {
    try (CrmSimulator crm =
        start(Crm.DATAVERSE, "contacts", Property.string("cr_extid").asUnique())) {
      converges(
          crm,
          load(
              "dataverse",
              crm,
              "--sink.auth.endpoint",
              crm.baseUrl() + "/tenant/oauth2/v2.0/token",
              "--sink.auth.client-id",
              "app",
              "--sink.auth.client-secret",
              secret("secret"),
              "--sink.auth.scope",
              crm.baseUrl() + "/.default"),
          "cr_extid",
          row -> fields(row, "cr_extid", "firstname", "lastname", "emailaddress1", "birthdate"),
          POISONED + " 0x80040265");
    }
  }

  @Test
  void zoho() throws Exception {
    try (CrmSimulator crm = start(Crm.ZOHO, "Contacts", Property.string("Ext_Id").asUnique())) {
      converges(
          crm,
          load(
              "zoho",
              crm,
              "--sink.auth.endpoint",
              crm.baseUrl() + "/oauth/v2/token",
              "--sink.auth.client-id",
              "app",
              "--sink.auth.client-secret",
              secret("secret"),
              "--sink.auth.refresh-token",
              secret("refresh")),
          "Ext_Id",
          row -> fields(row, "Ext_Id", "First_Name", "Last_Name", "Email", "Date_of_Birth"),
          POISONED + " INVALID_DATA");
    }
  }

  @Test
  void pipedrive() throws Exception {
    try (CrmSimulator crm = start(Crm.PIPEDRIVE, "persons", Property.string(HASH).asExternalId())) {
      converges(
          crm,
          // The smallest plan's limit would make it two minutes.
          load(
              "pipedrive",
              crm,
              "--sink.token",
              secret(CrmSimulator.DEFAULT_TOKEN),
              "--sink.limits.calls",
              "100000 per 2 s"),
          HASH,
          row ->
              Map.of(
                  HASH,
                  text(row, 0),
                  "name",
                  text(row, 1) + " " + text(row, 2),
                  "emails",
                  "[{\"value\":\"" + text(row, 3) + "\",\"primary\":true}]"),
          POISONED + " 400");
    }
  }

  private static CrmSimulator start(Crm kind, String object, Property id) {
    return CrmSimulator.builder()
        .crm(kind)
        .oauthApp(new OAuthApp("app", "secret", "refresh"))
        .define(object, id)
        .start();
  }

  private JobConfig load(String example, CrmSimulator crm, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("--sink.base-url", crm.baseUrl()));
    all.addAll(List.of(arguments));
    return ConfigLoader.load(
        Path.of("../deploy/local/examples", example + ".yaml"),
        new Layers(Map.of(), Map.of(), all));
  }

  private String secret(String text) throws Exception {
    return "${file:" + Files.writeString(folder.resolve(text), text) + "}";
  }

  /** Some hundred changes, to a CRM that fails now and then, and then each record is compared. */
  private void converges(
      CrmSimulator crm, JobConfig config, String idProperty, Expected expected, String refused)
      throws Exception {
    MappingConfig mapping = config.mappings().get(0);
    Configuration sink = config.sink();
    try (CheckExchange exchange = CheckExchange.open(sink)) {
      RecordType type =
          new RecordType(mapping.object(), mapping.id(), List.copyOf(mapping.fields().keySet()));
      assertThat(CrmConnectors.create(sink).check(List.of(type), exchange)).isEmpty();
    }
    crm.faults().poison(mapping.object(), POISONED);
    crm.faults().inject(SimulatedFault.status(502).share(0.05));
    crm.faults().inject(SimulatedFault.cut().share(0.05));
    crm.faults().inject(SimulatedFault.cut().afterCommitting().share(0.05));
    crm.faults().inject(SimulatedFault.status(429).withRetryAfter(Duration.ZERO).share(0.02));

    ChangeMapper mapper = new ChangeMapper(config.mappings());
    mapper.open(new UnregisteredMetricsGroup());
    Map<String, Row> rows = new TreeMap<>();
    Set<String> refusals = new TreeSet<>();
    try (LocalDelivery delivery = new LocalDelivery(sink, SOON)) {
      Random random = new Random(3);
      for (int burst = 0; burst < 10; burst++) {
        List<CrmRecord> records = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
          mapper.flatMap(change(random, rows, i), new ListCollector<>(records));
        }
        delivery
            .deliver(records)
            .forEach(refusal -> refusals.add(refusal.record().externalId() + ' ' + refusal.code()));
      }
    }
    assertThat(refusals).containsExactly(refused);
    Map<String, Map<String, String>> records = new TreeMap<>();
    rows.forEach((id, row) -> records.put(id, expected.of(row)));
    records.remove(POISONED);
    assertThat(crm.records(mapping.object(), idProperty)).isEqualTo(records);
    assertThat(crm.stats().violations().total()).isZero();
  }

  private ChangeEvent change(Random random, Map<String, Row> rows, int number) {
    long id = random.nextInt(80);
    Row before = rows.get(Long.toString(id));
    if (before != null && random.nextInt(4) == 0 && !POISONED.equals(Long.toString(id))) {
      rows.remove(Long.toString(id));
      return table.delete(before);
    }
    Row after =
        table.row(
            id,
            "O'Neil \"" + id,
            "n" + number,
            "a" + id + "@example.com",
            "active",
            random.nextBoolean() ? LocalDate.of(1980, 2, 1 + random.nextInt(28)) : null);
    rows.put(Long.toString(id), after);
    return before == null ? table.insert(after) : table.update(before, after);
  }

  /** The row's id, names, e-mail and birthday under these names. */
  private static Map<String, String> fields(Row row, String... names) {
    int[] columns = {0, 1, 2, 3, 5};
    Map<String, String> fields = new TreeMap<>();
    for (int i = 0; i < names.length; i++) {
      if (row.value(columns[i]) != null) {
        fields.put(names[i], text(row, columns[i]));
      }
    }
    return fields;
  }

  private static String text(Row row, int column) {
    return row.value(column).toString();
  }
}
