package dev.millrace.simulator.server;

import dev.millrace.simulator.store.Store;
import java.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** What the endpoints of one customer's CRM share, whatever CRM it is. */
public record Tenant(
    Store store, Counters counters, FaultBook faults, RandomGenerator random, Clock clock) {

  public long nowMicros() {
    return Micros.now(clock);
  }

  public long nowMillis() {
    return clock.millis();
  }

  public String newUuid() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }
}
