package dev.millrace.simulator.hubspot;

import dev.millrace.simulator.server.Counters;
import dev.millrace.simulator.server.FaultBook;
import dev.millrace.simulator.server.Micros;
import dev.millrace.simulator.store.Store;
import java.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** What the endpoints of an account share. */
record Account(
    Store store, Counters counters, FaultBook faults, RandomGenerator random, Clock clock) {

  static final long PORTAL_ID = 4_242_424;

  /** Most inputs of a batch. */
  static final int MOST_INPUTS = 100;

  long nowMicros() {
    return Micros.now(clock);
  }

  long nowMillis() {
    return clock.millis();
  }

  String newCorrelationId() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }
}
