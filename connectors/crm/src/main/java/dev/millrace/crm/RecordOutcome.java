package dev.millrace.crm;

import java.util.Objects;

/** What an answer says of one record. */
public final class RecordOutcome {

  /** Kinds of outcome. */
  public enum Kind {
    /** The CRM holds this version of the record. */
    ACCEPTED,
    /**
     * A fault of the moment (row locked, parent missing): the same record may be accepted later.
     */
    RETRY,
    /** The CRM will not take this record as it is. */
    REFUSED,
    /**
     * The answer neither confirms nor refuses the record: sent again, alone if it happens again.
     */
    UNCONFIRMED
  }

  public static final RecordOutcome ACCEPTED = new RecordOutcome(Kind.ACCEPTED, "", "");
  public static final RecordOutcome UNCONFIRMED =
      new RecordOutcome(Kind.UNCONFIRMED, "UNCONFIRMED", "the answer does not mention the record");

  private final Kind kind;
  private final String code;
  private final String message;

  private RecordOutcome(Kind kind, String code, String message) {
    this.kind = kind;
    this.code = Objects.requireNonNull(code, "code");
    this.message = Objects.requireNonNull(message, "message");
  }

  public static RecordOutcome retry(String code, String message) {
    return new RecordOutcome(Kind.RETRY, code, message);
  }

  public static RecordOutcome refused(String code, String message) {
    return new RecordOutcome(Kind.REFUSED, code, message);
  }

  public Kind kind() {
    return kind;
  }

  /** The CRM's own error code or category; empty for an accepted record. */
  public String code() {
    return code;
  }

  /**
   * The CRM's own words. They may quote a value of the record: for dead letters, never for a log.
   */
  public String message() {
    return message;
  }

  @Override
  public String toString() {
    return code.isEmpty() ? kind.name() : kind + " " + code;
  }
}
