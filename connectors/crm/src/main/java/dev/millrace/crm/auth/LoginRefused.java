package dev.millrace.crm.auth;

import dev.millrace.check.Fault;
import dev.millrace.crm.LoginRefusedException;

/** Makes the exceptions that say why there is no login. */
final class LoginRefused {

  private LoginRefused() {}

  /** A secret is not where its reference says; the cause names the reference. */
  static LoginRefusedException noSecret(IllegalStateException cause) {
    LoginRefusedException refused =
        because(cause.getMessage(), "a secret where the reference says", "");
    refused.initCause(cause);
    return refused;
  }

  static LoginRefusedException because(String found, String expected, String mend) {
    return new LoginRefusedException(new Fault("sink.auth", found, expected, mend));
  }
}
