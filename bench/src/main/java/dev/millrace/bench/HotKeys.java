package dev.millrace.bench;

import dev.millrace.change.ChangeEvent;
import dev.millrace.change.flink.HandedOnTypeInfo;
import dev.millrace.job.config.ConfigLoader;
import dev.millrace.job.config.JobConfig;
import dev.millrace.job.config.Layers;
import dev.millrace.job.topology.JobTopology;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.Limits;
import dev.millrace.simulator.Property;
import dev.millrace.simulator.RecordVersion;
import dev.millrace.simulator.ServiceTime;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Far more changes than the CRM's limit lets calls through for: what each record has is merged, so
 * that the CRM stays a bounded time behind.
 */
@Command(
    name = "hot-keys",
    mixinStandardHelpOptions = true,
    description =
        "Changes of few records, at many times the rate that the CRM's limit allows. Exit code 0 only if every record"
            + " was at most --behind behind all the time, no limit was passed, no version went back, and in the end the"
            + " CRM has the newest version of every record.")
final class HotKeys implements Callable<Integer> {

  /** The run's; generated on Flink's thread in this process. */
  static volatile Ledger ledger;

  private static final String VERSION = "version";

  @Option(
      names = "--rate",
      defaultValue = "20000",
      description = "Changes a second. Default: ${DEFAULT-VALUE}.")
  int rate;

  @Option(
      names = "--records",
      defaultValue = "5000",
      description = "Records they are of. Default: ${DEFAULT-VALUE}.")
  int records;

  @Option(
      names = "--zipf",
      defaultValue = "1.1",
      description =
          "How unequal: the k-th record has a share of 1 / k^this. Default: ${DEFAULT-VALUE}.")
  double exponent;

  @Option(
      names = "--seconds",
      defaultValue = "60",
      description = "For how long. Default: ${DEFAULT-VALUE}.")
  int seconds;

  @Option(
      names = "--behind",
      defaultValue = "10",
      description = "Most seconds that a record may be behind. Default: ${DEFAULT-VALUE}.")
  int mostBehind;

  @Option(names = "--report", description = "Write the results there, as JSON.")
  Path report;

  private final List<Report.Sample> samples = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    ledger = new Ledger(records);
    Path token = Files.createTempFile("millrace-bench-token-", "");
    try (CrmSimulator crm = simulator()) {
      crm.watchVersions("contacts", VERSION);
      Files.writeString(token, CrmSimulator.DEFAULT_TOKEN);
      JobClient job = start(crm, token);
      watch(job);
      Report result = Report.of(this, ledger, samples, crm.stats());
      result.print(System.out);
      if (report != null) {
        result.write(report);
      }
      return result.holds() ? 0 : 1;
    } finally {
      Files.deleteIfExists(token);
    }
  }

  private static CrmSimulator simulator() {
    return CrmSimulator.builder()
        .limits(Limits.named("professional"))
        .serviceTime(ServiceTime.fixed(Duration.ofMillis(100)))
        .history(false)
        .acceptListener(HotKeys::accepted)
        .define("contacts", Property.string("ext_id").asUnique(), Property.number(VERSION))
        .start();
  }

  private static void accepted(RecordVersion version) {
    ledger.accept(
        Integer.parseInt(version.externalId()),
        Integer.parseInt(version.properties().get(VERSION)));
  }

  private JobClient start(CrmSimulator crm, Path token) throws Exception {
    Path file = Files.createTempFile("hot-keys-", ".yaml");
    try (InputStream text = HotKeys.class.getResourceAsStream("/hot-keys.yaml")) {
      Files.write(file, text.readAllBytes());
      JobConfig config =
          ConfigLoader.load(
              file,
              Layers.of(
                  List.of(
                      "--sink.base-url=" + crm.baseUrl(), "--sink.token=${file:" + token + "}")));
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.createLocalEnvironment(1, new Configuration());
      JobTopology.build(env, config, source -> changes());
      return env.executeAsync("Hot keys");
    } finally {
      Files.delete(file);
    }
  }

  private DataGeneratorSource<ChangeEvent> changes() {
    return new DataGeneratorSource<>(
        new HotChanges(records, exponent),
        (long) rate * seconds,
        Schedule.perSecond(rate),
        HandedOnTypeInfo.of(ChangeEvent.class));
  }

  /** Looks once a second, until the job has delivered everything. */
  private void watch(JobClient job) throws Exception {
    CompletableFuture<?> ended = job.getJobExecutionResult();
    long start = System.nanoTime();
    for (int second = 1; !ended.isDone(); second++) {
      try {
        ended.get(
            start + TimeUnit.SECONDS.toNanos(second) - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException goesOn) {
        long behind = ledger.behindNanos(System.nanoTime());
        samples.add(
            new Report.Sample(
                second, ledger.changes(), ledger.acceptances(), behind / 1e9, heapInUse()));
        if (second % 10 == 0) {
          System.out.printf(
              "%3d s  %,d changes  %,d accepted  at most %.1f s behind%n",
              second, ledger.changes(), ledger.acceptances(), behind / 1e9);
        }
      }
    }
    ended.get();
  }

  /** What was left after the latest collection, in MiB. */
  private static long heapInUse() {
    long bytes = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage afterwards = pool.getCollectionUsage();
      bytes += afterwards == null ? 0 : afterwards.getUsed();
    }
    return bytes >> 20;
  }
}
