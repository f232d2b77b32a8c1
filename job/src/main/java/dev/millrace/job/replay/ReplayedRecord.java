package dev.millrace.job.replay;

import dev.millrace.change.ChangeEvent;
import dev.millrace.change.Row;
import dev.millrace.change.RowKey;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.delivery.Refusal;
import dev.millrace.crm.operator.DeadLetter;
import dev.millrace.job.config.MappingConfig;
import dev.millrace.job.mapping.RowMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** One record's way through a replay. */
final class ReplayedRecord {

  private final StoredLetter stored;
  private final DeadLetter letter;
  private final MappingConfig mapping;

  private Object[] deliveredRow;
  private String deliveredId;
  private boolean delivered;
  private Refusal refusal;

  ReplayedRecord(StoredLetter stored, MappingConfig mapping) {
    this.stored = stored;
    this.letter = stored.letter();
    this.mapping = mapping;
  }

  RowKey row() {
    return letter.row();
  }

  /**
   * What is to be delivered for the row as it is; null when there is nothing, or it was delivered
   * as it is.
   *
   * @param row an INSERT of it, or a DELETE when it is gone
   */
  CrmRecord next(ChangeEvent row, RowMapper mapper) {
    CrmRecord record = Replay.isThere(row) ? ofMapping(mapper.map(row, letter.object())) : null;
    if (letter.removal()) {
      return nextOfRemoval(row, record);
    }
    if (record == null) {
      // Gone, or out of the filter: the job's matter, unless this has just brought it back.
      return delivered && deliveredRow != null ? removal(row, deliveredId) : null;
    }
    if (delivered && deliveredRow != null && !record.externalId().equals(deliveredId)) {
      // The job has removed that one, but maybe before this has brought it back. What the row is
      // now is the next round's.
      CrmRecord former = removal(row, deliveredId);
      if (former != null) {
        return former;
      }
    }
    return deliver(record, row.after());
  }

  private CrmRecord nextOfRemoval(ChangeEvent row, CrmRecord record) {
    boolean there = record != null && record.externalId().equals(letter.externalId());
    if (there) {
      // Back again, by a change that the job delivers; unless this has just removed it.
      return delivered ? deliver(record, row.after()) : null;
    }
    return delivered && deliveredRow == null ? null : removal(row, letter.externalId());
  }

  private CrmRecord ofMapping(List<CrmRecord> records) {
    return records.stream()
        .filter(record -> record.type().idField().equals(mapping.id()))
        .findFirst()
        .orElse(null);
  }

  private CrmRecord deliver(CrmRecord record, Row row) {
    Object[] values = new Object[row.schema().columns().size()];
    Arrays.setAll(values, row::value);
    if (delivered
        && Arrays.deepEquals(values, deliveredRow)
        && Objects.equals(record.externalId(), deliveredId)) {
      return null;
    }
    delivered = true;
    deliveredRow = values;
    deliveredId = record.externalId();
    return record;
  }

  private CrmRecord removal(ChangeEvent row, String externalId) {
    CrmRecord removal = RowMapper.removal(mapping, externalId, row);
    delivered = removal != null;
    deliveredRow = null;
    deliveredId = externalId;
    return removal;
  }

  /** Whether it is this one's delivery that was refused; it is then over. */
  boolean refusedBy(Refusal refusal) {
    boolean refused =
        refusal.record().type().object().equals(letter.object())
            && refusal.record().externalId().equals(deliveredId);
    if (refused) {
      this.refusal = refusal;
    }
    return refused;
  }

  void tell(ReplayReport report) {
    if (refusal != null) {
      report.refused(stored, refusal);
    } else if (delivered) {
      report.replayed();
    } else {
      report.superseded();
    }
  }
}
