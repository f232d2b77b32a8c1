package dev.millrace.crm.auth;

import java.util.Locale;

/** The words of {@code sink.auth.client-authentication}: RFC 6749, section 2.3.1. */
public enum ClientAuthentication {
  /** {@code client_id} and {@code client_secret} in the form. */
  BODY,
  /** A Basic header. */
  BASIC;

  /** The word as it is written in a configuration. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
