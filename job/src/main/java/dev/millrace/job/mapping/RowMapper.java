package dev.millrace.job.mapping;

import dev.millrace.change.ChangeEvent;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.RecordType;
import dev.millrace.job.config.MappingConfig;
import dev.millrace.job.config.OnDelete;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/**
 * Maps rows that were read again by their keys as {@link ChangeMapper} maps those of the log. Used
 * by one thread.
 */
public final class RowMapper {

  private final ChangeMapper mapper;

  /**
   * @param mappings of one source
   */
  public RowMapper(List<MappingConfig> mappings) {
    mapper = new ChangeMapper(mappings);
    mapper.open(new UnregisteredMetricsGroup());
  }

  /**
   * The records of an object that a row gives; empty when it fulfils no mapping's filter. A mapping
   * that can make none of it gives one with a {@link CrmRecord#mappingFault}.
   *
   * @param row an INSERT of the row as it is
   * @throws org.apache.flink.runtime.execution.SuppressRestartsException when the table no longer
   *     fits its mappings
   */
  public List<CrmRecord> map(ChangeEvent row, String object) {
    List<CrmRecord> records = new ArrayList<>();
    mapper.flatMap(row, new ListCollector<>(records));
    records.removeIf(record -> !record.type().object().equals(object));
    return records;
  }

  /**
   * What removes the record that a mapping once wrote; null where the mapping ignores that its row
   * is gone.
   */
  public static CrmRecord removal(MappingConfig mapping, String externalId, ChangeEvent change) {
    OnDelete onDelete = mapping.onDelete();
    switch (onDelete.kind()) {
      case ARCHIVE:
        return CrmRecord.delete(mapping.recordType(), externalId, change);
      case SET:
        List<String> fields = new ArrayList<>(List.of(mapping.id()));
        List<Object> values = new ArrayList<>(List.of(externalId));
        onDelete
            .values()
            .forEach(
                (field, value) -> {
                  fields.add(field);
                  values.add(value);
                });
        return CrmRecord.mark(
            new RecordType(mapping.object(), mapping.id(), fields),
            externalId,
            values.toArray(),
            change);
      default:
        return null;
    }
  }
}
