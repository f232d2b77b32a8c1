package dev.millrace.cdc;

import dev.millrace.change.TableId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that rows left a table without a change of their own. The log names none of them, so that
 * their records cannot be found in the CRM, and stay.
 */
public final class RowsGone {

  private static final Logger LOG = LoggerFactory.getLogger(RowsGone.class);

  /** {@code TRUNCATE}, of the whole table or of a partition. */
  public static void truncated(TableId table) {
    LOG.warn(
        "Table {} was truncated. The log does not name the rows, so that their records stay in the"
            + " CRM: remove them there. DELETE FROM, instead of TRUNCATE, removes them by itself",
        table);
  }

  /** {@code DROP TABLE} or {@code DROP DATABASE}, or a partition of the table. */
  public static void dropped(TableId table) {
    LOG.warn(
        "Table {} was dropped, or a part of it. The log does not name the rows, so that their"
            + " records stay in the CRM: remove them there. DELETE FROM, before DROP, removes them"
            + " by itself",
        table);
  }

  /** Postgres: the server sends a table's changes no longer. */
  public static void unpublished(TableId table, String addStatement) {
    LOG.warn(
        "Table {} was dropped or taken out of the publication. No change of it arrives any more,"
            + " and its records stay in the CRM: remove them there, or, where the table is to be"
            + " read on: {}; then start the job anew, without a savepoint, so that it is read whole",
        table,
        addStatement);
  }

  private RowsGone() {}
}
