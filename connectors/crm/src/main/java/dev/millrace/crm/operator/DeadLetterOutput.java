package dev.millrace.crm.operator;

import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.delivery.Clock;
import dev.millrace.crm.delivery.Refusal;
import dev.millrace.crm.delivery.RefusedRecords;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private final Set<List<Object>> refused =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<List<Object>, Boolean> eldest) {
              return size() > REMEMBERED;
            }
          });

  /**
   * @param crm the word of {@code sink.type}
   */
  DeadLetterOutput(String crm, Output<?> output) {
    this.crm = crm;
    this.output = output;
  }

  @Override
  public void refused(Refusal refusal) {
    refused.add(key(refusal.record()));
    collect(DeadLetter.of(crm, refusal));
  }

  @Override
  public void accepted(CrmRecord record) {
    if (!refused.isEmpty() && refused.remove(key(record))) {
      collect(DeadLetter.delivered(crm, record, Clock.SYSTEM.wallMillis()));
    }
  }

  private void collect(DeadLetter letter) {
    output.collect(DeadLetter.OUTPUT, new StreamRecord<>(letter.toJson()));
  }

  private static List<Object> key(CrmRecord record) {
    return List.of(
        record.table(), record.type().object(), record.type().idField(), record.externalId());
  }
}
