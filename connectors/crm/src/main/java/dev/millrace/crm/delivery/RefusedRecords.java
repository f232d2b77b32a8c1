package dev.millrace.crm.delivery;

import dev.millrace.crm.CrmRecord;

/** Takes the records that the CRM refuses. With that they are dealt with, for the engine. */
public interface RefusedRecords {

  /** Called on the engine's thread; what it throws comes out of the engine's method. */
  void refused(Refusal refusal);

  /**
   * A record was accepted, which may be a later version of one that was refused. Called for each,
   * on the engine's thread.
   */
  default void accepted(CrmRecord record) {}
}
