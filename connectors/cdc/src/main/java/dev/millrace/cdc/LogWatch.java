package dev.millrace.cdc;

import dev.millrace.change.LogProgress;
import dev.millrace.change.SourcePosition;
import dev.millrace.change.flink.MetricScope;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows how far the log was read, and looks at the log from the database's side: once an interval,
 * in a thread and over a connection of its own, so that a source that is held back is looked after
 * too. What it finds are the metrics of {@link LogMetricNames}, there from the moment the reader is
 * given the log to read.
 */
public abstract class LogWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LogWatch.class);

  private static final long UNKNOWN = -1;

  private final MetricGroup operator;
  private final long intervalNanos;
  private final LogLag lag;
  private ScheduledExecutorService thread;
  private volatile SourcePosition read;
  private volatile Long lastLook;
  private volatile long unread = UNKNOWN;
  private volatile boolean closed;
  private boolean told;

  protected LogWatch(MetricGroup operator, Duration interval) {
    this.operator = operator;
    this.intervalNanos = interval.toNanos();
    this.lag = new LogLag(2 * intervalNanos);
  }

  /**
   * Looks at the database, and tells {@link #found} what it found. What it fails with is told once,
   * and it is asked again: the reader has a connection of its own, by which the job fails and
   * recovers if the server is gone.
   */
  protected abstract void look() throws Exception;

  /** Registers what a database has beside what all have, each by {@link #known}. */
  protected void register(MetricScope scope) {}

  /** Begins to look, unless it has begun. Called by the task's thread, as is {@link #readTo}. */
  @SuppressWarnings("FutureReturnValueIgnored") // lookNow keeps its failures to itself
  public final void begin() {
    if (thread != null) {
      return;
    }
    MetricScope scope = MetricScope.of(operator, LogMetricNames.GROUP);
    LogMetricNames.UNREAD.gauge(scope, () -> known(() -> unread));
    LogMetricNames.LAG.gauge(scope, () -> read == null ? UNKNOWN : known(this::lagMillis));
    register(scope);
    thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread watch = new Thread(task, "millrace-log-watch");
              watch.setDaemon(true);
              return watch;
            });
    thread.scheduleWithFixedDelay(this::lookNow, 0, intervalNanos, TimeUnit.NANOSECONDS);
  }

  /** Every change before this position has been handed on; see {@link LogProgress#readTo}. */
  public final void readTo(SourcePosition position) {
    LogProgress.readTo(position);
    read = position;
  }

  /** What {@link #readTo} was told last; null when nothing yet. */
  protected final SourcePosition read() {
    return read;
  }

  /** -1 in place of what no look has found of late. */
  protected final long known(LongSupplier value) {
    Long last = lastLook;
    return last == null || System.nanoTime() - last > 3 * intervalNanos
        ? UNKNOWN
        : value.getAsLong();
  }

  /**
   * To be called by {@link #look} as soon as it knows them.
   *
   * @param end where the log ended
   * @param bytesToEnd from what was read; -1 when it cannot be told
   */
  protected final void found(SourcePosition end, long bytesToEnd) {
    long now = System.nanoTime();
    lag.note(end, now);
    unread = bytesToEnd;
    lastLook = now;
  }

  private long lagMillis() {
    return lag.millis(read, System.nanoTime());
  }

  private void lookNow() {
    try {
      look();
      told = false;
    } catch (Throwable e) {
      // Errors too: what is thrown here ends the looking without a word.
      if (!told && !closed) {
        LOG.warn("The log could not be looked at from the database's side; tried again", e);
        told = true;
      }
    }
  }

  @Override
  public final void close() {
    closed = true;
    if (thread != null) {
      thread.shutdownNow();
    }
  }
}
