package dev.millrace.local;

import dev.millrace.local.Comparison.Mapped;
import dev.millrace.local.LiveState.Phase;
import dev.millrace.local.load.LoadGenerator;
import dev.millrace.local.load.Shop;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.Limits;
import dev.millrace.simulator.ServiceTime;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the demo, from an empty machine to the comparison at its end. */
final class DemoRun {

  private static final Logger LOG = LoggerFactory.getLogger(DemoRun.class);
  private static final Duration STILLNESS = Duration.ofSeconds(30);
  private static final long POLL_MILLIS = 50;
  private static final int INTERRUPTED = 130;

  private final Demo options;
  private final Limits limits;
  private final TerminalView terminal;
  private final OpenParts parts = new OpenParts();
  private final Surroundings surroundings = parts.add(new Surroundings());
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private LoadGenerator load;
  private CrmSimulator crm;
  private Arrivals arrivals;
  private DemoJob job;
  private Monitor monitor;
  private Shop shop;
  private long checkpointsBefore;

  DemoRun(Demo options, Limits limits, TerminalView terminal) {
    this.options = options;
    this.limits = limits;
    this.terminal = terminal;
  }

  int run() throws Exception {
    try (parts) {
      startAll();
      awaitSnapshot();
      return options.duration == null ? untilInterrupted() : measured();
    } catch (Exception e) {
      if (interrupted.getCount() > 0) {
        throw e;
      }
      LOG.debug("ended by the stop", e);
      return INTERRUPTED;
    }
  }

  /** Ends the run before its time, whatever it is doing; nothing is left when this returns. */
  void stop() {
    interrupted.countDown();
    terminal.say("Stopping ...");
    parts.close();
    terminal.say(
        load == null
            ? "Stopped."
            : String.format(
                Locale.ROOT,
                "Stopped after %,d changes. Database, simulator and job are gone.",
                load.changes().committed()));
  }

  private void startAll() throws Exception {
    terminal.say("Starting " + options.source + " ...");
    surroundings.open(
        options.source,
        options.rows,
        limits,
        options.serviceTimeMs == 0
            ? ServiceTime.NONE
            : ServiceTime.fixed(Duration.ofMillis(options.serviceTimeMs)));
    shop = surroundings.shop();
    load = surroundings.load();
    crm = surroundings.crm();
    arrivals = surroundings.arrivals();
    terminal.say(access().database());
    terminal.say(access().crm(crm));
    List<LiveView> views = new ArrayList<>(List.of(terminal));
    LivePage page = null;
    DeadLetterBox deadLetters = new DeadLetterBox();
    FollowedChanges followed = null;
    if (!options.noPage) {
      page = parts.add(new LivePage(deadLetters));
      views.add(page);
      followed = new FollowedChanges(crm, deadLetters);
      arrivals.tell(followed);
      load.changes().tell(followed);
      terminal.say("  Live page       " + page.url());
    }
    job = parts.add(new DemoJob(options.metricsPort));
    job.start(Path.of(System.getProperty("millrace.examples")), surroundings, page);
    terminal.say("  Flink's web UI  " + job.webUrl());
    if (options.metricsPort != null) {
      terminal.say("  Metrics         http://localhost:" + options.metricsPort + "/metrics");
    }
    long rows = Comparison.mappedRows(shop);
    monitor =
        parts.add(
            new Monitor(
                shop,
                load.changes(),
                crm,
                arrivals,
                followed,
                deadLetters,
                access().crmInShort(),
                job.webUrl(),
                rows,
                views));
    monitor.start();
  }

  private Access access() {
    return new Access(options, limits, shop);
  }

  /**
   * The snapshot is over when the CRM equals the database; then one change shows the log is read.
   */
  private void awaitSnapshot() throws Exception {
    long start = System.nanoTime();
    await("the snapshot", this::asManyRecordsAsRows);
    double seconds = (System.nanoTime() - start) / 1e9;
    monitor.show();
    load.commitOne();
    await("the first change from the log", this::asManyRecordsAsRows);
    Comparison comparison = Comparison.of(shop, crm, Mapped.AS_IN_THE_EXAMPLE);
    if (!comparison.equal()) {
      throw new IllegalStateException(
          "the snapshot left differences: " + String.join("; ", comparison.examples()));
    }
    terminal.say(
        String.format(
            Locale.ROOT,
            "Snapshot: %,d records, each equal to its row, %.1f s after the job was submitted.",
            comparison.records(),
            seconds));
  }

  private boolean asManyRecordsAsRows() throws SQLException {
    return crm.count("contacts") + crm.count("companies") == Comparison.mappedRows(shop);
  }

  private int untilInterrupted() throws Exception {
    monitor.enter(Phase.LIVE);
    load.start(options.rate, options.badRows);
    while (!interrupted.await(1, TimeUnit.SECONDS)) {
      job.demandRunning();
    }
    return 0;
  }

