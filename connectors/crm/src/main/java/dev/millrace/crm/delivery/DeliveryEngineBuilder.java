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
  RequestBudget budget = RequestBudget.UNLIMITED;
  Concurrency concurrency;
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
    this.concurrency = Concurrency.fixed(settings.maxInFlight());
  }

  /** Default: the machine's. */
  public DeliveryEngineBuilder clock(Clock clock) {
    this.clock = clock;
    return this;
  }

  /** Default: unlimited. */
  public DeliveryEngineBuilder budget(RequestBudget budget) {
    this.budget = budget;
    return this;
  }

  /** Default: the settings' number of calls, always. */
  public DeliveryEngineBuilder concurrency(Concurrency concurrency) {
    this.concurrency = concurrency;
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
