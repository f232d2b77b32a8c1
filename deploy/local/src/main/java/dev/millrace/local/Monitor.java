package dev.millrace.local;

import dev.millrace.local.LiveState.Phase;
import dev.millrace.local.load.Changes;
import dev.millrace.local.load.Shop;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.Stats;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at everything once a second and tells the views. */
final class Monitor implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Monitor.class);
  private static final int TICKS_A_SECOND = 4;
  private static final long TICK_MILLIS = 1_000 / TICKS_A_SECOND;
  private static final int WINDOW_SECONDS = 10;

  private final Shop shop;
  private final Changes changes;
  private final CrmSimulator crm;
  private final Arrivals arrivals;
  private final FollowedChanges followed;
  private final DeadLetterBox deadLetters;
  private final String crmWords;
  private final String flinkUrl;
  private final RowReader rows;
  private final List<LiveView> views;
  private final long snapshotRows;
  private final Rates rates = new Rates(System.nanoTime());
  private final LatencyWindow received = new LatencyWindow(WINDOW_SECONDS);
  private final LatencyWindow acceptance = new LatencyWindow(WINDOW_SECONDS);
  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(
          runnable -> {
            Thread thread = new Thread(runnable, "monitor");
            thread.setDaemon(true);
            return thread;
          });
  private Phase phase = Phase.SNAPSHOT;
  private long ticked;
  private long burstFull;
  private long dailyFull;

  /**
   * @param followed null when no change is
   * @param crmWords the CRM in a few words
   */
  Monitor(
      Shop shop,
      Changes changes,
      CrmSimulator crm,
      Arrivals arrivals,
      FollowedChanges followed,
      DeadLetterBox deadLetters,
      String crmWords,
      String flinkUrl,
      long snapshotRows,
      List<LiveView> views)
      throws SQLException {
    this.shop = shop;
    this.changes = changes;
    this.crm = crm;
    this.arrivals = arrivals;
    this.followed = followed;
    this.deadLetters = deadLetters;
    this.crmWords = crmWords;
    this.flinkUrl = flinkUrl;
    this.snapshotRows = snapshotRows;
    this.views = views;
    this.rows = new RowReader(shop);
  }

  void start() {
    ticks.scheduleAtFixedRate(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Goes on to the next phase; a phase that is measured begins with no latencies. */
  synchronized void enter(Phase next) {
    phase = next;
    if (next == Phase.WARM_UP || next == Phase.LIVE) {
      arrivals.measure();
      received.reset();
      acceptance.reset();
    }
  }

  /** Commit to request received, over the phase so far. */
  synchronized LiveState.Percentiles received() {
    received.add(arrivals.receivedSince());
    return received.whole();
  }

  /** Commit to acceptance, over the phase so far. */
  synchronized LiveState.Percentiles acceptance() {
    acceptance.add(arrivals.acceptedSince());
    return acceptance.whole();
  }

  private void tick() {
    if (due()) {
      show();
    }
  }

  /** Once a second; a snapshot, which may be over in two, four times. */
  private synchronized boolean due() {
    return ticked++ % TICKS_A_SECOND == 0 || phase == Phase.SNAPSHOT;
  }

  /** Shows the state as it is now. */
  void show() {
    try {
      LiveState state = look();
      views.forEach(view -> view.show(state));
    } catch (SQLException | RuntimeException e) {
      LOG.warn("the demo's state could not be shown", e);
    }
  }

  private synchronized LiveState look() throws SQLException {
    received.add(arrivals.receivedSince());
    acceptance.add(arrivals.acceptedSince());
    rates.look(System.nanoTime());
    Stats stats = crm.stats();
    return new LiveState(
        phase,
        shop.server().description(),
        crmWords,
        flinkUrl,
        System.currentTimeMillis(),
        new LiveState.Snapshot(snapshotRows, Math.min(snapshotRows, stats.accepted())),
        flow(stats),
        delivery(),
        budget(),
        received.last(),
        acceptance.last(),
        followed == null ? List.of() : followed.look(rows),
        deadLetters.state());
  }

  private LiveState.Flow flow(Stats stats) {
    long calls = rates.growth("calls", stats.calls());
    long accepted = rates.growth("accepted", stats.accepted());
    return new LiveState.Flow(
        changes.committed(),
        stats.accepted(),
        rates.perSecond("committed", changes.committed()),
        rates.perSecond("read", JobGauges.sum("changes")),
        rates.perSecond("mapped", JobGauges.sum("changesMapped")),
        rates.perSecond(
            "left out",
            JobGauges.sum("changesFiltered") + JobGauges.sum("changesSkippedUnchanged")),
        // By the job's count: the CRM's has no removal of a record that it does not know.
        rates.perSecond("accepted records", JobGauges.sum("acceptedRecords")),
        rates.perSecond(calls),
        calls == 0 ? 0 : (double) accepted / calls);
  }

  private static LiveState.Delivery delivery() {
    return new LiveState.Delivery(
        JobGauges.sum("waitingRecords"),
        JobGauges.sum("deferredRecords"),
        JobGauges.sum("recordsInFlight"),
        JobGauges.sum("callsInFlight"),
        JobGauges.sum("concurrency"),
        JobGauges.sum("coalescedRecords"),
        JobGauges.sum("retriedRecords"));
  }

  private LiveState.Budget budget() {
    long burst = JobGauges.sum("burstBudget");
    long daily = JobGauges.sum("dailyBudget");
    burstFull = Math.max(burstFull, burst);
    dailyFull = Math.max(dailyFull, daily);
    return new LiveState.Budget(burst, burstFull, daily, dailyFull);
  }

  @Override
  public void close() throws SQLException {
    ticks.shutdownNow();
    rows.close();
  }
}
