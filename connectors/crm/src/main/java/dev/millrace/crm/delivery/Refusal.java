package dev.millrace.crm.delivery;

import dev.millrace.crm.CrmRecord;
import java.util.Objects;

/**
 * A record that is given up, and why: what a dead letter says, but for the CRM, of which an engine
 * has only one. Operation, table, primary key and position are the record's.
 */
public final class Refusal {

  private final CrmRecord record;
  private final ErrorClass errorClass;
  private final String code;
  private final String message;
  private final String correlation;
  private final int attempts;
  private final long firstSentMillis;
  private final long refusedMillis;

  public Refusal(
      CrmRecord record,
      ErrorClass errorClass,
      String code,
      String message,
      String correlation,
      int attempts,
      long firstSentMillis,
      long refusedMillis) {
    this.record = Objects.requireNonNull(record, "record");
    this.errorClass = Objects.requireNonNull(errorClass, "errorClass");
    this.code = Objects.requireNonNull(code, "code");
    this.message = Objects.requireNonNull(message, "message");
    this.correlation = Objects.requireNonNull(correlation, "correlation");
    this.attempts = attempts;
    this.firstSentMillis = firstSentMillis;
    this.refusedMillis = refusedMillis;
  }

  public CrmRecord record() {
    return record;
  }

  public ErrorClass errorClass() {
    return errorClass;
  }

  /**
   * The CRM's own error code or category; {@code HTTP <status>} or the failure's class without. Of
   * a row that could not be mapped {@link dev.millrace.crm.MappingFault#code}.
   */
  public String code() {
    return code;
  }

  /**
   * The CRM's own words. They may quote a value: for dead letters, never for a log. Only those of a
   * mapping's fault do not.
   */
  public String message() {
    return message;
  }

  /** What the CRM's support finds the answer by; empty if it gave nothing. */
  public String correlation() {
    return correlation;
  }

  /** Calls that the record, or an earlier version that was merged into it, was part of. */
  public int attempts() {
    return attempts;
  }

  /** When the first of them was made, epoch milliseconds; 0 when none was. */
  public long firstSentMillis() {
    return firstSentMillis;
  }

  /** When it was given up, epoch milliseconds. */
  public long refusedMillis() {
    return refusedMillis;
  }

  /** Why, never a value. */
  public String reason() {
    if (errorClass == ErrorClass.MAPPING) {
      return message;
    }
    return (errorClass == ErrorClass.REFUSED ? "" : errorClass + " ")
        + code
        + (correlation.isEmpty() ? "" : ", correlation " + correlation);
  }

  /** Says what, where and why, never a value. */
  @Override
  public String toString() {
    return record
        + (errorClass == ErrorClass.MAPPING ? " cannot be mapped: " : " refused: ")
        + reason();
  }
}
