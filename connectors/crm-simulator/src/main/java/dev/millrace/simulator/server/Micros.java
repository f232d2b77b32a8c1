package dev.millrace.simulator.server;

import java.time.Clock;
import java.time.Instant;

/** A clock's time in epoch microseconds. */
public final class Micros {

  private Micros() {}

  public static long now(Clock clock) {
    Instant now = clock.instant();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
  }
}