  private int measured() throws Exception {
    load.start(options.rate);
    monitor.enter(Phase.WARM_UP);
    long warmUpSeconds = warmUp();
    monitor.enter(Phase.LIVE);
    long before = load.changes().committed();
    long callsBefore = crm.stats().calls();
    long acceptedBefore = crm.stats().accepted();
    surroundings.watchVersions();
    checkpointsBefore = completedCheckpoints();
    long start = System.nanoTime();
    keepUpWithOutage();
    long changes = load.changes().committed() - before;
    double reached = changes / ((System.nanoTime() - start) / 1e9);
    load.stop();
    monitor.enter(Phase.DRAIN);
    Comparison comparison = surroundings.converge(job::demandRunning, Mapped.AS_IN_THE_EXAMPLE);
    long calls = crm.stats().calls() - callsBefore;
    long accepted = crm.stats().accepted() - acceptedBefore;
    monitor.enter(Phase.DONE);
    Report report =
        report(
            warmUpSeconds,
            changes,
            reached,
            comparison,
            calls,
            calls == 0 ? 0 : (double) accepted / calls);
    conclude(report, comparison);
    if (options.report != null) {
      report.write(options.report);
      terminal.say("Report: " + options.report);
    }
    return comparison.equal() ? 0 : 1;
  }

  private long warmUp() throws Exception {
    WarmUp warmUp = new WarmUp(options.warmUp);
    for (Duration next = warmUp.next(); !next.isZero(); next = warmUp.next()) {
      keepUp(next);
    }
    return warmUp.seconds();
  }

  private void keepUpWithOutage() throws Exception {
    if (options.outage == null) {
      keepUp(options.duration);
      return;
    }
    keepUp(Demo.BEFORE_OUTAGE);
    crm.outage(options.outage.toMillis());
    keepUp(options.outage);
    checkpointsBefore = completedCheckpoints();
    keepUp(options.duration.minus(Demo.BEFORE_OUTAGE).minus(options.outage));
  }

  private static long completedCheckpoints() {
    return JobGauges.sum("numberOfCompletedCheckpoints");
  }

  private void keepUp(Duration time) throws Exception {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      if (interrupted.await(Math.min(left, 1_000_000_000L), TimeUnit.NANOSECONDS)) {
        throw new InterruptedException("stopped before its time");
      }
      job.demandRunning();
    }
  }

  private Report report(
      long warmUpSeconds,
      long changes,
      double reached,
      Comparison comparison,
      long calls,
      double recordsPerCall) {
    return new Report(
        options.source.toString(),
        options.rate,
        Math.round(reached * 10) / 10.0,
        changes,
        load.changes().committed(),
        load.changes().inserts(),
        load.changes().updates(),
        load.changes().deletes(),
        comparison.equal(),
        comparison.records(),
        comparison.differences(),
        warmUpSeconds,
        options.duration.toSeconds(),
        options.outage == null ? 0 : options.outage.toSeconds(),
        completedCheckpoints() - checkpointsBefore,
        JobGauges.sum("numRestarts"),
        Report.Latency.of(monitor.received()),
        Report.Latency.of(monitor.acceptance()),
        calls,
        Math.round(recordsPerCall * 10) / 10.0,
        crm.stats().violations().total(),
        options.serviceTimeMs,
        options.limits,
        shop.server().description(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.vm.name") + " " + Runtime.version());
  }

  private void conclude(Report report, Comparison comparison) {
    terminal.say(
        String.format(
            "Measured for %d s after %d s of warm-up: %,d changes, %,.0f a second (asked: %,.0f)",
            report.measuredSeconds(),
            report.warmUpSeconds(),
            report.measuredChanges(),
            report.rateReached(),
            report.rate()));
    terminal.say(line("commit to request received", report.latency()));
    terminal.say(line("commit to accepted        ", report.acceptance()));
    terminal.say(
        comparison.equal()
            ? String.format(
                "The CRM equals the database: %,d records compared.", comparison.records())
            : String.format(
                "The CRM does NOT equal the database: %,d of %,d records differ.",
                comparison.differences(), comparison.records()));
    comparison.examples().forEach(example -> terminal.say("  " + example));
    if (report.violations() > 0) {
      terminal.say("What no CRM would forgive: " + crm.stats().violations());
    }
  }

  private static String line(String what, Report.Latency latency) {
    return String.format(
        "  %s  p50 %.1f  p95 %.1f  p99 %.1f  max %.1f ms",
        what, latency.p50Ms(), latency.p95Ms(), latency.p99Ms(), latency.maxMs());
  }

  private interface Condition {
    boolean holds() throws SQLException;
  }

  private void await(String what, Condition condition) throws Exception {
    long seen = arrivals.count();
    long still = System.nanoTime();
    while (!condition.holds()) {
      job.demandRunning();
      if (arrivals.count() != seen) {
        seen = arrivals.count();
        still = System.nanoTime();
      }
      if (System.nanoTime() - still > STILLNESS.toNanos()) {
        throw new IllegalStateException(
            what
                + " did not come: nothing has arrived for "
                + STILLNESS.toSeconds()
                + " s, and the job has restarted "
                + JobGauges.sum("numRestarts")
                + " times");
      }
      if (interrupted.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new InterruptedException("stopped before its time");
      }
    }
  }
}
