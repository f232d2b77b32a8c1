package dev.millrace.crm.delivery;

import dev.millrace.crm.CallLimit;
import java.time.Duration;

/** What the delivery engine is told to keep to. Times in nanoseconds. */
public final class DeliverySettings {

  final boolean paused;
  final int maxInFlight;
  final long lingerNanos;
  final int maxWaitingRecords;
  final long maxWaitingBytes;
  final long initialBackoffNanos;
  final long maxBackoffNanos;
  final long maxPauseNanos;
  final long recordRetryTimeoutNanos;

  /** Null: what the connector publishes. */
  final CallLimit burstLimit;

  /** 0: what the connector publishes. */
  final long dailyLimit;

  final double dailyShare;
  final double maxRefusalShare;
  final long refusalWindowNanos;
  final int minRefusals;

  private DeliverySettings(Builder builder) {
    this.paused = builder.paused;
    this.maxInFlight = builder.maxInFlight;
    this.lingerNanos = builder.linger.toNanos();
    this.maxWaitingRecords = builder.maxWaitingRecords;
    this.maxWaitingBytes = builder.maxWaitingBytes;
    this.initialBackoffNanos = builder.initialBackoff.toNanos();
    this.maxBackoffNanos = builder.maxBackoff.toNanos();
    this.maxPauseNanos = builder.maxPause.toNanos();
    this.recordRetryTimeoutNanos = builder.recordRetryTimeout.toNanos();
    this.burstLimit = builder.burstLimit;
    this.dailyLimit = builder.dailyLimit;
    this.dailyShare = builder.dailyShare;
    this.maxRefusalShare = builder.maxRefusalShare;
    this.refusalWindowNanos = builder.refusalWindow.toNanos();
    this.minRefusals = builder.minRefusals;
  }

  public boolean isPaused() {
    return paused;
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

    private boolean paused;
    private int maxInFlight = 16;
    private Duration linger = Duration.ZERO;
    private int maxWaitingRecords = 100_000;
    private long maxWaitingBytes = 64L << 20;
    private Duration initialBackoff = Duration.ofMillis(200);
    private Duration maxBackoff = Duration.ofSeconds(30);
    private Duration maxPause = Duration.ofMinutes(5);
    private Duration recordRetryTimeout = Duration.ofMinutes(10);
    private CallLimit burstLimit;
    private long dailyLimit;
    private double dailyShare = 1;
    private double maxRefusalShare = 1;
    private Duration refusalWindow = Duration.ofMinutes(1);
    private int minRefusals = 1;

    private Builder() {}

    /** Whether no call is begun. */
    public Builder paused(boolean paused) {
      this.paused = paused;
      return this;
    }

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

    /** How long a record backs off for its own sake, all in all, before it is given up. */
    public Builder recordRetryTimeout(Duration timeout) {
      this.recordRetryTimeout = timeout;
      return this;
    }

    /** In place of what the connector publishes, and never raised by what the CRM tells. */
    public Builder burstLimit(CallLimit limit) {
      this.burstLimit = limit;
      return this;
    }

    /** In place of what the connector publishes, and never raised by what the CRM tells. */
    public Builder dailyLimit(long calls) {
      this.dailyLimit = calls;
      return this;
    }

    /** Share of the day's calls that may be used, above 0 up to 1. */
    public Builder dailyShare(double share) {
      this.dailyShare = share;
      return this;
    }

    /**
     * The delivery stops when a larger share of records than this is given up.
     *
     * @param share from 0 to 1; 1 for never
     * @param window of the records that the CRM answered in this time
     * @param minRefusals not before so many are
     */
    public Builder maxRefusals(double share, Duration window, int minRefusals) {
      this.maxRefusalShare = share;
      this.refusalWindow = window;
      this.minRefusals = minRefusals;
      return this;
    }

    public DeliverySettings build() {
      return new DeliverySettings(this);
    }
  }
}
