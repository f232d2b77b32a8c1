package dev.millrace.crm;

import java.util.Arrays;
import java.util.Objects;

/**
 * What a call's answer means: an outcome for each record, a further request, or something that
 * concerns the whole call.
 */
public final class Answer {

  /** Kinds of answer. */
  public enum Kind {
    /**
     * The call needs one more request, e.g. archive after the ids were resolved, or asking once
     * more for a job's state.
     */
    NEXT,
    /** Every record of the batch has its outcome. */
    OUTCOMES,
    /**
     * The CRM's limit is reached: nothing was written; the sink slows down, records keep their
     * place.
     */
    THROTTLED,
    /** The token is not accepted: refresh it and repeat once; then stop the job. */
    UNAUTHORIZED,
    /**
     * The CRM could not work on the call (5xx, lock): repeat with backoff, for as long as it takes.
     * It may have been written.
     */
    UNAVAILABLE,
    /**
     * Some record of the call cannot be written at the moment (row locked): others go on, these are
     * sent again later, and in smaller calls if it happens again. Nothing was written.
     */
    BUSY,
    /**
     * The call was refused as a whole because of some record in it: halve it until the record is
     * alone.
     */
    REFUSED,
    /**
     * No record will ever be accepted like this (unknown property, missing scope): stop the job.
     */
    MISCONFIGURED
  }

  private final Kind kind;
  private final CrmRequest next;
  private final RecordOutcome[] outcomes;
  private final String code;
  private final String message;
  private final long afterMillis;

  private Answer(
      Kind kind,
      CrmRequest next,
      RecordOutcome[] outcomes,
      String code,
      String message,
      long afterMillis) {
    this.kind = kind;
    this.next = next;
    this.outcomes = outcomes;
    this.code = code;
    this.message = message;
    this.afterMillis = afterMillis;
  }

  public static Answer next(CrmRequest request) {
    return next(request, 0);
  }

  /**
   * One more request, but not before this long. Meanwhile the call holds its records, and no place
   * among the calls that may be in flight.
   */
  public static Answer next(CrmRequest request, long afterMillis) {
    return new Answer(Kind.NEXT, Objects.requireNonNull(request), null, "", "", afterMillis);
  }

  /** One outcome a record, in the batch's order, none null. Kept, not copied. */
  public static Answer outcomes(RecordOutcome[] outcomes) {
    return new Answer(Kind.OUTCOMES, null, Objects.requireNonNull(outcomes), "", "", -1);
  }

  /** The same outcome for each of so many records. */
  public static Answer outcomeOfAll(RecordOutcome outcome, int records) {
    RecordOutcome[] outcomes = new RecordOutcome[records];
    Arrays.fill(outcomes, outcome);
    return outcomes(outcomes);
  }

  /**
   * @param retryAfterMillis how long the CRM asks to wait, -1 when it does not say
   */
  public static Answer throttled(String code, String message, long retryAfterMillis) {
    return new Answer(Kind.THROTTLED, null, null, code, message, retryAfterMillis);
  }

  public static Answer unauthorized(String code, String message) {
    return new Answer(Kind.UNAUTHORIZED, null, null, code, message, -1);
  }

  /**
   * @param retryAfterMillis how long the CRM asks to wait, -1 when it does not say
   */
  public static Answer unavailable(String code, String message, long retryAfterMillis) {
    return new Answer(Kind.UNAVAILABLE, null, null, code, message, retryAfterMillis);
  }

  /**
   * @param retryAfterMillis how long these records are to wait at least, -1 when it does not matter
   */
  public static Answer busy(String code, String message, long retryAfterMillis) {
    return new Answer(Kind.BUSY, null, null, code, message, retryAfterMillis);
  }

  public static Answer refused(String code, String message) {
    return new Answer(Kind.REFUSED, null, null, code, message, -1);
  }

  /**
   * @param message what is wrong in the connector's own words, naming the object and fields; for
   *     the log, so without a value
   */
  public static Answer misconfigured(String code, String message) {
    return new Answer(Kind.MISCONFIGURED, null, null, code, message, -1);
  }

  public Kind kind() {
    return kind;
  }

  /** The further request of a NEXT; null for every other kind. */
  public CrmRequest next() {
    return next;
  }

  /** The outcomes of an OUTCOMES, in the batch's order; null for every other kind. */
  public RecordOutcome[] outcomes() {
    return outcomes;
  }

  /**
   * The CRM's own error code or category, else {@code HTTP <status>}; empty for NEXT and OUTCOMES.
   */
  public String code() {
    return code;
  }

  /** The CRM's own words; may quote a value, so not for a log, but for that of MISCONFIGURED. */
  public String message() {
    return message;
  }

  /** How long to wait before the next request, of a NEXT; 0 for at once. */
  public long nextAfterMillis() {
    return kind == Kind.NEXT ? afterMillis : 0;
  }

  /**
   * How long the CRM asks to wait, of a THROTTLED, UNAVAILABLE or BUSY; -1 when it does not say.
   */
  public long retryAfterMillis() {
    return kind == Kind.NEXT ? -1 : afterMillis;
  }

  @Override
  public String toString() {
    return code.isEmpty() ? kind.name() : kind + " " + code;
  }
}
