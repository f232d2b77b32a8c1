package dev.millrace.crm.operator;

import dev.millrace.change.LogProgress;
import dev.millrace.change.SourcePosition;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.delivery.Clock;
import dev.millrace.crm.delivery.DeliveryEngine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
 * Keeps records from going back in time where the log tells again what the CRM has had already.
 *
 * <p>One rule: once rows have reached the CRM that this task did not read from its log, the next
 * change of the log, and all behind it, are held until the log is read up to where it ended when
 * that change was taken in. Such rows are those of the runs before, when there was one; those that
 * the checkpoint's references are read again from; and those of a snapshot, if the log repeats
 * them, there was a run before or other tasks read of it too. All of them were read before the
 * log's end is asked for, so none is newer than the first version that is sent then.
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
  private boolean anew;
  private boolean others;

  /** Whether the CRM may have rows newer than the next change of the log. */
  private boolean mayRepeat;

  private boolean asking;
  private boolean holding;
  private boolean looksLater;
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

  /**
   * Told first where there are other tasks that read chunks of the snapshot: the CRM has their rows
   * when this one begins with the log.
   */
  void othersRead() {
    others = true;
    mayRepeat = rows != null;
  }

  /**
   * Told first where there was a run before, with or without a checkpoint. The references' rows are
   * read and delivered as they are now.
   */
  void begin(List<RowReference> references) {
    anew = true;
    mayRepeat = rows != null;
    if (!references.isEmpty()) {
      ask(() -> read(references), "rows of the checkpoint's references");
    }
  }

  private Runnable read(List<RowReference> references) throws Exception {
    try (RowLookup.Session session = rows.open()) {
      Map<RowReference, List<CrmRecord>> found = session.read(references);
      return () -> {
        MailboxTransport.orStop(
            () ->
                found.forEach(
                    (reference, records) ->
                        records.forEach(
                            record ->
                                engine.offerDeferred(
                                    record, reference.attempts(), reference.firstSentMillis()))));
        engine.flush();
        LOG.info(
            "{} of {} referenced rows are delivered as they are now",
            found.size(),
            references.size());
      };
    }
  }

  /** Before a record is offered. */
  void before(CrmRecord record) throws InterruptedException {
    awaitRows();
    if (record.snapshot()) {
      mayRepeat = rows != null && (anew || others || rows.logRepeatsSnapshot());
    } else if (mayRepeat) {
      mayRepeat = false;
      if (!holding) {
        deliverSnapshot();
      }
      hold(true);
      ask(this::readLogEnd, "where the log ends");
      awaitRows();
    }
  }

  private Runnable readLogEnd() throws Exception {
    try (RowLookup.Session session = rows.open()) {
      SourcePosition end = session.logEnd();
      return () -> {
        until = end;
        givenUpAt = Clock.SYSTEM.nanoTime() + maxNanos;
        LOG.info("Nothing of the log is sent until it is read up to {}", end);
        look();
        lookLater();
      };
    }
  }

  /** Asks the database on a thread of its own; the task takes in nothing meanwhile. */
  private void ask(Callable<Runnable> question, String what) {
    asking = true;
    if (thread == null) {
      thread =
          Executors.newSingleThreadScheduledExecutor(new ExecutorThreadFactory("millrace-rows"));
    }
    thread.execute(
        () -> {
          try {
            Runnable answer = question.call();
            mail(
                () -> {
                  asking = false;
                  answer.run();
                },
                what);
          } catch (SuppressRestartsException e) {
            // The table no longer fits: the database is not to blame, and the message says what is.
            fail(e);
          } catch (Throwable e) {
            // Errors too: the task waits for an answer.
            fail(
                new FlinkRuntimeException(
                    "the database cannot be asked for " + what + ": " + e.getMessage(), e));
          }
        });
  }

  private void fail(RuntimeException failure) {
    mail(
        () -> {
          throw failure;
        },
        "the database has not answered");
  }

  /** What the snapshot left must not take the room of what is held. */
  private void deliverSnapshot() throws InterruptedException {
    engine.startDrainForBarrier();
    while (!engine.isDrained() && !engine.isStuck()) {
      mailbox.yield();
    }
    engine.endDrain();
  }

  /** Waits until what the database is asked for is here. */
  void awaitRows() throws InterruptedException {
    while (asking) {
      mailbox.yield();
    }
  }

  /** After a record was offered. */
  void after(CrmRecord record) {
    if (!holding) {
      return;
    }
    // The snapshot of a table that has joined the mappings is read while the log stands.
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

  /**
   * Told at the end of the input, behind which nothing more of the log is read.
   *
   * @throws FlinkRuntimeException where records are held: neither may they be sent, nor kept
   */
  void endInput() {
    look();
    if (holding) {
      throw new FlinkRuntimeException(
          "The job is stopped with --drain while records are held back until the log is read up to "
              + until
              + ": sent now, the CRM would show older versions than it has. The job goes back to its"
              + " latest checkpoint and on. Stop it without --drain, or when the metric recovering"
              + " is 0");
    }
  }

  private void end() {
    if (holding) {
      hold(false);
      engine.release();
    }
  }

  private void look() {
    if (!holding || asking) {
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
    if (!holding || looksLater) {
      return;
    }
    looksLater = true;
    thread.schedule(
        () ->
            mail(
                () -> {
                  looksLater = false;
                  look();
                  lookLater();
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
