package dev.millrace.crm.operator;

import dev.millrace.change.SourcePosition;
import dev.millrace.crm.CrmRecord;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/** Brings rows again that the delivery has only references to, and knows where the log ends. */
public interface RowLookup extends Serializable {

  /**
   * Connects to the database.
   *
   * @throws Exception when it does not let it; the task fails, and Flink's restarts are the retries
   */
  Session open() throws Exception;

  /** Whether the log tells changes again that are in the snapshot before it. */
  boolean logRepeatsSnapshot();

  /** A connection. Used by one thread, which is not the task's. */
  interface Session extends AutoCloseable {

    /**
     * The records that the rows give now, mapped as the rows of the log are. A row that gives none,
     * being gone or out of its mapping's filter, is left out: the change that did it is in the log
     * behind the checkpoint.
     */
    Map<RowReference, List<CrmRecord>> read(List<RowReference> references) throws Exception;

    /** The end of the log, now: every later commit gets a position at or behind it. */
    SourcePosition logEnd() throws Exception;
  }
}
