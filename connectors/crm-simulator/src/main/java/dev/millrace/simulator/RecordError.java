package dev.millrace.simulator;

/**
 * Why the CRM refuses one record: what a {@code 207} lists of it, or what the call is refused with
 * as a whole when its inputs carry no trace ids.
 *
 * @param status HTTP status when the call is refused as a whole
 * @param category the CRM's word: VALIDATION_ERROR, CONFLICT
 * @param wholeCall whether the call is refused as a whole even when its inputs carry trace ids, as
 *     HubSpot does with some conflicts
 */
public record RecordError(int status, String category, String message, boolean wholeCall) {

  public static final RecordError POISON =
      new RecordError(
          400, "VALIDATION_ERROR", "The simulator was told to refuse this record", false);

  /** The same error, refusing the call it comes in. */
  public RecordError ofWholeCall() {
    return new RecordError(status, category, message, true);
  }
}
