package dev.millrace.secret;

import dev.millrace.check.Fault;

/** A secret is not where its {@link SecretReference} says. Its message never has a secret in it. */
public final class MissingSecretException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  private final String reference;
  private final String mend;

  MissingSecretException(SecretReference reference, String found, String mend, Throwable cause) {
    super(reference + " " + found, cause);
    this.reference = reference.toString();
    this.mend = mend;
  }

  /** The reference as the configuration has it. */
  public String reference() {
    return reference;
  }

  /**
   * What to tell of it.
   *
   * @param where the option, or what it is part of
   */
  public Fault fault(String where) {
    return new Fault(where, getMessage(), "a secret to be there", mend);
  }
}
