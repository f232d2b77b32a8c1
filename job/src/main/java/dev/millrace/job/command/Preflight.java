package dev.millrace.job.command;

import dev.millrace.cdc.check.SourceCheck;
import dev.millrace.change.TableId;
import dev.millrace.change.TableSchema;
import dev.millrace.check.Fault;
import dev.millrace.crm.CrmConnectors;
import dev.millrace.crm.LoginRefusedException;
import dev.millrace.crm.RecordType;
import dev.millrace.crm.SinkOptions;
import dev.millrace.crm.http.CheckExchange;
import dev.millrace.crm.operator.DeliveryOptions;
import dev.millrace.job.config.JobConfig;
import dev.millrace.job.config.MappingConfig;
import dev.millrace.job.config.SourceConfig;
import dev.millrace.job.mapping.MappingCheck;
import dev.millrace.secret.MissingSecretException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;

/**
 * Asks databases and CRM whether the configuration can work, before a row is read. Does not stop at
 * a fault, so that all are told at once.
 */
final class Preflight {

  private final JobConfig config;
  private final List<Fault> faults = new ArrayList<>();
  private final List<String> passed = new ArrayList<>();

  private Preflight(JobConfig config) {
    this.config = config;
  }

  /**
   * Checks everything.
   *
   * @return a line for each database and CRM that was asked, and notes on what may surprise
   * @throws Refusal with every fault found
   */
  static List<String> check(JobConfig config) throws Refusal {
    Preflight preflight = new Preflight(config);
    config.sources().forEach(preflight::source);
    preflight.delivery();
    preflight.sink();
    if (!preflight.faults.isEmpty()) {
      throw new Refusal(preflight.faults);
    }
    return preflight.passed;
  }

  private void source(SourceConfig source) {
    String where = "source " + source.name();
    try {
      List<Fault> found = SourceCheck.check(source.options(), source.tables());
      faults.addAll(found);
      if (!found.isEmpty()) {
        mappingsBesideFaults(source, found);
      } else {
        mappings(source, true);
        passed.add(where + ": can be read, tables " + texts(source.tables()));
      }
    } catch (IllegalArgumentException | IllegalStateException e) {
      // A secret that cannot be read.
      faults.add(new Fault(where, e.getMessage(), "a source that can be connected to", ""));
    }
  }

  /** A slot or a right that is missing hides no column that is misspelt. */
  private void mappingsBesideFaults(SourceConfig source, List<Fault> found) {
    if (found.stream().anyMatch(Fault::isAbsence)) {
      return;
    }
    try {
      mappings(source, false);
    } catch (IllegalArgumentException | IllegalStateException e) {
      // The tables cannot be asked for; the faults say why.
    }
  }

  /**
   * @param missingTables whether to tell of tables that are not there, as the source's check has
   */
  private void mappings(SourceConfig source, boolean missingTables) {
    Map<TableId, TableSchema> schemas = SourceCheck.schemas(source.options(), source.tables());
    Set<TableId> keyOnly = SourceCheck.keyOnly(source.options(), source.tables());
    for (MappingConfig mapping : config.mappings(source)) {
      TableSchema schema = schemas.get(mapping.table());
      if (schema == null) {
        if (missingTables) {
          faults.add(
              new Fault(
                  mapping.where("table"),
                  "table '" + mapping.table() + "', which the database does not have",
                  "one of its tables",
                  ""));
        }
      } else {
        faults.addAll(MappingCheck.check(mapping, schema));
        if (keyOnly.contains(mapping.table())) {
          MappingCheck.keyIsNotEnough(mapping, schema).ifPresent(faults::add);
          MappingCheck.leftOut(
                  mapping, schema, SourceCheck.leftOutUnchanged(source.options(), mapping.table()))
              .ifPresent(note -> passed.add("note: " + note));
        }
      }
    }
  }

  private void delivery() {
    try {
      DeliveryOptions.settings(config.delivery());
    } catch (IllegalArgumentException e) {
      faults.add(new Fault("delivery", e.getMessage(), "settings that fit together", ""));
    }
  }

  private void sink() {
    Configuration sink = config.sink();
    String where = "sink " + sink.get(SinkOptions.TYPE);
    try (CheckExchange exchange = CheckExchange.open(sink)) {
      List<RecordType> types =
          config.mappings().stream()
              .map(Preflight::recordType)
              .distinct()
              .collect(Collectors.toList());
      List<Fault> found = CrmConnectors.create(sink).check(types, exchange);
      faults.addAll(found);
      if (found.isEmpty()) {
        passed.add(
            where
                + ": accepts the token at "
                + CrmConnectors.baseUrl(sink)
                + ", objects "
                + texts(
                    types.stream()
                        .map(RecordType::object)
                        .distinct()
                        .collect(Collectors.toList())));
      }
    } catch (LoginRefusedException e) {
      faults.add(e.fault());
    } catch (IOException e) {
      faults.add(
          Fault.absence(
              where,
              "no answer from " + CrmConnectors.baseUrl(sink) + ": " + e.getMessage(),
              "a CRM that answers",
              "sink.base-url, or the network or proxy between here and there"));
    } catch (MissingSecretException e) {
      faults.add(e.fault(where + option(sink, e.reference())));
    } catch (IllegalArgumentException | IllegalStateException e) {
      faults.add(new Fault(where, e.getMessage(), "a CRM that can be asked", ""));
    }
  }

  /** The option that has the reference. */
  private static String option(Configuration sink, String reference) {
    return sink.toMap().entrySet().stream()
        .filter(entry -> entry.getValue().equals(reference))
        .map(entry -> " sink." + entry.getKey())
        .findFirst()
        .orElse("");
  }

  /** All that a mapping ever writes. */
  private static RecordType recordType(MappingConfig mapping) {
    Set<String> fields = new LinkedHashSet<>(mapping.fields().keySet());
    fields.addAll(mapping.onDelete().values().keySet());
    return mapping.recordType(fields);
  }

  private static String texts(List<?> things) {
    return things.stream().map(Object::toString).collect(Collectors.joining(", "));
  }
}
