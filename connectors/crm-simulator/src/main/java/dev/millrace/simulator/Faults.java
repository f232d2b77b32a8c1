package dev.millrace.simulator;

/** Makes the CRM fail. Safe for use by any thread; an order is in force when it returns. */
public interface Faults {

  /** Puts a fault in force, beside those that are. The oldest one that fits a call wins. */
  Injection inject(SimulatedFault fault);

  /** Refuses every write of this record until it is mended. */
  default void poison(String object, String externalId) {
    poison(object, externalId, RecordError.POISON);
  }

  /** Refuses every write of this record with this error until it is mended. */
  void poison(String object, String externalId, RecordError error);

  /** Accepts the record again. */
  void mend(String object, String externalId);

  /** Removes every fault and mends every record. */
  void clear();

  /** A fault in force. */
  interface Injection {

    /** Calls that it hit. */
    long hits();

    void remove();
  }
}
