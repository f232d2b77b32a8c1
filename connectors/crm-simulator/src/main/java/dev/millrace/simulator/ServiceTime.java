package dev.millrace.simulator;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long the CRM works on a call before it commits and answers.
 *
 * @param base for the call as such
 * @param perRecord for each record in it
 * @param jitter share of the time, 0 to 1, by which a call may take more or less, evenly spread
 */
public record ServiceTime(Duration base, Duration perRecord, double jitter) {

  public static final ServiceTime NONE = new ServiceTime(Duration.ZERO, Duration.ZERO, 0);

  public static ServiceTime fixed(Duration time) {
    return new ServiceTime(time, Duration.ZERO, 0);
  }

  public static ServiceTime of(Duration base, Duration perRecord) {
    return new ServiceTime(base, perRecord, 0);
  }

  /** Times as recorded of HubSpot's batch endpoints: 60 ms and 2 ms a record, give or take half. */
  public static ServiceTime likeHubSpot() {
    return new ServiceTime(Duration.ofMillis(60), Duration.ofMillis(2), 0.5);
  }

  public ServiceTime withJitter(double share) {
    return new ServiceTime(base, perRecord, share);
  }

  /** Nanoseconds for a call of so many records. */
  public long nanos(int records, RandomGenerator random) {
    long nanos = base.toNanos() + perRecord.toNanos() * records;
    if (nanos == 0 || jitter == 0) {
      return nanos;
    }
    return (long) (nanos * (1 + jitter * (2 * random.nextDouble() - 1)));
  }
}
