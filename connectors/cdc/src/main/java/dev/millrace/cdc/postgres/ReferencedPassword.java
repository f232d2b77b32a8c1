package dev.millrace.cdc.postgres;

import dev.millrace.secret.SecretReference;
import java.util.Properties;
import org.postgresql.plugin.AuthenticationPlugin;
import org.postgresql.plugin.AuthenticationRequestType;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * Answers the server's question for the password. Every connection is given the secret's reference
 * as its password, so that no configuration, log line or job graph can hold the secret itself
 * (Flink CDC 3.5.0 logs all its properties at INFO, FLINK-38685); the driver comes here with it and
 * the secret is read at that moment. Made by the driver, from its property {@code
 * authenticationPluginClassName}.
 */
public final class ReferencedPassword implements AuthenticationPlugin {

  private final String reference;

  public ReferencedPassword(Properties connection) {
    this.reference = connection.getProperty("password");
  }

  @Override
  public char[] getPassword(AuthenticationRequestType type) throws PSQLException {
    try {
      return SecretReference.parse(reference).resolve().toCharArray();
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new PSQLException(
          "the password cannot be had: " + e.getMessage(), PSQLState.INVALID_PASSWORD, e);
    }
  }
}
