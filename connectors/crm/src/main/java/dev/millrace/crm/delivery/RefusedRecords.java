package dev.millrace.crm.delivery;

/** Takes the records that the CRM refuses. With that they are dealt with, for the engine. */
public interface RefusedRecords {

  /** Called on the engine's thread; what it throws comes out of the engine's method. */
  void refused(Refusal refusal);
}
