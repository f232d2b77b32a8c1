package dev.millrace.crm.operator;

import dev.millrace.change.LogProgress;
import dev.millrace.change.SourcePosition;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.delivery.Clock;
import dev.millrace.crm.delivery.DeliveryEngine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.flink.util.concurrent.ExecutorThreadFactory;
import org.apache.flink.util.function.ThrowingRunnable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps records from going back in time when the log is read again: after a restore, and where the
 * log repeats the snapshot. The rows of the checkpoint's references are read first; then nothing is
 * sent until the log has been read up to where it ended at that moment, so that each record is sent
 * as it was there at the earliest.
 *
 * <p>It ends with the first change at or behind that position, or when the source says that it has
 * read so far ({@link LogProgress}). It is given up when more is held than may be, or for longer.
 */
final class Recovery implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private static final long LOOK_EVERY_MILLIS = 20;

  private final RowLookup rows;
  private final DeliveryEngine engine;
  private final MailboxExecutor mailbox;
  private final int maxRecords;
  private final long maxNanos;
  private final FlinkDeliveryMetrics metrics;

  private ScheduledExecutorService thread;
  private boolean reading;
  private boolean holding;
  private boolean inSnapshot;
  private boolean awaitsLog;
  private SourcePosition until;

  private long givenUpAt;

  /**
   * @param rows null where nothing can be read again: then nothing is held
   */
  Recovery(
      RowLookup rows,
      DeliveryEngine engine,
      MailboxExecutor mailbox,
      int maxRecords,
      Duration maxWait,
      FlinkDeliveryMetrics metrics) {
    this.rows = rows;
    this.engine = engine;
    this.mailbox = mailbox;
    this.maxRecords = maxRecords;
    this.maxNanos = maxWait.toNanos();
    this.metrics = metrics;
  }

  /** Begins: the references' rows are read, and the end of the log behind them. */
  void begin(List<RowReference> references) {
    if (rows == null) {
      return;
    }
    reading = true;
    hold(true);
    if (thread == null) {
      thread =
          Executors.newSingleThreadScheduledExecutor(new ExecutorThreadFactory("millrace-rows"));
    }
    thread.execute(() -> read(references));
  }

  private void read(List<RowReference> references) {
    try (RowLookup.Session session = rows.open()) {
      Map<RowReference, List<CrmRecord>> found =
          references.isEmpty() ? Map.of() : session.read(references);
      SourcePosition end = session.logEnd();
      mail(() -> isRead(references, found, end), "rows of the checkpoint's references");
    } catch (SuppressRestartsException e) {
      // The table no longer fits: the database is not to blame, and the message says what is.
      mail(
          () -> {
            throw e;
          },
          "rows cannot be mapped");
    } catch (Exception e) {
      mail(
          () -> {
            throw new FlinkRuntimeException(
                "the database cannot be asked for where its log ends, nor for rows: "
                    + e.getMessage(),
                e);
          },
          "rows cannot be read");
    }
  }

  private void isRead(
      List<RowReference> references, Map<RowReference, List<CrmRecord>> found, SourcePosition end) {
    reading = false;
    until = end;
    givenUpAt = Clock.SYSTEM.nanoTime() + maxNanos;
    MailboxTransport.orStop(
        () ->
            found.forEach(
                (reference, records) ->
                    records.forEach(
                        record ->
                            engine.offerDeferred(
                                record, reference.attempts(), reference.firstSentMillis()))));
    if (LogProgress.here() == null) {
      // Where the log is not read nothing is read again, as long as that is so.
      awaitsLog = true;
      end();
      return;
    }
    LOG.info(
        "Nothing is sent until the log is read up to {}; {} of {} referenced rows are delivered then",
        end,
        found.size(),
        references.size());
    look();
    lookLater();
  }

  /** Before a record is offered: waits for rows that have to be offered before. */
  void before(CrmRecord record) throws InterruptedException {
    if (record.snapshot()) {
      inSnapshot = true;
    } else if (inSnapshot || awaitsLog) {
      // Restored in the snapshot: the run before may have been further than the log is now.
      boolean repeats = awaitsLog || (rows != null && rows.logRepeatsSnapshot());
      inSnapshot = false;
      awaitsLog = false;
      if (repeats) {
        awaitRows();
        if (!holding) {
          deliverSnapshot();
        }
        // The snapshot may have read what is behind the end that was asked for at the restore.
        begin(List.of());
      }
    }
    awaitRows();
  }

  /** What the snapshot left must not take the room of what is held. */
  private void deliverSnapshot() throws InterruptedException {
    engine.startDrainForBarrier();
    while (!engine.isDrained() && !engine.isStuck()) {
      mailbox.yield();
    }
    engine.endDrain();
  }

  /** Waits until the references' rows are read and offered. */
  void awaitRows() throws InterruptedException {
    while (reading) {
      mailbox.yield();
    }
  }

  /** After a record was offered. */
  void after(CrmRecord record) {
    if (!holding) {
      return;
    }
    // The snapshot of a table that has joined the mappings is read before the log goes on.
    if (!record.snapshot() && record.position().compareTo(until) >= 0) {
      end();
    } else if (engine.state().waitingRecords() > maxRecords || engine.isFull()) {
      giveUp("more records are held than delivery.recovery.max-records or the caps allow");
    }
  }

  /** Whether records are held back. */
  boolean isHolding() {
    return holding;
  }

  /** Ends it whatever is still to be read: nothing more will be. */
  void end() {
    if (holding) {
      hold(false);
      engine.release();
    }
  }

  private void look() {
    if (!holding || reading) {
      return;
    }
    SourcePosition read = LogProgress.here();
    if (read != null && read.compareTo(until) >= 0) {
      end();
    } else if (Clock.SYSTEM.nanoTime() >= givenUpAt) {
      giveUp("the source has not told within delivery.recovery.max-wait that it has read so far");
    }
  }

  private void lookLater() {
    thread.schedule(
        () ->
            mail(
                () -> {
                  look();
                  if (holding && !reading) {
                    lookLater();
                  }
                },
                "is the log read as far as it went"),
        LOOK_EVERY_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  private void giveUp(String why) {
    LOG.warn(
        "Records are sent although the log is not read up to {}: {}. One that is sent may be older"
            + " than what the CRM holds, until the log is read.",
        until,
        why);
    metrics.recoveryGivenUp();
    end();
  }

  private void hold(boolean hold) {
    if (hold && !holding) {
      engine.hold();
    }
    holding = hold;
    metrics.recovering(hold);
  }

  private void mail(ThrowingRunnable<? extends Exception> mail, String what) {
    try {
      mailbox.execute(mail, what);
    } catch (RejectedExecutionException taskHasEnded) {
      thread.shutdown();
    }
  }

  @Override
  public void close() {
    if (thread != null) {
      thread.shutdownNow();
    }
  }
}
