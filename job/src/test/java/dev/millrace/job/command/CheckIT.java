package dev.millrace.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.databases.DatabaseServer;
import dev.millrace.databases.Databases;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.Property;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import picocli.CommandLine;

/** {@code check} and the checks of {@code run}, against a real database and the CRM simulator. */
class CheckIT {

  private static DatabaseServer postgres;
  private static CrmSimulator crm;

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path file;

  @BeforeAll
  static void start() throws Exception {
    postgres = Databases.postgres();
    try (Connection connection = postgres.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE shop");
    }
    try (Connection connection = postgres.connect("shop");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE customers (id bigint PRIMARY KEY, email text)");
    }
    crm =
        CrmSimulator.builder()
            .define("contacts", Property.string("ext_id").asUnique(), Property.string("mail"))
            .start();
  }

  @AfterAll
  static void stop() {
    if (crm != null) {
      crm.close();
    }
    if (postgres != null) {
      postgres.close();
    }
  }

  @BeforeEach
  void writeTheConfiguration() throws Exception {
    Path password = Files.writeString(folder.resolve("password"), postgres.password());
    Path token = Files.writeString(folder.resolve("token"), CrmSimulator.DEFAULT_TOKEN);
    file =
        Files.writeString(
            folder.resolve("shop.yaml"),
            """
            source:
              type: postgres
              hostname: %s
              port: %d
              username: %s
              password: ${file:%s}
              database: shop
              slot.name: millrace
            sink:
              type: hubspot
              base-url: %s
              token: ${file:%s}
            mappings:
              - table: public.customers
                object: contacts
                id: ext_id
                fields:
                  ext_id: CAST(id AS VARCHAR)
                  mail: LOWER(email)
            """
                .formatted(
                    postgres.host(),
                    postgres.port(),
                    postgres.username(),
                    password,
                    crm.baseUrl(),
                    token));
  }

