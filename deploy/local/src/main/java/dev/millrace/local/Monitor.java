package dev.millrace.local;

import dev.millrace.local.LiveState.Phase;
import dev.millrace.local.load.Changes;
import dev.millrace.local.load.Shop;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.Stats;
import java.sql.SQLException;
import java.util.ArrayList;
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

  private final Demo options;
  private final Shop shop;
  private final Changes changes;
  private final CrmSimulator crm;
  private final Arrivals arrivals;
  private final String flinkUrl;
  private final RowReader rows;
  private final List<LiveView> views;
  private final long snapshotRows;
  private final long startNanos = System.nanoTime();
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
  private long lastNanos = startNanos;
  private long lastCommitted;
  private long lastAccepted;
  private long lastCalls;

  Monitor(
      Demo options,
      Shop shop,
      Changes changes,
      CrmSimulator crm,
      Arrivals arrivals,
      String flinkUrl,
      long snapshotRows,
      List<LiveView> views)
      throws SQLException {
    this.options = options;
    this.shop = shop;
    this.changes = changes;
    this.crm = crm;
    this.arrivals = arrivals;
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
    Stats stats = crm.stats();
    long now = System.nanoTime();
    double seconds = Math.max(1e-3, (now - lastNanos) / 1e9);
    long committed = changes.committed();
    long accepted = stats.accepted();
    long calls = stats.calls() - lastCalls;
    LiveState state =
        new LiveState(
            phase,
            shop.server().description(),
            options.limits,
            options.serviceTimeMs,
            options.rate,
            (now - startNanos) / 1e9,
            snapshotRows,
            Math.min(snapshotRows, accepted),
            committed,
            accepted,
            (committed - lastCommitted) / seconds,
            (accepted - lastAccepted) / seconds,
            calls / seconds,
            calls == 0 ? 0 : (double) (accepted - lastAccepted) / calls,
            stats.inFlight(),
            JobGauges.sum("waitingRecords"),
            stats.throttled(),
            received.last(),
            acceptance.last(),
            flinkUrl,
            newest());
    lastNanos = now;
    lastCommitted = committed;
    lastAccepted = accepted;
    lastCalls = stats.calls();
    return state;
  }

  private List<LiveState.Change> newest() throws SQLException {
    if (options.noPage) {
      return List.of();
    }
    List<LiveState.Change> list = new ArrayList<>();
    for (Arrivals.Arrival arrival : arrivals.newest()) {
      list.add(rows.beside(arrival));
    }
    return list;
  }

  @Override
  public void close() throws SQLException {
    ticks.shutdownNow();
    rows.close();
  }
}
