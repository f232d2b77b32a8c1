package dev.millrace.cdc.check;

import dev.millrace.cdc.Drivers;
import dev.millrace.cdc.SourceOptions;
import dev.millrace.cdc.SourceType;
import dev.millrace.cdc.postgres.ReplicaIdentity;
import dev.millrace.change.TableId;
import dev.millrace.change.TableSchema;
import dev.millrace.check.Fault;
import dev.millrace.secret.MissingSecretException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ReadableConfig;

/** Asks a source's database whether the source could read it. Changes nothing there. */
public final class SourceCheck {

  /** Texts declared with up to 500 characters are not what fills a row of 2 kB. */
  private static final String LARGE_COLUMNS =
      "SELECT a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
          + " JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE n.nspname = ? AND c.relname = ? AND c.relreplident <> 'f'"
          + " AND a.attnum > 0 AND NOT a.attisdropped AND a.attstorage IN ('x', 'e')"
          + " AND (a.atttypid NOT IN ('varchar'::regtype, 'bpchar'::regtype)"
          + " OR a.atttypmod NOT BETWEEN 0 AND 504) ORDER BY a.attnum";

  /**
   * Everything that keeps the tables from being read; empty when nothing does.
   *
   * @throws IllegalArgumentException when an option is missing or wrong, naming it
   */
  public static List<Fault> check(ReadableConfig source, List<TableId> tables) {
    String server = server(source);
    Faults faults = new Faults(server);
    try (Connection connection = connect(source)) {
      if (isPostgres(source)) {
        new PostgresCheck(source, connection, tables, faults).run();
      } else {
        new MySqlCheck(connection, source.get(SourceOptions.USERNAME), tables, faults).run();
      }
    } catch (SQLException e) {
      faults.add(LoginFault.of(source, server, e));
    } catch (MissingSecretException e) {
      faults.add(e.fault(server));
    } catch (IllegalStateException e) {
      // A Postgres driver that is not Flink CDC's.
      faults.add("", e.getMessage(), "a source that can be opened", "");
    }
    return faults.list();
  }

  /**
   * The schemas of those of the tables that exist, with the very types that the source delivers.
   *
   * @throws IllegalStateException when the database cannot be asked; {@link #check} says why
   */
  public static Map<TableId, TableSchema> schemas(ReadableConfig source, List<TableId> tables) {
    try (Connection connection = connect(source)) {
      return isPostgres(source)
          ? PostgresSchemas.read(connection, tables)
          : MySqlSchemas.read(connection, tables);
    } catch (SQLException e) {
      throw new IllegalStateException(LoginFault.of(source, server(source), e).toString(), e);
    }
  }

  /**
   * Those of the tables whose log holds no more than the primary key of a row before its change:
   * Postgres tables without {@code REPLICA IDENTITY FULL}.
   *
   * @throws IllegalStateException when the database cannot be asked; {@link #check} says why
   */
  public static Set<TableId> keyOnly(ReadableConfig source, List<TableId> tables) {
    if (!isPostgres(source)) {
      // With binlog_row_image=FULL, which the check demands, MySQL always logs the whole row.
      return Set.of();
    }
    try (Connection connection = connect(source)) {
      Set<TableId> keyOnly = new HashSet<>(tables);
      keyOnly.removeAll(ReplicaIdentity.full(connection));
      return keyOnly;
    } catch (SQLException e) {
      throw new IllegalStateException(LoginFault.of(source, server(source), e).toString(), e);
    }
  }

  /**
   * The columns of a table whose values the log may leave out of an UPDATE that does not change
   * them: those that Postgres moves out of the row when they are large (TOAST), where the table has
   * no {@code REPLICA IDENTITY FULL}.
   *
   * @throws IllegalStateException when the database cannot be asked; {@link #check} says why
   */
  public static Set<String> leftOutUnchanged(ReadableConfig source, TableId table) {
    if (!isPostgres(source)) {
      return Set.of();
    }
    try (Connection connection = connect(source)) {
      Set<String> columns = new LinkedHashSet<>();
      for (String[] row : Query.rows(connection, LARGE_COLUMNS, table.namespace(), table.table())) {
        columns.add(row[0]);
      }
      return columns;
    } catch (SQLException e) {
      throw new IllegalStateException(LoginFault.of(source, server(source), e).toString(), e);
    }
  }

  private static Connection connect(ReadableConfig source) throws SQLException {
    Drivers.keepToTheJob();
    return isPostgres(source) ? PostgresCheck.connect(source) : MySqlCheck.connect(source);
  }

  private static boolean isPostgres(ReadableConfig source) {
    return source.get(SourceOptions.TYPE) == SourceType.POSTGRES;
  }

  private static String server(ReadableConfig source) {
    return source.get(SourceOptions.TYPE)
        + " "
        + source.get(SourceOptions.HOSTNAME)
        + ":"
        + SourceOptions.port(source);
  }

  private SourceCheck() {}
}
