package dev.millrace.crm.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crm.delivery.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.util.function.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimerAlarmTest {

  private static final long DEADLINE_SECONDS = 30;

  private final QueuedMails mailbox = new QueuedMails();
  private final List<Thread> rang = new ArrayList<>();
  private final TimerAlarm alarm = new TimerAlarm(mailbox, () -> rang.add(Thread.currentThread()));

  @AfterEach
  void close() {
    alarm.close();
  }

  @Test
  void ringsOnTheMailboxsThreadNotBeforeItsTime() throws Exception {
    long at = Clock.SYSTEM.nanoTime() + Duration.ofMillis(20).toNanos();
    alarm.ringAt(at);

    mailbox.runNext();

    assertThat(rang).containsExactly(Thread.currentThread());
    assertThat(Clock.SYSTEM.nanoTime()).isGreaterThanOrEqualTo(at);
  }

  @Test
  void anEarlierTimeTakesThePlaceOfALaterOne() throws Exception {
    alarm.ringAt(Clock.SYSTEM.nanoTime() + Duration.ofHours(1).toNanos());
    alarm.ringAt(0);

    mailbox.runNext();

    assertThat(rang).hasSize(1);
    assertThat(mailbox.mails).isEmpty();
  }

  @Test
  void canBeSetAgainWhenItRang() throws Exception {
    alarm.ringAt(0);
    mailbox.runNext();
    alarm.ringAt(Clock.SYSTEM.nanoTime());
    mailbox.runNext();

    assertThat(rang).hasSize(2);
  }

  @Test
  void aTaskThatHasEndedIsNotRung() throws Exception {
    mailbox.closed = true;
    alarm.ringAt(0);

    assertThat(mailbox.refused.poll(DEADLINE_SECONDS, TimeUnit.SECONDS)).isNotNull();
    assertThat(rang).isEmpty();
  }

  /** Keeps mails until the test runs them. */
  private static final class QueuedMails implements MailboxExecutor {

    private final BlockingQueue<ThrowingRunnable<? extends Exception>> mails =
        new LinkedBlockingQueue<>();
    private final BlockingQueue<Object> refused = new LinkedBlockingQueue<>();
    private volatile boolean closed;

    @Override
    public void execute(
        MailOptions options,
        ThrowingRunnable<? extends Exception> command,
        String format,
        Object... args) {
      if (closed) {
        refused.add(command);
        throw new RejectedExecutionException();
      }
      mails.add(command);
    }

    void runNext() throws Exception {
      ThrowingRunnable<? extends Exception> mail = mails.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
      assertThat(mail).isNotNull();
      mail.run();
    }

    @Override
    public void yield() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean tryYield() {
      return false;
    }

    @Override
    public boolean shouldInterrupt() {
      return false;
    }
  }
}
