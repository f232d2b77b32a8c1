package dev.millrace.cdc.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.flink.util.FlinkRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The replication slot that remembers for the server what the job still has to read. */
final class Slot {

  private static final Logger LOG = LoggerFactory.getLogger(Slot.class);

  private final String name;

  Slot(String name) {
    this.name = name;
  }

  /**
   * Moves a slot that an earlier job left to the end of the log, because a job that starts anew
   * reads what is committed from now on, and before that, if at all, the tables as they are. Does
   * nothing where there is no slot yet.
   *
   * @throws FlinkRuntimeException when somebody reads the slot
   */
  void forgetThePast(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT active_pid, confirmed_flush_lsn < pg_current_wal_lsn()"
                + " FROM pg_replication_slots WHERE slot_name = ? AND slot_type = 'logical'")) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next()) {
          return;
        }
        if (rows.getString(1) != null) {
          throw new FlinkRuntimeException(
              "slot "
                  + name
                  + " is read by another connection (server process "
                  + rows.getString(1)
                  + "), expected a slot that nobody else reads: stop the other job, or give"
                  + " this one another source.slot.name");
        }
        if (rows.getBoolean(2)) {
          advance(connection);
        }
      }
    }
  }

  private void advance(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT end_lsn FROM pg_replication_slot_advance(?, pg_current_wal_lsn())")) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        LOG.info(
            "Slot {} was there already; moved to {}, since the job starts anew",
            name,
            rows.getString(1));
      }
    }
  }
}
