package dev.millrace.job.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.databases.DatabaseServer;
import dev.millrace.databases.Databases;
import dev.millrace.job.config.ConfigLoader;
import dev.millrace.job.config.JobConfig;
import dev.millrace.job.config.Layers;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.Property;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One job of two databases, each with two readers of its snapshot, into one CRM. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class TwoSourcesIT {

  private static final Property[] PROPERTIES = {
    Property.string("ext_id").asUnique(),
    Property.string("mail"),
    Property.number("balance"),
    Property.number("visits"),
    Property.bool("active"),
    Property.string("changed"),
    Property.string("note"),
    Property.number("version")
  };

  @TempDir Path directory;

  @Test
  void everyRowOfBothIsARecord() throws Exception {
    try (DatabaseServer mysql = Databases.mysql();
        DatabaseServer postgres = Databases.postgres();
        CrmSimulator crm =
            CrmSimulator.builder()
                .define("contacts", PROPERTIES)
                .define("products", PROPERTIES)
                .define("products", Property.string("firstname"), Property.string("company"))
                .start();
        Cluster cluster = new Cluster(directory, 4)) {
      createDatabase(mysql, "");
      createDatabase(postgres, "postgres");
      Shop contacts = new Shop(mysql, "shop", "shop.customers", "DATETIME(6)");
      Shop products = new Shop(postgres, "shop", "public.customers", "TIMESTAMP(6)");
      contacts.change(3_000);
      products.change(2_500);

      cluster.run(config(mysql, postgres, crm, contacts, products));
      contacts.change(1_000);
      products.change(1_000);
      awaitSame(cluster, crm, contacts, products, "snapshot and log");

      cluster.awaitCheckpoint();
      cluster.loseTaskManager();
      contacts.change(500);
      products.change(500);
      awaitSame(cluster, crm, contacts, products, "after a restart from the checkpoint");
      assertThat(crm.stats().violations().total()).isZero();
    }
  }

  private static void createDatabase(DatabaseServer server, String from) throws SQLException {
    try (Connection connection = server.connect(from);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE shop");
    }
  }

  private JobConfig config(
      DatabaseServer mysql, DatabaseServer postgres, CrmSimulator crm, Shop contacts, Shop products)
      throws Exception {
    String yaml =
        """
        source:
          - {name: contacts, type: mysql, %s}
          - {name: products, type: postgres, database: shop, slot.name: two_sources, %s}
        sink: {type: hubspot, base-url: "%s", token: "%s"}
        pipeline: {parallelism: 2}
        mappings:
        """
            .formatted(
                source(mysql),
                source(postgres),
                crm.baseUrl(),
                secret("token", CrmSimulator.DEFAULT_TOKEN));
    return ConfigLoader.parse(
        "it.yaml", yaml + of(contacts, "contacts") + of(products, "products"), Layers.NONE);
  }

  private String source(DatabaseServer server) throws Exception {
    return "hostname: %s, port: %d, username: %s, password: \"%s\", scan.snapshot.chunk-size: 100"
        .formatted(
            server.host(),
            server.port(),
            server.username(),
            secret("password-" + server.port(), server.password()));
  }

  private String secret(String name, String text) throws Exception {
    return "${file:" + Files.writeString(directory.resolve(name), text) + "}";
  }

  /** The source's mapping, to the object of its name. */
  private static String of(Shop shop, String name) {
    return shop.mapping().replace("object: contacts", "object: " + name + "\n    source: " + name);
  }

  private static void awaitSame(
      Cluster cluster, CrmSimulator crm, Shop contacts, Shop products, String when)
      throws SQLException {
    Map<String, Map<String, String>> customers = contacts.expected();
    Map<String, Map<String, String>> goods = products.expected();
    assertThat(customers).hasSizeGreaterThan(100).isNotEqualTo(goods);
    assertThat(goods).hasSizeGreaterThan(100);
    Await.until(
        when,
        () -> {
          cluster.requireUnfinished();
          return customers.equals(crm.records("contacts", "ext_id"))
                  && goods.equals(crm.records("products", "ext_id"))
              ? ""
              : "records and rows differ";
        });
    assertThat(crm.records("contacts", "ext_id")).isEqualTo(customers);
    assertThat(crm.records("products", "ext_id")).isEqualTo(goods);
  }
}
