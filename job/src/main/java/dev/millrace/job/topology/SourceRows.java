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
import dev.millrace.job.config.SourceConfig;
import dev.millrace.job.mapping.RowMapper;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    return new Rows(RowReader.open(source, tables), new RowMapper(mappings), mapped());
  }

  private Set<TableId> mapped() {
    return mappings.stream().map(MappingConfig::table).collect(Collectors.toSet());
  }

  private static final class Rows implements Session {

    private final RowReader reader;
    private final RowMapper mapper;
    private final Set<TableId> mapped;

    Rows(RowReader reader, RowMapper mapper, Set<TableId> mapped) {
      this.reader = reader;
      this.mapper = mapper;
      this.mapped = mapped;
    }

    @Override
    public Map<RowReference, List<CrmRecord>> read(List<RowReference> references)
        throws SQLException {
      Set<TableId> left = new HashSet<>();
      List<RowKey> keys = new ArrayList<>();
      for (RowReference reference : references) {
        if (mapped.contains(reference.row().table())) {
          keys.add(reference.row());
        } else {
          left.add(reference.row().table());
        }
      }
      if (!left.isEmpty()) {
        LOG.warn("Rows of {} were still to be delivered; no mapping names them any more", left);
      }
      Map<RowKey, ChangeEvent> rows = reader.read(keys);
      Map<RowReference, List<CrmRecord>> records = new LinkedHashMap<>();
      for (RowReference reference : references) {
        ChangeEvent row = rows.get(reference.row());
        if (row != null && row.operation() != Operation.DELETE) {
          records.put(reference, mapper.map(row, reference.object()));
        }
      }
      return records;
    }

    @Override
    public SourcePosition logEnd() throws SQLException {
      return reader.logEnd();
    }

    @Override
    public void close() throws SQLException {
      reader.close();
    }
  }
}
