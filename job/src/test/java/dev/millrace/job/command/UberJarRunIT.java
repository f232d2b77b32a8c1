package dev.millrace.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.databases.DatabaseServer;
import dev.millrace.databases.Databases;
import dev.millrace.job.UberJar;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.Property;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The uber jar in a process with nothing but Flink beside it: what relocation or filtering took
 * away shows here only.
 */
class UberJarRunIT {

  @Test
  void deliversARow(@TempDir Path folder) throws Exception {
    delivers(
        folder,
        UberJar.withFlink(),
        config ->
            List.of("dev.millrace.job.command.Millrace", "run", "--config", config.toString()));
  }

  /** As Amazon's managed Flink starts it: no argument, its properties in a file of the service. */
  @Test
  void deliversARowByAGroupOfPropertiesAlone(@TempDir Path folder) throws Exception {
    Path service = Files.createDirectory(folder.resolve("service"));
    Path properties = service.resolve("application_properties.json");
    Files.writeString(
        service.resolve("config.properties"), "application_properties_file=" + properties);
    delivers(
        folder,
        String.join(
            File.pathSeparator, service.toString(), UberJar.withFlink(), UberJar.managedFlink()),
        config -> {
          Files.writeString(
              properties,
              """
              [{"PropertyGroupId": "other", "PropertyMap": {"sink.type": "none"}},
               {"PropertyGroupId": "millrace",
                "PropertyMap": {"config": "%s", "mappings.0.fields.mail": "UPPER(email)"}}]
              """
                  .formatted(config.toUri()));
          return List.of("dev.millrace.job.command.Millrace");
        },
        "ADA@EXAMPLE.ORG");
  }

  private interface Command {
    List<String> of(Path config) throws Exception;
  }

  private static void delivers(Path folder, String classPath, Command command) throws Exception {
    delivers(folder, classPath, command, "ada@example.org");
  }

  private static void delivers(Path folder, String classPath, Command command, String mail)
      throws Exception {
    CompletableFuture<Void> accepted = new CompletableFuture<>();
    try (DatabaseServer postgres = Databases.postgres();
        CrmSimulator crm =
            CrmSimulator.builder()
                .define("contacts", Property.string("ext_id").asUnique(), Property.string("mail"))
                .acceptListener(version -> accepted.complete(null))
                .start()) {
      execute(postgres, "postgres", "CREATE DATABASE shop");
      execute(postgres, "shop", "CREATE TABLE customers (id bigint PRIMARY KEY, email text)");
      execute(postgres, "shop", "INSERT INTO customers VALUES (7, 'Ada@Example.org')");
      Path config = configuration(folder, postgres, crm);
      Path output = folder.resolve("output");
      Process process = UberJar.start(folder, output, classPath, command.of(config).toArray());
      try {
        CompletableFuture.anyOf(accepted, process.onExit()).get(2, TimeUnit.MINUTES);
      } finally {
        process.destroyForcibly().waitFor();
      }

      assertThat(crm.records("contacts", "ext_id"))
          .as(() -> read(output))
          .hasEntrySatisfying(
              "7",
              record ->
                  assertThat(record).containsAllEntriesOf(Map.of("ext_id", "7", "mail", mail)));
      assertThat(read(output))
          .contains("The configuration in effect:\nsource:\n  - type: postgres ")
          .doesNotContain(postgres.password(), CrmSimulator.DEFAULT_TOKEN);
    }
  }

  private static Path configuration(Path folder, DatabaseServer postgres, CrmSimulator crm)
      throws Exception {
    return Files.writeString(
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
        sink: {type: hubspot, base-url: "%s", token: "${file:%s}"}
        mappings:
          - table: public.customers
            object: contacts
            id: ext_id
            fields:
              ext_id: CAST(id AS VARCHAR)
              mail: LOWER(email)
        pipeline: {parallelism: 1}
        """
            .formatted(
                postgres.host(),
                postgres.port(),
                postgres.username(),
                Files.writeString(folder.resolve("password"), postgres.password()),
                crm.baseUrl(),
                Files.writeString(folder.resolve("token"), CrmSimulator.DEFAULT_TOKEN)));
  }

  private static void execute(DatabaseServer postgres, String database, String sql)
      throws Exception {
    try (Connection connection = postgres.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String read(Path output) {
    try {
      return Files.readString(output);
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }
}
