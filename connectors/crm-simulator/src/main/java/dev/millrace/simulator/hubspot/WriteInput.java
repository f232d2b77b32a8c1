package dev.millrace.simulator.hubspot;

import dev.millrace.simulator.store.Slot;
import dev.millrace.simulator.store.StoredRecord;
import java.util.List;

/** One input of a batch that creates, updates or upserts, from its reading to its result. */
final class WriteInput {

  /** Null when the input names none; the CRM id then, except in a create. */
  String idProperty;

  String id;
  String traceId;
  Slot[] slots;
  String[] values;

  /** Values that their properties do not take; null when all are good. */
  List<InvalidValue> invalid;

  /** The property {@link #idProperty} names; null for the CRM id. */
  Slot key;

  /** The id as the CRM compares it. */
  String foldedId;

  /** Null when the record is not there yet. */
  StoredRecord target;

  /** The id of the target or of the record to be made. */
  long recordId;

  /** Whether a refusal of this input refuses the call. */
  boolean wholeCall;

  boolean created;
}
