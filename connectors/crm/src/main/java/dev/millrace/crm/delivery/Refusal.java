package dev.millrace.crm.delivery;

import dev.millrace.crm.CrmRecord;

/** A record that the CRM does not take as it is, and what it said. */
public final class Refusal {

  private final CrmRecord record;
  private final String code;
  private final String message;
  private final String correlation;

  Refusal(CrmRecord record, String code, String message, String correlation) {
    this.record = record;
    this.code = code;
    this.message = message;
    this.correlation = correlation;
  }

  public CrmRecord record() {
    return record;
  }

  /** The CRM's own error code or category. */
  public String code() {
    return code;
  }

  /** The CRM's own words. They may quote a value: for dead letters, never for a log. */
  public String message() {
    return message;
  }

  /** What the CRM's support finds the answer by; empty if it gave nothing. */
  public String correlation() {
    return correlation;
  }

  /** Says what, where and why, never a value. */
  @Override
  public String toString() {
    return record
        + " refused: "
        + code
        + (correlation.isEmpty() ? "" : ", correlation " + correlation);
  }
}
