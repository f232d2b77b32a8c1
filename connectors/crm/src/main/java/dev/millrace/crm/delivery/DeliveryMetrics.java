package dev.millrace.crm.delivery;

/** Told what the engine does, on the engine's thread. Does nothing by default. */
public interface DeliveryMetrics {

  /** A call with this many records is made. */
  default void called(int records) {}

  /** A record is sent for the first time, this long after it was committed in the database. */
  default void sent(long millisSinceCommit) {}

  /** The CRM accepted this many records of a call, this long after the call was made. */
  default void accepted(int records, long nanosSinceSent) {}

  /** This many changes were merged into later ones. */
  default void coalesced(int changes) {}

  /** This many records have to be sent again. */
  default void retried(int records) {}

  /** A record is given up. */
  default void refused() {}

  /** The CRM's limit holds the sink up for this much longer. */
  default void throttled(long nanos) {}

  /** There were records to send, and for this long no call in the budget. */
  default void waitedForBudget(long nanos) {}

  DeliveryMetrics NONE = new DeliveryMetrics() {};
}
