package dev.millrace.crm.delivery;

import dev.millrace.crm.CallLimit;
import dev.millrace.crm.CrmConnector;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import java.io.IOException;

/**
 * Lets requests through as far as the CRM's limits go, and asks the CRM for them before the first,
 * where it can be asked.
 */
final class BudgetGate {

  private final CrmConnector connector;
  private final RequestBudget budget;
  private final Transport transport;
  private final Clock clock;
  private final WakeUp wakeUp;
  private final DeliveryMetrics metrics;
  private final Runnable opened;
  private boolean asked;

  /** Since when no request is let through, -1 if they are. */
  private long closedSince = -1;

  /**
   * @param opened called when the answer about the limits is there; for a time that is known
   *     beforehand the alarm is set instead
   */
  BudgetGate(DeliveryEngineBuilder parts, RequestBudget budget, WakeUp wakeUp, Runnable opened) {
    this.connector = parts.connector;
    this.budget = budget;
    this.transport = parts.transport;
    this.clock = parts.clock;
    this.wakeUp = wakeUp;
    this.metrics = parts.metrics;
    this.opened = opened;
  }

  /** Whether one more request may be sent. */
  boolean isOpen(long now) {
    long wait = budget.untilFree(now);
    if (wait <= 0) {
      endWait(now);
      return !asksForLimits(now);
    }
    if (closedSince < 0) {
      closedSince = now;
    }
    if (wait < Long.MAX_VALUE) {
      wakeUp.at(now + wait);
    }
    return false;
  }

  /** As {@link RequestBudget#limitBurst}. */
  void limitBurst(CallLimit limit) {
    budget.limitBurst(limit);
    endWait(clock.nanoTime());
  }

  private void endWait(long now) {
    if (closedSince >= 0) {
      metrics.waitedForBudget(now - closedSince);
      closedSince = -1;
    }
  }

  private boolean asksForLimits(long now) {
    CrmRequest question = asked ? null : connector.limitsQuestion();
    asked = true;
    if (question == null) {
      return false;
    }
    budget.sent(now);
    transport.send(
        question,
        false,
        new Transport.Callback() {
          @Override
          public void onResponse(CrmResponse response) {
            budget.answered(response, clock.nanoTime());
            opened.run();
          }

          @Override
          public void onFailure(IOException failure) {
            // What is wrong the first call is told too, and tells.
            budget.failed(clock.nanoTime());
            opened.run();
          }
        });
    return true;
  }
}
