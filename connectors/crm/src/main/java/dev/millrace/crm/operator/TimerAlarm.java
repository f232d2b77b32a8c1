package dev.millrace.crm.operator;

import dev.millrace.crm.delivery.Alarm;
import dev.millrace.crm.delivery.Clock;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/** The engine's alarm, on Flink's timers, which ring on the task's thread. */
final class TimerAlarm implements Alarm {

  private final ProcessingTimeService timers;
  private final Runnable onTimer;
  private ScheduledFuture<?> timer;

  TimerAlarm(ProcessingTimeService timers, Runnable onTimer) {
    this.timers = timers;
    this.onTimer = onTimer;
  }

  @Override
  public void ringAt(long nanoTime) {
    if (timer != null) {
      timer.cancel(false);
    }
    long millis =
        TimeUnit.NANOSECONDS.toMillis(Math.max(0, nanoTime - Clock.SYSTEM.nanoTime())) + 1;
    timer =
        timers.registerTimer(
            timers.getCurrentProcessingTime() + millis, timestamp -> onTimer.run());
  }
}
