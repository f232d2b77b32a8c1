package dev.millrace.crm.operator;

import dev.millrace.change.RowKey;
import dev.millrace.change.SourcePosition;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.delivery.Clock;
import dev.millrace.crm.delivery.Refusal;
import dev.millrace.crm.delivery.RefusedRecords;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Gives each refused record out as a dead letter, and when a later version of it is accepted the
 * note that says so. Which ones were refused it keeps in memory only, and not of all time: without
 * the note a letter is replayed although nothing is left to be done, which does no harm.
 */
final class DeadLetterOutput implements RefusedRecords {

  private static final int REMEMBERED = 10_000;

  private final String crm;
  private final Output<?> output;

  /** Position of the latest letter by what it is of: a record, or a row where it has no id. */
  private final Map<List<Object>, SourcePosition> refused =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Object>, SourcePosition> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * @param crm the word of {@code sink.type}
   */
  DeadLetterOutput(String crm, Output<?> output) {
    this.crm = crm;
    this.output = output;
  }

  @Override
  public void refused(Refusal refusal) {
    CrmRecord record = refusal.record();
    refused.put(record.externalId() == null ? ofRow(record) : ofRecord(record), record.position());
    collect(DeadLetter.of(crm, refusal));
  }

  @Override
  public void accepted(CrmRecord record) {
    if (!refused.isEmpty()
        && (isLater(ofRecord(record), record) | isLater(ofRow(record), record))) {
      collect(DeadLetter.delivered(crm, record, Clock.SYSTEM.wallMillis()));
    }
  }

  /** An earlier version may still wait when a later one cannot be mapped. */
  private boolean isLater(List<Object> key, CrmRecord accepted) {
    SourcePosition position = refused.get(key);
    return position != null
        && position.compareTo(accepted.position()) <= 0
        && refused.remove(key) != null;
  }

  private void collect(DeadLetter letter) {
    output.collect(DeadLetter.OUTPUT, new StreamRecord<>(letter.toJson()));
  }

  private static List<Object> ofRecord(CrmRecord record) {
    return List.of(
        record.table(), record.type().object(), record.type().idField(), record.externalId());
  }

  private static List<Object> ofRow(CrmRecord record) {
    return List.of(
        record.type().object(),
        record.type().idField(),
        RowKey.of(record.schema(), record.primaryKey()));
  }
}
