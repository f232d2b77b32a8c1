package dev.millrace.cdc.check;

import dev.millrace.cdc.SourceOptions;
import dev.millrace.cdc.SourceType;
import dev.millrace.check.Fault;
import dev.millrace.secret.MissingSecretException;
import java.sql.SQLException;
import org.apache.flink.configuration.ReadableConfig;

/** Why a server did not let us in, by the SQLSTATE that both databases' drivers give. */
final class LoginFault {

  /** Postgres: cannot connect now, it starts up, shuts down or recovers. */
  private static final String STARTING_UP = "57P03";

  static Fault of(ReadableConfig source, String server, SQLException refusal) {
    if (refusal.getCause() instanceof MissingSecretException) {
      return ((MissingSecretException) refusal.getCause()).fault(server);
    }
    String user = source.get(SourceOptions.USERNAME);
    String state = String.valueOf(refusal.getSQLState());
    String found = refusal.getMessage().replaceAll("\\s+", " ").trim();
    if (state.startsWith("28")) {
      return new Fault(
          server,
          "the login of user '" + user + "' is refused: " + found,
          "a user that may log in from here",
          source.get(SourceOptions.TYPE) == SourceType.POSTGRES
              ? "ALTER ROLE \""
                  + user
                  + "\" LOGIN PASSWORD '...', or the entry for it in pg_hba.conf,"
                  + " or source.username and source.password"
              : "ALTER USER '"
                  + user
                  + "' IDENTIFIED BY '...', or source.username and"
                  + " source.password");
    }
    if (state.equals("3D000")) {
      String database = source.get(SourceOptions.DATABASE);
      return new Fault(
          server,
          "there is no database '" + database + "'",
          "the database that holds the tables",
          "source.database");
    }
    if (state.startsWith("08") || state.equals(STARTING_UP)) {
      return Fault.absence(
          server,
          "cannot be reached: " + found,
          "a server that takes connections",
          "source.hostname and source.port, or the network between here and there");
    }
    return new Fault(server, found, "a server that can be asked", "");
  }

  private LoginFault() {}
}
