package dev.millrace.crm;

/**
 * A batch on its way: the request that starts it and the reading of each answer. Used by one
 * thread. A call that fails in the middle is not continued: its records go into a new call, so
 * every request must be safe to repeat.
 */
public interface CrmCall {

  /** The first request. Asked for once, or once more when the token was refreshed. */
  CrmRequest first();

  /**
   * Reads the answer to the latest request. Never throws for what a CRM may answer, however odd.
   */
  Answer read(CrmResponse response);
}
