package dev.millrace.job.replay;

import dev.millrace.change.ChangeEvent;
import dev.millrace.change.Row;
import dev.millrace.change.RowKey;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.delivery.Refusal;
import dev.millrace.crm.operator.DeadLetter;
import dev.millrace.job.config.MappingConfig;
import dev.millrace.job.mapping.RowMapper;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One letter's way through a replay: the records that it is about, each brought to what a row gives
 * for it now.
 */
final class ReplayedRecord {

  private static final Object[] NONE = {};

  private final StoredLetter stored;
  private final DeadLetter letter;
  private final MappingConfig mapping;

  /** External ids of the records that this is about. */
  private final Set<String> records = new LinkedHashSet<>();

  /** The row that each was last written from here; {@link #NONE} where it was removed. */
  private final Map<String, Object[]> written = new HashMap<>();

  private String lastWritten;
  private String left;

  ReplayedRecord(StoredLetter stored, MappingConfig mapping) {
    this.stored = stored;
    this.letter = stored.letter();
    this.mapping = mapping;
    if (letter.externalId() != null && (letter.removal() || letter.isOfMapping())) {
      records.add(letter.externalId());
    }
  }

  RowKey row() {
    return letter.row();
  }

  /**
   * What is to be delivered now; null when there is nothing, or it was delivered as it is.
   *
   * @param row an INSERT of the letter's row as it is, or a DELETE when it is gone
   * @param others finds the other rows that may give one of the records
   */
  CrmRecord next(ChangeEvent row, RowMapper mapper, OtherRows others) throws SQLException {
    CrmRecord own = Replay.isThere(row) ? ofMapping(mapper.map(row, letter.object())) : null;
    if (own != null && own.mappingFault() != null) {
      left = "still cannot be mapped: " + own.mappingFault().message();
      return null;
    }
    if (own != null && !letter.removal()) {
      records.add(own.externalId());
    }
    for (String id : records) {
      CrmRecord next =
          own != null && own.externalId().equals(id)
              ? write(own, row.after())
              : notOfRow(id, row, others);
      if (next != null || left != null) {
        lastWritten = id;
        return next;
      }
    }
    return null;
  }

  private CrmRecord write(CrmRecord record, Row row) {
    String id = record.externalId();
    if (letter.removal() && !written.containsKey(id)) {
      // Back again, by a change that the job delivers; unless this has just removed it.
      return null;
    }
    Object[] values = new Object[row.schema().columns().size()];
    Arrays.setAll(values, row::value);
    return Arrays.deepEquals(values, written.put(id, values)) ? null : record;
  }

  /** A record that the letter's row does not give, or no longer. */
  private CrmRecord notOfRow(String id, ChangeEvent row, OtherRows others) throws SQLException {
    OtherRows.Found other = others.giving(mapping, id, row);
    if (other.unknown() != null) {
      left = "the record is not removed: " + other.unknown();
      return null;
    }
    if (other.record() != null) {
      // That row's changes are the job's, unless this has removed the record meanwhile.
      return written.containsKey(id) ? write(other.record(), other.row()) : null;
    }
    if (written.get(id) == NONE) {
      return null;
    }
    CrmRecord removal = RowMapper.removal(mapping, id, row);
    if (removal != null) {
      written.put(id, NONE);
    }
    return removal;
  }

  private CrmRecord ofMapping(List<CrmRecord> records) {
    return records.stream()
        .filter(record -> record.type().idField().equals(mapping.id()))
        .findFirst()
        .orElse(null);
  }

  /** Whether it is this one's delivery that was refused; it is then over. */
  boolean refusedBy(Refusal refusal) {
    boolean refused =
        refusal.record().type().object().equals(letter.object())
            && refusal.record().externalId().equals(lastWritten);
    if (refused) {
      left = "refused: " + refusal.reason();
    }
    return refused;
  }

  /** It was delivered as it was at the last look, and nobody has looked since. */
  void stillChanges() {
    left =
        "delivered, but it has changed each time it was read again: the job delivers it as it is now,"
            + " or replay once more";
  }

  void tell(ReplayReport report) {
    if (left != null) {
      report.left(stored, left);
    } else if (written.isEmpty()) {
      report.superseded();
    } else {
      report.replayed();
    }
  }
}
