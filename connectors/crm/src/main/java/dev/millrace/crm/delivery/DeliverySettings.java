package dev.millrace.crm.delivery;

import java.time.Duration;

/** What the delivery engine is told to keep to. Times in nanoseconds. */
public final class DeliverySettings {

  final int maxInFlight;
  final long lingerNanos;
  final int maxWaitingRecords;
  final long maxWaitingBytes;
  final long initialBackoffNanos;
  final long maxBackoffNanos;
  final long maxPauseNanos;

  private DeliverySettings(Builder builder) {
    this.maxInFlight = builder.maxInFlight;
    this.lingerNanos = builder.linger.toNanos();
    this.maxWaitingRecords = builder.maxWaitingRecords;
    this.maxWaitingBytes = builder.maxWaitingBytes;
    this.initialBackoffNanos = builder.initialBackoff.toNanos();
    this.maxBackoffNanos = builder.maxBackoff.toNanos();
    this.maxPauseNanos = builder.maxPause.toNanos();
  }

  public int maxInFlight() {
    return maxInFlight;
  }

  /** Settings to start from; each has a default that suits a test. */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds {@link DeliverySettings}. */
  public static final class Builder {

    private int maxInFlight = 16;
    private Duration linger = Duration.ZERO;
    private int maxWaitingRecords = 100_000;
    private long maxWaitingBytes = 64L << 20;
    private Duration initialBackoff = Duration.ofMillis(200);
    private Duration maxBackoff = Duration.ofSeconds(30);
    private Duration maxPause = Duration.ofMinutes(5);

    private Builder() {}

    /** Most calls at a time. */
    public Builder maxInFlight(int calls) {
      this.maxInFlight = calls;
      return this;
    }

    /** How long a call that is not full waits for more records. */
    public Builder linger(Duration linger) {
      this.linger = linger;
      return this;
    }

    /** Waiting records from which the engine is full. */
    public Builder maxWaitingRecords(int records) {
      this.maxWaitingRecords = records;
      return this;
    }

    /** Estimated bytes of waiting records from which the engine is full. */
    public Builder maxWaitingBytes(long bytes) {
      this.maxWaitingBytes = bytes;
      return this;
    }

    /** Upper end of the random wait before a first repetition; doubles from there. */
    public Builder initialBackoff(Duration backoff) {
      this.initialBackoff = backoff;
      return this;
    }

    /** Where the doubling ends. */
    public Builder maxBackoff(Duration backoff) {
      this.maxBackoff = backoff;
      return this;
    }

    /** Longest pause that the CRM's Retry-After is followed for. */
    public Builder maxPause(Duration pause) {
      this.maxPause = pause;
      return this;
    }

    public DeliverySettings build() {
      return new DeliverySettings(this);
    }
  }
}
