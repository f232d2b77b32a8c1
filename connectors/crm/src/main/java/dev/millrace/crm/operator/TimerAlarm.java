package dev.millrace.crm.operator;

import dev.millrace.crm.delivery.Alarm;
import dev.millrace.crm.delivery.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.util.concurrent.ExecutorThreadFactory;

/**
 * The engine's alarm, which rings on the task's thread. Not one of Flink's timers: when a job is
 * stopped with a savepoint Flink ends those before the savepoint's barrier, and what backs off or
 * is throttled has still to be delivered then.
 */
final class TimerAlarm implements Alarm, AutoCloseable {

  private final MailboxExecutor mailbox;
  private final Runnable onTimer;
  private final ScheduledExecutorService timers =
      Executors.newSingleThreadScheduledExecutor(new ExecutorThreadFactory("millrace-timer"));
  private ScheduledFuture<?> timer;

  TimerAlarm(MailboxExecutor mailbox, Runnable onTimer) {
    this.mailbox = mailbox;
    this.onTimer = onTimer;
  }

  @Override
  public void ringAt(long nanoTime) {
    if (timer != null) {
      timer.cancel(false);
    }
    long delay = Math.max(0, nanoTime - Clock.SYSTEM.nanoTime());
    timer = timers.schedule(this::ring, delay, TimeUnit.NANOSECONDS);
  }

  private void ring() {
    try {
      mailbox.execute(onTimer::run, "what backed off or was throttled is due");
    } catch (RejectedExecutionException taskHasEnded) {
      timers.shutdown();
    }
  }

  @Override
  public void close() {
    timers.shutdownNow();
  }
}
