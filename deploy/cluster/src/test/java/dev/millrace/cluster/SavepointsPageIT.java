package dev.millrace.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.Comparison;
import dev.millrace.local.Comparison.Mapped;
import dev.millrace.local.Surroundings;
import dev.millrace.local.load.Shop;
import dev.millrace.simulator.Limits;
import dev.millrace.simulator.ServiceTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Types the commands of savepoints-README.md, as they stand there. */
@Tag("cluster")
class SavepointsPageIT {

  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final double RATE = 50;
  // The longest, a start, gives up by itself after five.
  private static final Duration LIMIT = Duration.ofMinutes(6);

  private final Surroundings surroundings = new Surroundings();

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void everyCommandPrintsWhatThePageSays(@TempDir Path folder) throws Exception {
    Files.createSymbolicLink(folder.resolve("deploy"), ROOT.resolve("deploy"));
    Files.createSymbolicLink(folder.resolve("job"), ROOT.resolve("job"));
    Path config = folder.resolve("shop.yaml");
    try (surroundings;
        Scripts cluster = new Scripts(ROOT.resolve("deploy/cluster"), folder.resolve("cluster"));
        Console console = new Console(folder, LIMIT)) {
      surroundings.open(
          Shop.Kind.MYSQL, 1000, Limits.NONE, ServiceTime.fixed(Duration.ofMillis(20)));
      surroundings.watchVersions();
      Files.writeString(config, customersOnly(folder));
      // On ports of its own; the page's start finds it running.
      cluster.start(2);
      for (ConsolePage.Block block :
          ConsolePage.read(ROOT.resolve("savepoints-README.md")).blocks()) {
        surroundings.load().start(RATE);
        for (ConsolePage.Command command : block.commands()) {
          String output = console.run(command.text());
          assertThat(command.prints(output))
              .as("%s: %s printed:%n%s", block.place(), command.text(), output)
              .isTrue();
        }
        demandEqual(block.place(), JobWatch.onlyJob(cluster.rest()), mapped(config));
      }
      assertThat(surroundings.crm().stats().violations().total())
          .as(() -> surroundings.crm().stats().violations().toString())
          .isZero();
    }
  }

  private void demandEqual(String place, JobWatch job, Mapped mapped) throws Exception {
    job.await("the job runs behind " + place, JobView::goesOn);
    surroundings.load().stop();
    surroundings.shop().touchCustomers();
    compare(place, job, mapped);
    // Whatever the snapshot has read by now, this comes from the log.
    surroundings.shop().touchCustomers();
    compare(place, job, mapped);
  }

  private void compare(String place, JobWatch job, Mapped mapped) throws Exception {
    Comparison comparison = surroundings.converge(job::demandRunning, mapped);
    assertThat(comparison.differences()).as(() -> place + ": " + comparison.examples()).isZero();
  }

  private static Mapped mapped(Path config) throws IOException {
    String text = Files.readString(config);
    return new Mapped(
        text.contains("firstname: first_name ||")
            ? Map.of("firstname", "CONCAT(first_name, ' ', last_name)")
            : Map.of(),
        text.contains("table: shop.companies"));
  }

  /** The example without its second table, with database and CRM of this test. */
  private String customersOnly(Path folder) throws IOException {
    String example = Files.readString(ROOT.resolve("deploy/local/examples/mysql.yaml"));
    String text =
        example.substring(
            example.indexOf("mappings:"), example.indexOf("  - table: shop.companies"));
    StringBuilder source = new StringBuilder("source:\n  type: mysql\n");
    StringBuilder sink = new StringBuilder("sink:\n  type: hubspot\n");
    for (String setting : surroundings.settings(folder)) {
      String[] words = setting.substring("--".length()).split("[.=]", 3);
      (words[0].equals("source") ? source : sink)
          .append("  " + words[1] + ": \"" + words[2] + "\"\n");
    }
    String config = source + "" + sink + "pipeline:\n  checkpoint-interval: 1s\n";
    return config + text.stripTrailing() + "\n";
  }
}
