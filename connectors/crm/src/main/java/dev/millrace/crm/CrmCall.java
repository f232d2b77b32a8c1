package dev.millrace.crm;

/**
 * A batch on its way: the request that starts it and the reading of each answer. Used by one
 * thread. A call that fails in the middle is not continued, unless it {@link #resume resumes}: its
 * records go into a new call, so every request must be safe to repeat.
 */
public interface CrmCall {

  /** The first request. Asked for once, or once more when the token was refreshed. */
  CrmRequest first();

  /**
   * Reads the answer to the latest request. Never throws for what a CRM may answer, however odd.
   */
  Answer read(CrmResponse response);

  /**
   * The request to go on with when the latest one got no answer, or one that {@link
   * Answer.Kind#UNAVAILABLE}, {@link Answer.Kind#BUSY}, {@link Answer.Kind#THROTTLED} or {@link
   * Answer.Kind#UNAUTHORIZED} describes; null when the call is to be given up. For a call that
   * leaves work in the CRM which would otherwise still be done after a later call for the same
   * records: a bulk job that was started is asked for again, never uploaded twice.
   */
  default CrmRequest resume() {
    return null;
  }
}
