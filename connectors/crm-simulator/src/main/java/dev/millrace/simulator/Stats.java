package dev.millrace.simulator;

import java.util.Map;

/**
 * Counters since the start or the last {@link CrmSimulator#resetStats()}, at one moment. The
 * simulator's own endpoints are in none of them.
 *
 * @param calls calls read in full, whatever their answer
 * @param callsByEndpoint the same by method and path pattern: {@code POST
 *     /crm/objects/contacts/batch/upsert}
 * @param answersByStatus answers by HTTP status; a connection cut on purpose counts as status 0
 * @param created records created
 * @param updated record versions accepted of records that were there
 * @param archived records archived
 * @param refused records refused, one by one or with their call
 * @param inFlight calls read and not yet answered
 * @param maxInFlight most of them at once
 * @param throttled answers of 429 that a limit caused, not a fault
 * @param tokensIssued access tokens given out by the OAuth endpoint
 */
public record Stats(
    long calls,
    Map<String, Long> callsByEndpoint,
    Map<Integer, Long> answersByStatus,
    long created,
    long updated,
    long archived,
    long refused,
    int inFlight,
    int maxInFlight,
    long throttled,
    long tokensIssued,
    Violations violations) {

  /** Record versions accepted: created, updated and archived. */
  public long accepted() {
    return created + updated + archived;
  }

  /**
   * What a well-behaved client never does.
   *
   * @param callsAboveLimit calls sent although a limit was used up
   * @param keysTwiceInOneCall records a call carried more than once
   * @param keysInTwoCalls records that a call carried while another with them was in flight
   * @param oversizedCalls calls of more records than the CRM takes
   * @param parentsInTwoCalls records whose children or self a call touched while another call that
   *     touched them was in flight; counted by Salesforce only, which locks them
   * @param staleVersions record versions accepted after a newer one of the same record; counted
   *     where {@link CrmSimulator#watchVersions} names the property that tells
   */
  public record Violations(
      long callsAboveLimit,
      long keysTwiceInOneCall,
      long keysInTwoCalls,
      long oversizedCalls,
      long parentsInTwoCalls,
      long staleVersions) {

    public static final Violations NONE = new Violations(0, 0, 0, 0, 0, 0);

    public long total() {
      return callsAboveLimit
          + keysTwiceInOneCall
          + keysInTwoCalls
          + oversizedCalls
          + parentsInTwoCalls
          + staleVersions;
    }
  }
}
