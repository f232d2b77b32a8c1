package dev.millrace.cdc.mysql;

import dev.millrace.cdc.Drivers;
import dev.millrace.cdc.UpstreamLogs;
import dev.millrace.secret.SecretReference;
import java.util.Objects;
import org.apache.flink.cdc.connectors.mysql.source.config.MySqlSourceConfig;
import org.apache.flink.cdc.connectors.mysql.source.config.MySqlSourceConfigFactory;

/**
 * Holds where the password is, and reads it only when a configuration is made: on the JobManager
 * for the enumerator and on a TaskManager for a reader. It travels in the job graph, the
 * configurations that it makes do not.
 */
final class SecretConfigFactory extends MySqlSourceConfigFactory {

  private static final long serialVersionUID = 1L;

  private final SecretReference password;

  SecretConfigFactory(SecretReference password) {
    this.password = Objects.requireNonNull(password, "password");
  }

  @Override
  public MySqlSourceConfig createConfig(int subtask, String serverName) {
    UpstreamLogs.quiet();
    CorrectedBinlogOffset.verify();
    Drivers.keepToTheJob();
    password(password.resolve());
    try {
      return super.createConfig(subtask, serverName);
    } finally {
      password(null);
    }
  }
}
