package dev.millrace.crm.rest;

import dev.millrace.crm.ErrorTable;
import java.util.Set;

/** An error as an answer tells of it at the configured pointers. */
final class AnswerError implements ErrorTable.CrmError {

  /** Code of a body that is not the JSON it should be: a gateway's page, say. */
  static final String NOT_JSON = "NOT_JSON";

  private final String code;
  private final String message;

  /**
   * @param code null where there is none
   * @param message null where there is none
   */
  AnswerError(String code, String message) {
    this.code = code;
    this.message = message;
  }

  /** Null where there is none. */
  String code() {
    return code;
  }

  @Override
  public Set<String> codes() {
    return code == null ? Set.of() : Set.of(code);
  }

  @Override
  public String message() {
    return message == null ? "" : message;
  }

  @Override
  public Set<String> names(String of) {
    return Set.of();
  }
}
