package dev.millrace.crm;

import java.util.Objects;

/** Why a row cannot be made a record of, by the row's own values: a code, and a message. */
public final class MappingFault {

  private final String code;
  private final String message;

  /**
   * @param code one word, the same for every row with this fault
   * @param message which part of the mapping, what came out and what was expected; no value of the
   *     row, since it goes to logs too
   */
  public MappingFault(String code, String message) {
    this.code = Objects.requireNonNull(code, "code");
    this.message = Objects.requireNonNull(message, "message");
  }

  public String code() {
    return code;
  }

  public String message() {
    return message;
  }
}
