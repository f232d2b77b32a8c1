package dev.millrace.crm;

import dev.millrace.check.Fault;
import java.io.IOException;

/** The CRM gives out no authorization, and would not if it were asked again: the job stops. */
public final class LoginRefusedException extends IOException {

  private static final long serialVersionUID = 1L;

  private final transient Fault fault;

  /**
   * @param fault what was found and what mends it, without a secret
   */
  public LoginRefusedException(Fault fault) {
    super(fault.toString());
    this.fault = fault;
  }

  /** What was found and what mends it. */
  public Fault fault() {
    return fault;
  }
}
