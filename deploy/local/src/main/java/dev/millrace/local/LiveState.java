package dev.millrace.local;

import java.util.List;
import java.util.Map;

/**
 * What the demo shows at one moment, on the terminal and on the page. Rates are of the last second
 * or so, latencies of the last ten, in milliseconds from the commit.
 *
 * @param source the database's own description
 * @param limits the CRM's limits by name; {@code none} without
 * @param serviceTimeMs how long the CRM works on a call
 * @param rate changes a second asked for
 * @param snapshotRows rows that the snapshot has to bring
 * @param snapshotDone records that have arrived of them
 * @param committed changes committed since the snapshot
 * @param accepted versions the CRM accepted, the snapshot's included
 * @param recordsPerCall of the last second's calls; 0 without one
 * @param inFlight calls the CRM is working on
 * @param waiting records that the job holds for a later call
 * @param newest the last arrivals, newest first
 */
record LiveState(
    Phase phase,
    String source,
    String limits,
    long serviceTimeMs,
    double rate,
    double seconds,
    long snapshotRows,
    long snapshotDone,
    long committed,
    long accepted,
    double changesPerSecond,
    double acceptedPerSecond,
    double callsPerSecond,
    double recordsPerCall,
    long inFlight,
    long waiting,
    long throttled,
    Percentiles received,
    Percentiles acceptance,
    String flinkUrl,
    List<Change> newest) {

  /** What the demo is doing. */
  enum Phase {
    SNAPSHOT,
    WARM_UP,
    LIVE,
    DRAIN,
    DONE
  }

  /** Latencies in milliseconds; all 0 where nothing was measured. */
  record Percentiles(long samples, double p50, double p95, double p99, double max) {}

  /**
   * One arrival beside its row.
   *
   * @param row the database's row now; null when it is gone
   * @param record what the call set, as the CRM holds it
   */
  record Change(
      String object,
      String id,
      String action,
      double latencyMs,
      Map<String, String> row,
      Map<String, String> record) {}
}
