package dev.millrace.cdc.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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
   * Moves a slot that an earlier job left to the end of the log, because the tables are about to be
   * read as they are now; does nothing where there is no slot yet.
   */
  void forgetThePast(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT end_lsn FROM pg_replication_slots,"
                + " pg_replication_slot_advance(slot_name, pg_current_wal_lsn())"
                + " WHERE pg_replication_slots.slot_name = ? AND slot_type = 'logical'"
                + " AND confirmed_flush_lsn < pg_current_wal_lsn()")) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        if (rows.next()) {
          LOG.info(
              "Slot {} was there already; moved to {}, since the tables are read as they are now",
              name,
              rows.getString(1));
        }
      }
    }
  }
}
