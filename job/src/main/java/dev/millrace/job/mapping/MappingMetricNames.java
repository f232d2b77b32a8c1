package dev.millrace.job.mapping;

import static dev.millrace.change.flink.Metric.counter;

import dev.millrace.change.flink.Metric;
import java.util.List;

/** The metrics of an operator {@code map}, in its group {@value #GROUP}. */
public final class MappingMetricNames {

  public static final String GROUP = "millrace";

  static final Metric CHANGES =
      counter("changes", "changes", "Row changes that the source has read, snapshot included.");
  static final Metric MAPPED =
      counter("changesMapped", "changes", "Those that became a record, by any mapping.");
  static final Metric FILTERED =
      counter("changesFiltered", "changes", "Those that a mapping's filter has left out.");
  static final Metric SKIPPED =
      counter(
          "changesSkippedUnchanged",
          "changes",
          "Updates that changed nothing a mapping uses, and so cost no call.");
  static final Metric IN_PART =
      counter(
          "changesMappedInPart",
          "changes",
          "Those that lack a field, since Postgres left a large column that did not change out of its log.");
  static final Metric UNMAPPABLE =
      counter(
          "changesUnmappable",
          "changes",
          "Those that a mapping could make no record of for their values: dead letters.");

  private MappingMetricNames() {}

  /** All of them. */
  public static List<Metric> all() {
    return List.of(CHANGES, MAPPED, FILTERED, SKIPPED, IN_PART, UNMAPPABLE);
  }
}
