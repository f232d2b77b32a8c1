package dev.millrace.simulator.server;

import dev.millrace.simulator.Stats;
import java.util.Map;
import java.util.TreeMap;

/** What is counted while serving. Used by one thread. */
public final class Counters {

  private final Map<String, Long> callsByEndpoint = new TreeMap<>();
  private final Map<Integer, Long> answersByStatus = new TreeMap<>();
  private long calls;
  private long created;
  private long updated;
  private long archived;
  private long refused;
  private int inFlight;
  private int maxInFlight;
  private long throttled;
  private long tokensIssued;
  private long callsAboveLimit;
  private long keysTwiceInOneCall;
  private long keysInTwoCalls;
  private long oversizedCalls;
  private long parentsInTwoCalls;
  private long staleVersions;

  void received() {
    calls++;
    inFlight++;
    maxInFlight = Math.max(maxInFlight, inFlight);
  }

  void routed(String endpoint) {
    callsByEndpoint.merge(endpoint, 1L, Long::sum);
  }

  void answered(int status) {
    inFlight--;
    answersByStatus.merge(status, 1L, Long::sum);
  }

  /** The call ends without an answer, by a stop of the server. */
  void lost() {
    inFlight--;
  }

  public void created() {
    created++;
  }

  public void updated() {
    updated++;
  }

  public void archived() {
    archived++;
  }

  public void refused(int records) {
    refused += records;
  }

  public void throttled() {
    throttled++;
    callsAboveLimit++;
  }

  public void tokenIssued() {
    tokensIssued++;
  }

  public void keyTwiceInOneCall() {
    keysTwiceInOneCall++;
  }

  public void keyInTwoCalls() {
    keysInTwoCalls++;
  }

  public void oversizedCall() {
    oversizedCalls++;
  }

  public void parentInTwoCalls() {
    parentsInTwoCalls++;
  }

  public void staleVersion() {
    staleVersions++;
  }

  public Stats snapshot() {
    return new Stats(
        calls,
        Map.copyOf(callsByEndpoint),
        Map.copyOf(answersByStatus),
        created,
        updated,
        archived,
        refused,
        inFlight,
        maxInFlight,
        throttled,
        tokensIssued,
        new Stats.Violations(
            callsAboveLimit,
            keysTwiceInOneCall,
            keysInTwoCalls,
            oversizedCalls,
            parentsInTwoCalls,
            staleVersions));
  }

  public void reset() {
    callsByEndpoint.clear();
    answersByStatus.clear();
    calls = 0;
    created = 0;
    updated = 0;
    archived = 0;
    refused = 0;
    maxInFlight = inFlight;
    throttled = 0;
    tokensIssued = 0;
    callsAboveLimit = 0;
    keysTwiceInOneCall = 0;
    keysInTwoCalls = 0;
    oversizedCalls = 0;
    parentsInTwoCalls = 0;
    staleVersions = 0;
  }
}