  @Test
  void tellsWhatWasChecked() {
    assertThat(millrace("check")).as(err::toString).isEqualTo(Millrace.OK);

    assertThat(out.toString().lines())
        .containsExactly(
            "source postgres: can be read, tables public.customers",
            "sink hubspot: accepts the token at " + crm.baseUrl() + ", objects contacts",
            "1 mapping, no fault.");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void tellsTheFaultsOfMappingAndCrmAtOnce() {
    for (String command : List.of("check", "run")) {
      err.getBuffer().setLength(0);

      assertThat(
              millrace(
                  command,
                  "--mappings.0.fields.mail",
                  "LOWER(emial)",
                  "--mappings.0.fields.no_such_property",
                  "UPPER(email)"))
          .isEqualTo(Millrace.REFUSED);

      assertThat(err.toString().lines())
          .hasSize(3)
          .anyMatch(
              line ->
                  line.startsWith("argument --mappings.0.fields.mail: ") && line.contains("emial"))
          .anyMatch(line -> line.contains("contacts") && line.contains("no_such_property"))
          .contains("2 faults; nothing was started.");
    }
    assertThat(crm.count("contacts")).isZero();
  }

  @Test
  void tellsTheFaultsOfDatabaseAndTokenAtOnce() throws Exception {
    Path wrong = Files.writeString(folder.resolve("wrong"), "geheim");

    assertThat(
            millrace(
                "check",
                "--mappings.0.table",
                "public.custmers",
                "--sink.token",
                "${file:" + wrong + "}"))
        .isEqualTo(Millrace.REFUSED);

    assertThat(err.toString().lines())
        .hasSize(3)
        .anyMatch(line -> line.contains("public.custmers"))
        .anyMatch(line -> line.contains("token"))
        .contains("2 faults; nothing was started.");
    assertThat(err.toString()).doesNotContain("geheim");
  }

  @Test
  void aFaultOfTheSlotHidesNoneOfTheMapping() throws Exception {
    try (Connection connection = postgres.connect("shop");
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_create_physical_replication_slot('physical')");
    }

    assertThat(
            millrace(
                "check",
                "--source.slot.name",
                "physical",
                "--mappings.0.fields.mail",
                "LOWER(emial)"))
        .isEqualTo(Millrace.REFUSED);

    assertThat(err.toString().lines())
        .hasSize(3)
        .anyMatch(line -> line.contains("slot physical: is of the plugin physical"))
        .anyMatch(line -> line.startsWith("argument --mappings.0.fields.mail: "))
        .contains("2 faults; nothing was started.");
  }

  @Test
  void aSecretThatIsNotThereIsNamedWithWhatMendsIt() {
    String missing = folder.resolve("nowhere").toString();

    assertThat(millrace("check", "--sink.token", "${file:" + missing + "}"))
        .isEqualTo(Millrace.REFUSED);

    assertThat(err.toString().lines())
        .containsExactly(
            "sink hubspot sink.token: ${file:"
                + missing
                + "} cannot be read: NoSuchFileException; expected a secret to be there; mend:"
                + " write the secret to "
                + missing
                + ", readable by the user of this process",
            "1 fault; nothing was started.");
  }

  @Test
  void aCrmThatDoesNotAnswerIsRefused() {
    crm.stop();
    try {
      for (String command : List.of("check", "run")) {
        err.getBuffer().setLength(0);

        assertThat(millrace(command)).isEqualTo(Millrace.REFUSED);

        assertThat(err.toString().lines())
            .hasSize(2)
            .anyMatch(
                line ->
                    line.startsWith("sink hubspot: no answer from " + crm.baseUrl())
                        && line.endsWith(
                            "mend: sink.base-url, or the network or proxy between here and there"))
            .contains("1 fault; nothing was started.");
      }
    } finally {
      crm.start();
    }
  }

  @Test
  @Timeout(60)
  void aCrmThatDoesNotAnswerIsWaitedForWhereAJobMayBeRecovering() throws Exception {
    crm.stop();
    Start start = new Start(run -> run.askingAgainAfter(Duration.ofMillis(20)));
    try {
      start.awaitWaiting();
    } finally {
      crm.start();
    }
    start.awaitJob();
  }

  @Test
  @Timeout(60)
  void aSlotThatIsInUseIsTakenForTheJobsOwnWhereAJobMayBeRecovering() throws Exception {
    try (Connection reader = reader("millrace_recovering")) {
      new Start(
              run -> run.askingAgainAfter(Duration.ofMinutes(1)),
              "--source.slot.name",
              "millrace_recovering")
          .awaitJob();
      assertThat(reader.isClosed()).isFalse();
    }
  }

  @Test
  @Timeout(60)
  void aSlotThatIsLetGoIsWaitedFor() throws Exception {
    Start start;
    try (Connection reader = reader("millrace_stopped")) {
      start =
          new Start(
              run -> run.waitingForSlot(Duration.ofMinutes(1)),
              "--source.slot.name",
              "millrace_stopped");
      start.awaitWaiting();
    }
    start.awaitJob();
  }

  @Test
  @Timeout(60)
  void aSlotThatStaysInUseIsRefused() throws Exception {
    try (Connection reader = reader("millrace_of_another")) {
      assertThat(millrace("check", "--source.slot.name", "millrace_of_another"))
          .isEqualTo(Millrace.REFUSED);

      assertThat(err.toString())
          .contains("slot millrace_of_another: is read by another connection");
    }
  }

  /** Reads a new slot as a job does, until it is closed. */
  private static Connection reader(String slot) throws Exception {
    try (Connection connection = postgres.connect("shop");
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
    }
    Properties properties = new Properties();
    properties.setProperty("user", postgres.username());
    properties.setProperty("password", postgres.password());
    properties.setProperty("replication", "database");
    properties.setProperty("assumeMinServerVersion", "9.4");
    properties.setProperty("preferQueryMode", "simple");
    Connection reader = DriverManager.getConnection(postgres.jdbcUrl("shop"), properties);
    reader
        .unwrap(PGConnection.class)
        .getReplicationAPI()
        .replicationStream()
        .logical()
        .withSlotName(slot)
        .withSlotOption("proto_version", 1)
        .withSlotOption("publication_names", "none")
        .start();
    return reader;
  }

  /** A run on a thread of its own, up to where the checks have passed. */
  private final class Start {

    private final CountDownLatch passed = new CountDownLatch(1);
    private final Thread thread;

    Start(UnaryOperator<RunCommand> setting, String... arguments) {
      RunCommand run =
          setting.apply(
              new RunCommand(
                  () -> {
                    passed.countDown();
                    throw new IllegalStateException("far enough");
                  }));
      List<String> all = new ArrayList<>(List.of("--config", file.toString()));
      all.addAll(List.of(arguments));
      thread = new Thread(() -> new CommandLine(run).execute(all.toArray(String[]::new)), "run");
      thread.start();
    }

    void awaitWaiting() {
      while (thread.getState() != Thread.State.TIMED_WAITING) {
        assertThat(thread.isAlive()).isTrue();
        Thread.onSpinWait();
      }
      assertThat(passed.getCount()).isOne();
    }

    void awaitJob() throws InterruptedException {
      passed.await();
      thread.join();
    }
  }

  @Test
  void tellsAPasswordThatIsRefused() throws Exception {
    Path wrong = Files.writeString(folder.resolve("wrong"), "geheim");

    assertThat(millrace("check", "--source.password", "${file:" + wrong + "}"))
        .isEqualTo(Millrace.REFUSED);

    assertThat(err.toString().lines())
        .hasSize(2)
        .anyMatch(line -> line.contains(String.valueOf(postgres.port())))
        .contains("1 fault; nothing was started.");
    assertThat(err.toString()).doesNotContain("geheim").doesNotContain(postgres.password());
  }

  @Test
  void tellsThatNeitherAnswers() {
    assertThat(millrace("check", "--source.port", "1", "--sink.base-url", "http://localhost:1"))
        .isEqualTo(Millrace.REFUSED);

    assertThat(err.toString().lines()).hasSize(3).contains("2 faults; nothing was started.");
  }

  private int millrace(String command, String... settings) {
    List<String> arguments = new ArrayList<>(List.of(command, "--config", file.toString()));
    arguments.addAll(List.of(settings));
    return Millrace.run(
        () -> {
          throw new AssertionError("nothing is to be started");
        },
        new PrintWriter(out),
        new PrintWriter(err),
        arguments.toArray(String[]::new));
  }
}
