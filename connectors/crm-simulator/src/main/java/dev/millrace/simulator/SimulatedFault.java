package dev.millrace.simulator;

import java.time.Duration;

/**
 * How a call goes wrong, and which calls. Without a further word it concerns every call to the
 * CRM's data (not to the token endpoint) until it is removed; {@link #times}, {@link #share},
 * {@link #during}, {@link #onObject} and {@link #onPath} narrow that down, all of them at once.
 *
 * @param status HTTP status of the answer; used by {@link Kind#STATUS} only
 * @param afterCommit whether the call's records are written before it goes wrong
 * @param retryAfter value of the Retry-After header; null for none
 * @param delay time the call takes on top of its service time
 * @param policy which of the answers of this status: with HubSpot the policyName of a 429
 *     (TEN_SECONDLY_ROLLING, DAILY) or BAD_HUB at the token endpoint; with Salesforce the
 *     errorCode, or OBJECT for an error that is no list
 * @param times most calls it concerns
 * @param share of the calls, 0 to 1: one in each run of {@code 1 / share} calls, drawn by the
 *     simulator's seed
 * @param during how long from its injection on, by the simulator's clock; null for ever
 * @param object name of the only object concerned; null for all
 * @param path part of the paths concerned; null for all
 */
public record SimulatedFault(
    Kind kind,
    int status,
    boolean afterCommit,
    Duration retryAfter,
    Duration delay,
    String policy,
    long times,
    double share,
    Duration during,
    String object,
    String path) {

  /** What the client sees. */
  public enum Kind {
    /** An error answer: JSON as the CRM writes it, or its gateway's HTML for 502, 504 and 52x. */
    STATUS,
    /** The connection is closed without an answer. */
    CUT,
    /** 200 with empty results; nothing is written. */
    SILENT,
    /** The right answer, late. */
    SLOW,
    /** The right answer, once the fault is removed. */
    HELD
  }

  public static SimulatedFault status(int status) {
    return of(Kind.STATUS, status);
  }

  public static SimulatedFault cut() {
    return of(Kind.CUT, 0);
  }

  public static SimulatedFault silent() {
    return of(Kind.SILENT, 200);
  }

  public static SimulatedFault slow(Duration delay) {
    return of(Kind.SLOW, 200).delayed(delay);
  }

  /** Keeps calls in flight until the fault is removed; they then go their way. */
  public static SimulatedFault held() {
    return of(Kind.HELD, 200);
  }

  private static SimulatedFault of(Kind kind, int status) {
    return new SimulatedFault(
        kind,
        status,
        false,
        null,
        Duration.ZERO,
        "TEN_SECONDLY_ROLLING",
        Long.MAX_VALUE,
        1,
        null,
        null,
        null);
  }

  /** Whether the call is carried out and answered as if nothing were wrong. */
  public boolean harmless() {
    return kind == Kind.SLOW || kind == Kind.HELD;
  }

  /** The records are written, and the client does not learn it. */
  public SimulatedFault afterCommitting() {
    return new SimulatedFault(
        kind, status, true, retryAfter, delay, policy, times, share, during, object, path);
  }

  public SimulatedFault withRetryAfter(Duration retryAfter) {
    return new SimulatedFault(
        kind, status, afterCommit, retryAfter, delay, policy, times, share, during, object, path);
  }

  public SimulatedFault delayed(Duration delay) {
    return new SimulatedFault(
        kind, status, afterCommit, retryAfter, delay, policy, times, share, during, object, path);
  }

  /** Makes the answer tell of this policy, or have this error code. */
  public SimulatedFault withPolicy(String policy) {
    return new SimulatedFault(
        kind, status, afterCommit, retryAfter, delay, policy, times, share, during, object, path);
  }

  public SimulatedFault times(long times) {
    return new SimulatedFault(
        kind, status, afterCommit, retryAfter, delay, policy, times, share, during, object, path);
  }

  public SimulatedFault share(double share) {
    return new SimulatedFault(
        kind, status, afterCommit, retryAfter, delay, policy, times, share, during, object, path);
  }

  public SimulatedFault during(Duration during) {
    return new SimulatedFault(
        kind, status, afterCommit, retryAfter, delay, policy, times, share, during, object, path);
  }

  public SimulatedFault onObject(String object) {
    return new SimulatedFault(
        kind, status, afterCommit, retryAfter, delay, policy, times, share, during, object, path);
  }

  /**
   * @param path found anywhere in the call's path: {@code batch/upsert}, {@code /oauth/}
   */
  public SimulatedFault onPath(String path) {
    return new SimulatedFault(
        kind, status, afterCommit, retryAfter, delay, policy, times, share, during, object, path);
  }
}
