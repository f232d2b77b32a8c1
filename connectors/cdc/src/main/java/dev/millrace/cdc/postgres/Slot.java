package dev.millrace.cdc.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.flink.cdc.connectors.base.config.JdbcSourceConfig;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.FlinkRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The replication slot that remembers for the server what the job still has to read. */
final class Slot {

  private static final Logger LOG = LoggerFactory.getLogger(Slot.class);

  private final String name;
  private final String server;

  private Slot(String name, String server) {
    this.name = name;
    this.server = server;
  }

  /** The one that a source reads. */
  static Slot of(JdbcSourceConfig config) {
    return new Slot(
        config.getDbzProperties().getProperty("slot.name"),
        config.getHostname()
            + ':'
            + config.getPort()
            + ", database "
            + config.getDatabaseList().get(0));
  }

  /**
   * Demands that the slot is there, before Flink CDC makes one that begins now: what was committed
   * since the job's position would be lost without a word. And that it can be read.
   *
   * @throws SuppressRestartsException when the slot is missing, or has lost what is still to be
   *     read, which no restart mends
   * @throws FlinkRuntimeException when it is missing on a standby, which a name may lead to while a
   *     primary is replaced
   */
  void demand(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT pg_is_in_recovery() WHERE NOT EXISTS (SELECT 1 FROM pg_replication_slots WHERE"
                + " slot_name = ? AND slot_type = 'logical' AND database = current_database()"
                + " AND wal_status IS DISTINCT FROM 'lost')")) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        if (rows.next()) {
          FlinkRuntimeException missing = new FlinkRuntimeException(whatMends());
          throw rows.getBoolean(1) ? missing : new SuppressRestartsException(missing);
        }
      }
    }
  }

  private String whatMends() {
    return "slot "
        + name
        + " is not at "
        + server
        + ", or has lost what was still to be read; expected the one that the job has read so far."
        + " Either it was dropped (a failover or a restored backup can do that too) or the server"
        + " has given it up (max_slot_wal_keep_size, from Postgres 18 on also"
        + " idle_replication_slot_timeout), and the log since the job's checkpoint or savepoint"
        + " is gone, or this is another server. Where it is another, set source.hostname,"
        + " source.port, source.database or source.slot.name right; else start the job anew,"
        + " without its checkpoint or savepoint, so that it reads the tables whole";
  }

  /**
   * Makes the slot, or moves one that an earlier job left to the end of the log, because a job that
   * starts anew reads what is committed from now on, and before that, if at all, the tables as they
   * are.
   *
   * @throws FlinkRuntimeException when somebody reads the slot
   */
  void beginNow(Connection connection) throws SQLException {
    int patience = connection.getNetworkTimeout();
    // Both wait for what the server has to do, however long that is.
    connection.setNetworkTimeout(Runnable::run, 0);
    createOrAdvance(connection);
    connection.setNetworkTimeout(Runnable::run, patience);
  }

  private void createOrAdvance(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT active_pid, confirmed_flush_lsn < pg_current_wal_lsn()"
                + " FROM pg_replication_slots WHERE slot_name = ? AND slot_type = 'logical'")) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next()) {
          create(connection);
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

  /**
   * What the server keeps for the slot.
   *
   * @throws SQLException when there is no such slot
   */
  Backlog backlog(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT pg_current_wal_lsn() - '0/0'::pg_lsn, pg_current_wal_lsn() - restart_lsn,"
                + " pg_current_wal_lsn() - confirmed_flush_lsn, active"
                + " FROM pg_replication_slots WHERE slot_name = ?")) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next()) {
          throw new SQLException(whatMends());
        }
        return new Backlog(rows.getLong(1), rows.getLong(2), rows.getLong(3), rows.getBoolean(4));
      }
    }
  }

  /** Not by Flink CDC's connection: the server waits for every transaction that runs now. */
  private void create(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pg_create_logical_replication_slot(?, 'pgoutput')")) {
      statement.setString(1, name);
      statement.execute();
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

  @Override
  public String toString() {
    return "slot " + name + " at " + server;
  }

  /** Sizes in bytes. */
  static final class Backlog {

    /** Of the log, since its beginning. */
    final long end;

    final long retained;
    final long unconfirmed;

    /** Whether somebody reads the slot, as the server sees it. */
    final boolean active;

    Backlog(long end, long retained, long unconfirmed, boolean active) {
      this.end = end;
      this.retained = retained;
      this.unconfirmed = unconfirmed;
      this.active = active;
    }
  }
}
