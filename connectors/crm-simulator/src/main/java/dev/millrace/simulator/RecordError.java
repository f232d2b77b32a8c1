package dev.millrace.simulator;

/**
 * Why the CRM refuses one record: what a {@code 207} lists of it, or what the call is refused with
 * as a whole when its inputs carry no trace ids.
 *
 * @param status HTTP status when the call is refused as a whole
 * @param category the CRM's word: VALIDATION_ERROR, CONFLICT
 */
public record RecordError(int status, String category, String message) {

  public static final RecordError POISON =
      new RecordError(400, "VALIDATION_ERROR", "The simulator was told to refuse this record");
}
