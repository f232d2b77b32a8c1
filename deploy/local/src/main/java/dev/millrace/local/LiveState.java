package dev.millrace.local;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * What the demo shows at one moment, on the terminal and on the page. Rates are of the last second
 * or so and a second, latencies of the last ten, in milliseconds from the commit.
 *
 * @param source the database's own description
 * @param crm the CRM in a few words, with its limits
 * @param received commit to request received by the CRM
 * @param acceptance commit to acceptance by the CRM
 * @param changes a few of the last ones, newest first
 */
record LiveState(
    Phase phase,
    String source,
    String crm,
    String flinkUrl,
    long millis,
    Snapshot snapshot,
    Flow flow,
    Delivery delivery,
    Budget budget,
    Percentiles received,
    Percentiles acceptance,
    List<Change> changes,
    DeadLetters deadLetters) {

  /** What the demo is doing. */
  enum Phase {
    SNAPSHOT,
    WARM_UP,
    LIVE,
    DRAIN,
    DONE
  }

  /**
   * @param rows that it has to bring
   * @param done records that have arrived of them
   */
  record Snapshot(long rows, long done) {}

  /**
   * What comes through each stage.
   *
   * @param committed changes committed since the snapshot
   * @param accepted versions the CRM accepted, the snapshot's included
   * @param readPerSecond changes that the source has handed on
   * @param mappedPerSecond those that became a record
   * @param leftOutPerSecond those that a filter left out, or that changed nothing that is mapped
   * @param recordsPerCall of the last second's calls; 0 without one
   */
  record Flow(
      long committed,
      long accepted,
      double committedPerSecond,
      double readPerSecond,
      double mappedPerSecond,
      double leftOutPerSecond,
      double acceptedPerSecond,
      double callsPerSecond,
      double recordsPerCall) {}

  /**
   * What the job's delivery holds, by its own metrics.
   *
   * @param waiting records, those that back off included
   * @param concurrency calls that may be in flight now
   * @param merged changes that a later one of their record took up, so far
   * @param retried records sent again, so far
   */
  record Delivery(
      long waiting,
      long backingOff,
      long recordsInFlight,
      long callsInFlight,
      long concurrency,
      long merged,
      long retried) {}

  /**
   * Calls left, of the present burst window and of the day; -1 without a limit.
   *
   * @param burstFull the most there were at once, so what a window allows
   */
  record Budget(long burst, long burstFull, long daily, long dailyFull) {}

  /** Latencies in milliseconds; all 0 where nothing was measured. */
  record Percentiles(long samples, double p50, double p95, double p99, double max) {}

  /**
   * A change that is followed on its way.
   *
   * @param number counts them
   * @param kind inserted, updated or deleted
   * @param state waiting, in flight, accepted, refused or left out
   * @param reason why it was refused; null when it was not
   * @param sinceCommitMillis until it was accepted, or now
   * @param waitedMillis until the CRM received the request; null before
   * @param inFlightMillis from there until it was accepted; null before
   * @param before the CRM's record when the change was made; null when there was none
   * @param after the CRM's record once it was accepted, or now; null when there is none
   * @param row the database's row now, or when it was accepted; null when it is gone
   */
  record Change(
      long number,
      String object,
      String id,
      String kind,
      String state,
      String reason,
      long committedMillis,
      double sinceCommitMillis,
      Double waitedMillis,
      Double inFlightMillis,
      Map<String, String> before,
      Map<String, String> after,
      Map<String, String> row) {}

  /**
   * @param count all there were
   * @param newest the last of them, newest first
   */
  record DeadLetters(long count, List<Letter> newest) {}

  /**
   * A record that the CRM has refused.
   *
   * @param code the CRM's own
   * @param message the CRM's own
   * @param delivered whether a later version of the record was accepted
   */
  record Letter(
      long refusedMillis,
      String object,
      String id,
      String code,
      String message,
      boolean delivered) {}

  /**
   * A point of the page's charts.
   *
   * @param seconds since 1970
   * @param p50 milliseconds from the commit to acceptance; null where nothing was measured
   * @param committed rows a second; null in the snapshot, as accepted is: it is another scale
   */
  record Point(
      double seconds, Double p50, Double p95, Double p99, Double committed, Double accepted) {}

  @JsonProperty
  Point point() {
    boolean measured = acceptance.samples() > 0;
    return new Point(
        millis / 1e3,
        measured ? acceptance.p50() : null,
        measured ? acceptance.p95() : null,
        measured ? acceptance.p99() : null,
        phase == Phase.SNAPSHOT ? null : flow.committedPerSecond(),
        phase == Phase.SNAPSHOT ? null : flow.acceptedPerSecond());
  }
}
