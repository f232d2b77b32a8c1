package dev.millrace.crm.delivery;

import dev.millrace.crm.CrmResponse;

/**
 * How many requests the CRM's published limits leave. Asked before each one, on the engine's
 * thread.
 */
public interface RequestBudget {

  /**
   * Takes one request from the budget.
   *
   * @return 0 when it was taken, else after how many nanoseconds to ask again
   */
  long take(long nanoTime);

  /** Told of every answer: CRMs tell in headers what is left. */
  void answered(CrmResponse response, long nanoTime);

  /** No limit. */
  RequestBudget UNLIMITED =
      new RequestBudget() {
        @Override
        public long take(long nanoTime) {
          return 0;
        }

        @Override
        public void answered(CrmResponse response, long nanoTime) {}
      };
}
