package dev.millrace.crm.delivery;

import java.io.IOException;

/** Why a record was not accepted. */
final class Reason {

  final ErrorClass errorClass;
  final String code;
  final String message;
  final String correlation;

  Reason(ErrorClass errorClass, String code, String message, String correlation) {
    this.errorClass = errorClass;
    this.code = code;
    this.message = message;
    this.correlation = correlation;
  }

  /** No answer came. */
  static Reason of(IOException failure) {
    return new Reason(
        ErrorClass.UNAVAILABLE,
        failure.getClass().getSimpleName(),
        String.valueOf(failure.getMessage()),
        "");
  }
}
