package dev.millrace.cdc.check;

import dev.millrace.cdc.SourceOptions;
import dev.millrace.cdc.postgres.BundledDriver;
import dev.millrace.cdc.postgres.PostgresChangeSource;
import dev.millrace.cdc.postgres.PostgresConnections;
import dev.millrace.cdc.postgres.Publication;
import dev.millrace.change.TableId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.ReadableConfig;

/** What a Postgres server must be and allow. */
final class PostgresCheck {

  private static final int OLDEST = 14;

  private final Connection connection;
  private final List<TableId> tables;
  private final Faults faults;
  private final String user;
  private final String slot;
  private final String publication;

  PostgresCheck(ReadableConfig source, Connection connection, List<TableId> tables, Faults faults) {
    this.connection = connection;
    this.tables = tables;
    this.faults = faults;
    this.user = source.get(SourceOptions.USERNAME);
    this.slot = PostgresChangeSource.slotName(source);
    this.publication = PostgresChangeSource.publicationName(source);
  }

  static Connection connect(ReadableConfig source) throws SQLException {
    BundledDriver.require();
    return PostgresConnections.open(source);
  }

  void run() throws SQLException {
    int version = Integer.parseInt(setting("server_version_num")) / 10_000;
    if (version < OLDEST) {
      faults.add(
          "",
          "Postgres " + setting("server_version"),
          "Postgres "
              + OLDEST
              + " or newer: older ones cannot move a slot on while its tables are idle",
          "upgrade the server");
    }
    if (!setting("wal_level").equals("logical")) {
      faults.add(
          "",
          "wal_level is " + setting("wal_level"),
          "logical",
          "ALTER SYSTEM SET wal_level = logical; then restart the server (on RDS:"
              + " rds.logical_replication = 1 in the parameter group)");
    }
    role();
    slot();
    senders();
    List<TableId> existing = new PostgresTableCheck(connection, user, faults).run(tables);
    if (!existing.isEmpty()) {
      publication(existing);
    }
  }

  private void role() throws SQLException {
    String may =
        value(
            "SELECT rolsuper OR rolreplication OR EXISTS (SELECT 1 FROM pg_roles r"
                + " WHERE r.rolname = 'rds_replication' AND pg_has_role(r.oid, 'MEMBER'))"
                + " FROM pg_roles WHERE rolname = current_user");
    if (!"t".equals(may)) {
      faults.add(
          "",
          "user '" + user + "' may not replicate",
          "a user with the right REPLICATION",
          "ALTER ROLE \""
              + user
              + "\" REPLICATION (on RDS: GRANT rds_replication TO \""
              + user
              + "\")");
    }
  }

  private void slot() throws SQLException {
    List<String[]> found =
        Query.rows(
            connection,
            "SELECT coalesce(plugin, slot_type), database, active, active_pid,"
                + " coalesce(wal_status, ''), database = current_database()"
                + " FROM pg_replication_slots WHERE slot_name = ?",
            slot);
    String object = "slot " + slot;
    String drop = "SELECT pg_drop_replication_slot('" + slot + "'), or another source.slot.name";
    if (found.isEmpty()) {
      full("max_replication_slots", "SELECT count(*) FROM pg_replication_slots", "slots");
      return;
    }
    String[] row = found.get(0);
    if (!row[0].equals("pgoutput")) {
      faults.add(object, "is of the plugin " + row[0], "the plugin pgoutput", drop);
    } else if (!"t".equals(row[5])) {
      faults.add(object, "is of the database " + row[1], "the database of the tables", drop);
    } else if (row[4].equals("lost")) {
      faults.add(
          object,
          "has lost its WAL: the server has removed what was still to be read",
          "a slot that can be read",
          "SELECT pg_drop_replication_slot('" + slot + "') and start anew, with a snapshot");
    } else if (row[2].equals("t")) {
      faults.addInUse(
          object,
          "is read by another connection (process " + row[3] + ")",
          "a slot that nobody else reads",
          "stop the other job, or another source.slot.name");
    }
  }

  private void senders() throws SQLException {
    full("max_wal_senders", "SELECT count(*) FROM pg_stat_replication", "WAL senders");
  }

  private void full(String setting, String count, String what) throws SQLException {
    int used = Integer.parseInt(value(count));
    int most = Integer.parseInt(setting(setting));
    if (used >= most) {
      faults.add(
          "",
          "all " + most + " " + what + " are in use",
          "one that is free",
          "ALTER SYSTEM SET " + setting + " = " + (most + 10) + "; then restart the server");
    }
  }

  private void publication(List<TableId> existing) throws SQLException {
    Publication wanted = new Publication(publication);
    String object = "publication " + publication;
    if (!wanted.exists(connection)) {
      if (!may("SELECT has_database_privilege(current_database(), 'CREATE')")
          || !notOwned(existing).isEmpty()) {
        faults.add(
            object,
            "is missing, and user '" + user + "' has no right to make it",
            "a publication of the tables",
            wanted.createStatement(existing) + " (as the tables' owner)");
      }
      return;
    }
    List<TableId> missing = wanted.missing(connection, existing);
    if (!missing.isEmpty()
        && (!notOwned(missing).isEmpty()
            || !may(
                "SELECT pg_has_role(pubowner, 'USAGE') FROM pg_publication WHERE pubname = ?",
                publication))) {
      faults.add(
          object,
          "lacks " + missing + ", and user '" + user + "' has no right to add them",
          "a publication of all tables",
          wanted.addStatement(missing) + " (as its owner)");
    }
    if (!may(
        "SELECT pubinsert AND pubupdate AND pubdelete FROM pg_publication WHERE pubname = ?",
        publication)) {
      faults.add(
          object,
          "leaves some operations out",
          "insert, update and delete",
          "ALTER PUBLICATION \"" + publication + "\" SET (publish = 'insert, update, delete')");
    }
  }

  private List<TableId> notOwned(List<TableId> candidates) throws SQLException {
    List<TableId> notOwned = new ArrayList<>();
    for (TableId table : candidates) {
      if (!may(
          "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class"
              + " WHERE oid = format('%I.%I', ?::text, ?::text)::regclass",
          table.namespace(), table.table())) {
        notOwned.add(table);
      }
    }
    return notOwned;
  }

  private boolean may(String question, Object... parameters) throws SQLException {
    return "t".equals(Query.value(connection, question, parameters));
  }

  private String setting(String name) throws SQLException {
    return Query.value(connection, "SELECT current_setting(?)", name);
  }

  private String value(String sql) throws SQLException {
    return Query.value(connection, sql);
  }
}
