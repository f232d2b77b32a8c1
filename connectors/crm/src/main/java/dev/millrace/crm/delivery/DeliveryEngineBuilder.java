package dev.millrace.crm.delivery;

import dev.millrace.crm.CrmConnector;
import java.util.Objects;
import java.util.Random;

/** Puts a {@link DeliveryEngine} together: what it needs, and what it may be given. */
public final class DeliveryEngineBuilder {

  final CrmConnector connector;
  final DeliverySettings settings;
  final Transport transport;
  final Alarm alarm;
  final RefusedRecords refusedRecords;
  Clock clock = Clock.SYSTEM;
  DeliveryMetrics metrics = DeliveryMetrics.NONE;
  Random random = new Random();

  public DeliveryEngineBuilder(
      CrmConnector connector,
      DeliverySettings settings,
      Transport transport,
      Alarm alarm,
      RefusedRecords refusedRecords) {
    this.connector = Objects.requireNonNull(connector, "connector");
    this.settings = Objects.requireNonNull(settings, "settings");
    this.transport = Objects.requireNonNull(transport, "transport");
    this.alarm = Objects.requireNonNull(alarm, "alarm");
    this.refusedRecords = Objects.requireNonNull(refusedRecords, "refusedRecords");
  }

  /** Default: the machine's. */
  public DeliveryEngineBuilder clock(Clock clock) {
    this.clock = clock;
    return this;
  }

  /** Default: nobody is told. */
  public DeliveryEngineBuilder metrics(DeliveryMetrics metrics) {
    this.metrics = metrics;
    return this;
  }

  /** Where the jitter of repetitions comes from. */
  public DeliveryEngineBuilder random(Random random) {
    this.random = random;
    return this;
  }

  public DeliveryEngine build() {
    return new DeliveryEngine(this);
  }
}
