package dev.millrace.job.mapping;

import dev.millrace.change.ChangeEvent;
import dev.millrace.change.TableId;
import dev.millrace.change.TableSchema;
import dev.millrace.change.flink.MetricScope;
import dev.millrace.check.Fault;
import dev.millrace.crm.CrmRecord;
import dev.millrace.job.config.MappingConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@code map} operator: filter, map and skip-unchanged in one, since each needs what the others
 * found. A row that no longer fulfils the filter is a removal, which a filter in front would have
 * dropped; whether nothing has changed is known before anything is mapped. See
 * docs/decisions/one-map-operator.md.
 */
public final class ChangeMapper extends RichFlatMapFunction<ChangeEvent, CrmRecord> {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(ChangeMapper.class);

  private final List<MappingConfig> mappings;

  private transient Map<TableSchema, TableMapping[]> compiled;
  private transient TableSchema lastSchema;
  private transient TableMapping[] lastMappings;
  private transient OneChange oneChange;
  private transient Counter changes;
  private transient Counter mapped;
  private transient Counter filtered;
  private transient Counter skipped;
  private transient Counter inPart;
  private transient Counter unmappable;
  private transient Set<TableId> warned;

  /**
   * @param mappings of one source
   */
  public ChangeMapper(List<MappingConfig> mappings) {
    this.mappings = new ArrayList<>(mappings);
  }

  @Override
  public void open(OpenContext context) {
    open(getRuntimeContext().getMetricGroup());
  }

  void open(MetricGroup operator) {
    MetricScope metrics = MetricScope.of(operator, MappingMetricNames.GROUP);
    compiled = new IdentityHashMap<>();
    oneChange = new OneChange();
    changes = MappingMetricNames.CHANGES.counter(metrics);
    mapped = MappingMetricNames.MAPPED.counter(metrics);
    filtered = MappingMetricNames.FILTERED.counter(metrics);
    inPart = MappingMetricNames.IN_PART.counter(metrics);
    unmappable = MappingMetricNames.UNMAPPABLE.counter(metrics);
    warned = new HashSet<>();
    skipped = MappingMetricNames.SKIPPED.counter(metrics);
  }

  @Override
  public void flatMap(ChangeEvent change, Collector<CrmRecord> out) {
    changes.inc();
    TableMapping[] mappings = mappingsOf(change);
    if (mappings.length == 1) {
      count(map(mappings[0], change, out, out), change);
      return;
    }
    for (TableMapping mapping : mappings) {
      count(map(mapping, change, oneChange.removals(), oneChange.upserts()), change);
    }
    oneChange.flush(out);
  }

  private static TableMapping.Outcome map(
      TableMapping mapping,
      ChangeEvent change,
      Collector<CrmRecord> removals,
      Collector<CrmRecord> upserts) {
    try {
      return mapping.map(change, removals, upserts);
    } catch (MappingException e) {
      throw stop(e);
    }
  }

  private void count(TableMapping.Outcome outcome, ChangeEvent change) {
    switch (outcome) {
      case MAPPED:
        mapped.inc();
        break;
      case MAPPED_IN_PART:
        mapped.inc();
        inPart.inc();
        warn(change);
        break;
      case FILTERED:
        filtered.inc();
        break;
      case UNMAPPABLE:
        unmappable.inc();
        break;
      default:
        skipped.inc();
    }
  }

  private void warn(ChangeEvent change) {
    if (warned.add(change.table())) {
      LOG.warn(
          "{}: the log left out a value that this update did not change; if the record is new to"
              + " the CRM, it lacks that field. 'ALTER TABLE {} REPLICA IDENTITY FULL' makes the log"
              + " hold it. Told once a table; the metric changesMappedInPart counts.",
          change,
          change.table());
    }
  }

  private TableMapping[] mappingsOf(ChangeEvent change) {
    TableSchema schema = change.schema();
    if (schema != lastSchema) {
      TableMapping[] found = compiled.get(schema);
      if (found == null) {
        found = compile(change);
        compiled.put(schema, found);
      }
      lastSchema = schema;
      lastMappings = found;
    }
    return lastMappings;
  }

  private TableMapping[] compile(ChangeEvent change) {
    List<Fault> faults = new ArrayList<>();
    List<TableMapping> result = new ArrayList<>();
    for (MappingConfig mapping : mappings) {
      if (mapping.table().equals(change.table())) {
        MappingPlan plan = MappingPlan.compile(mapping, change.schema(), faults);
        if (plan != null) {
          result.add(new TableMapping(plan));
        }
      }
    }
    if (!faults.isEmpty()) {
      String all = faults.stream().map(Fault::toString).collect(Collectors.joining("\n"));
      throw stop(new MappingException(change, "the table does not fit its mappings\n" + all));
    }
    return result.toArray(new TableMapping[0]);
  }

  /** The same change would fail again after a restart: stop the job, its position kept. */
  private static SuppressRestartsException stop(MappingException e) {
    return new SuppressRestartsException(e);
  }
}
