package dev.millrace.job.topology;

import dev.millrace.cdc.RowReader;
import dev.millrace.cdc.SourceOptions;
import dev.millrace.cdc.SourceType;
import dev.millrace.change.ChangeEvent;
import dev.millrace.change.Operation;
import dev.millrace.change.RowKey;
import dev.millrace.change.SourcePosition;
import dev.millrace.change.TableId;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.operator.RowLookup;
import dev.millrace.crm.operator.RowReference;
import dev.millrace.job.config.JobConfig;
import dev.millrace.job.config.MappingConfig;
import dev.millrace.job.config.OnDelete;
import dev.millrace.job.config.SourceConfig;
import dev.millrace.job.mapping.RowMapper;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a source's rows by their keys and maps them as the source's chain does. */
final class SourceRows implements RowLookup {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(SourceRows.class);

  private final Configuration source;
  private final ArrayList<TableId> tables;
  private final ArrayList<MappingConfig> mappings;

  SourceRows(JobConfig config, SourceConfig source) {
    this.source = Configuration.fromMap(((Configuration) source.options()).toMap());
    this.tables = new ArrayList<>(source.tables());
    this.mappings = new ArrayList<>(config.mappings(source));
  }

  @Override
  public boolean logRepeatsSnapshot() {
    // Of MySQL's log, what a chunk of the snapshot has is left out.
    return source.get(SourceOptions.TYPE) == SourceType.POSTGRES;
  }

  @Override
  public Session open() throws SQLException {
    return new Rows(RowReader.open(source, tables), mappings);
  }

  private static final class Rows implements Session {

    private final RowReader reader;
    private final RowMapper mapper;
    private final List<MappingConfig> mappings;
    private final Set<TableId> mapped;

    Rows(RowReader reader, List<MappingConfig> mappings) {
      this.reader = reader;
      this.mapper = new RowMapper(mappings);
      this.mappings = mappings;
      this.mapped = mappings.stream().map(MappingConfig::table).collect(Collectors.toSet());
    }

    @Override
    public Map<RowReference, List<CrmRecord>> read(List<RowReference> references)
        throws SQLException {
      Set<TableId> unmapped = new HashSet<>();
      Map<String, Integer> left = new TreeMap<>();
      List<RowKey> keys = new ArrayList<>();
      for (RowReference reference : references) {
        if (mapped.contains(reference.row().table())) {
          keys.add(reference.row());
        } else {
          unmapped.add(reference.row().table());
        }
      }
      if (!unmapped.isEmpty()) {
        LOG.warn("Rows of {} were still to be delivered; no mapping names them any more", unmapped);
      }
      Map<RowKey, ChangeEvent> rows = reader.read(keys);
      Map<RowReference, List<CrmRecord>> records = new LinkedHashMap<>();
      for (RowReference reference : references) {
        ChangeEvent row = rows.get(reference.row());
        if (row != null && row.operation() != Operation.DELETE) {
          records.put(reference, mapper.map(row, reference.object()));
        } else if (row != null && keepsRecords(reference)) {
          left.merge(reference.object(), 1, Integer::sum);
        }
      }
      left.forEach(
          (object, count) ->
              LOG.warn(
                  "{} rows are gone that were still to be delivered as {}; since they say on-delete:"
                      + " ignore, the CRM keeps what it had of them, which is older than they were",
                  count,
                  object));
      return records;
    }

    private boolean keepsRecords(RowReference reference) {
      return mappings.stream()
          .filter(mapping -> mapping.table().equals(reference.row().table()))
          .filter(mapping -> mapping.object().equals(reference.object()))
          .anyMatch(mapping -> mapping.onDelete().kind() == OnDelete.Kind.IGNORE);
    }

    @Override
    public SourcePosition logEnd() throws SQLException {
      return reader.logEndToReach();
    }

    @Override
    public void close() throws SQLException {
      reader.close();
    }
  }
}
