package dev.millrace.crm.operator;

import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.delivery.DeliveryStoppedException;
import dev.millrace.crm.delivery.Transport;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/**
 * Brings answers from the HTTP client's threads to the task's. A mail alone would not do: Flink CDC
 * hands over a whole batch of changes in one go, during which no mail runs, so the operator looks
 * for answers itself, which costs one read a record.
 */
final class MailboxTransport implements Transport {

  private final Transport http;
  private final MailboxExecutor mailbox;
  private final Queue<Runnable> answers = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean mailed = new AtomicBoolean();

  MailboxTransport(Transport http, MailboxExecutor mailbox) {
    this.http = http;
    this.mailbox = mailbox;
  }

  @Override
  public void send(CrmRequest request, boolean renewAuthorization, Callback callback) {
    http.send(request, renewAuthorization, callback.on(this::hand));
  }

  private void hand(Runnable answer) {
    answers.add(answer);
    if (mailed.compareAndSet(false, true)) {
      try {
        mailbox.execute(this::takeAnswersMailed, "answers from the CRM");
      } catch (RejectedExecutionException e) {
        // The task has ended, and with it what would have taken the answer.
        answers.clear();
      }
    }
  }

  private void takeAnswersMailed() {
    mailed.set(false);
    takeAnswers();
  }

  /**
   * Lets the engine have the answers that are here. On the task's thread.
   *
   * @throws SuppressRestartsException when the engine cannot go on
   */
  void takeAnswers() {
    orStop(
        () -> {
          for (Runnable answer = answers.poll(); answer != null; answer = answers.poll()) {
            answer.run();
          }
        });
  }

  /**
   * Runs what asks the engine for something.
   *
   * @throws SuppressRestartsException when the engine cannot go on, which no restart mends
   */
  static void orStop(Runnable step) {
    try {
      step.run();
    } catch (DeliveryStoppedException e) {
      throw new SuppressRestartsException(e);
    }
  }
}
