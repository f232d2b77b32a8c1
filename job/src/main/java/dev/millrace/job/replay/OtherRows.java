package dev.millrace.job.replay;

import dev.millrace.cdc.RowReader;
import dev.millrace.change.ChangeEvent;
import dev.millrace.change.Row;
import dev.millrace.change.TableSchema;
import dev.millrace.crm.CrmRecord;
import dev.millrace.job.config.MappingConfig;
import dev.millrace.job.mapping.RowIds;
import dev.millrace.job.mapping.RowMapper;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds the row, other than a letter's own, that gives a record now: before a record is removed for
 * a row that is gone, since another may have taken its external id.
 */
final class OtherRows {

  private final List<MappingConfig> mappings;
  private final String source;
  private final RowReader reader;
  private final RowMapper mapper;

  /**
   * @param mappings of all sources
   * @param source whose tables the reader reads, and whose rows the mapper maps
   */
  OtherRows(List<MappingConfig> mappings, String source, RowReader reader, RowMapper mapper) {
    this.mappings = mappings;
    this.source = source;
    this.reader = reader;
    this.mapper = mapper;
  }

  /**
   * Looks for a row in all tables that are mapped to the object by the same id.
   *
   * @param letterRow the letter's row, which does not give the record
   */
  Found giving(MappingConfig mapping, String externalId, ChangeEvent letterRow)
      throws SQLException {
    for (MappingConfig other : mappings) {
      if (!other.object().equals(mapping.object()) || !other.id().equals(mapping.id())) {
        continue;
      }
      Found found = giving(other, externalId, letterRow.schema());
      if (found.record != null || found.unknown != null) {
        return found;
      }
    }
    return Found.NOTHING;
  }

  private Found giving(MappingConfig mapping, String externalId, TableSchema letterSchema)
      throws SQLException {
    if (mapping.table().equals(letterSchema.table()) && RowIds.areOfKey(mapping, letterSchema)) {
      // A row with another key has another id.
      return Found.NOTHING;
    }
    String column = RowIds.column(mapping);
    if (column == null || !mapping.source().equals(source)) {
      return Found.unknown(
          "another row may have its external id now, which "
              + mapping.where("fields." + mapping.id())
              + " lets nobody look up ("
              + (column == null ? "it is no column of the table" : "it is of another source")
              + "); look into "
              + mapping.table()
              + ", and remove the record by hand if no row gives it");
    }
    for (ChangeEvent row : reader.find(mapping.table(), column, externalId)) {
      List<CrmRecord> records =
          mapper.map(row, mapping.object()).stream()
              .filter(record -> record.type().idField().equals(mapping.id()))
              .filter(record -> externalId.equals(record.externalId()))
              .collect(Collectors.toList());
      for (CrmRecord record : records) {
        return record.mappingFault() == null
            ? new Found(record, row.after(), null)
            : Found.unknown("another row has its external id and cannot be mapped");
      }
    }
    return Found.NOTHING;
  }

  /** What was found: a record and its row, or why nobody knows; neither when there is none. */
  static final class Found {

    static final Found NOTHING = new Found(null, null, null);

    private final CrmRecord record;
    private final Row row;
    private final String unknown;

    Found(CrmRecord record, Row row, String unknown) {
      this.record = record;
      this.row = row;
      this.unknown = unknown;
    }

    static Found unknown(String why) {
      return new Found(null, null, why);
    }

    CrmRecord record() {
      return record;
    }

    Row row() {
      return row;
    }

    String unknown() {
      return unknown;
    }
  }
}
