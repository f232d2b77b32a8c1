package dev.millrace.crm.delivery;

import dev.millrace.change.Row;
import dev.millrace.crm.CrmRecord;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** A run: what is offered and when, how the CRM behaves, how the engine is set. */
final class Schedule {

  final List<Step> steps;
  final GeneratedCrm.Faults faults;
  final Engine engine;
  final long seed;

  Schedule(List<Step> steps, GeneratedCrm.Faults faults, Engine engine, long seed) {
    this.steps = steps;
    this.faults = faults;
    this.engine = engine;
    this.seed = seed;
  }

  static Arbitrary<Schedule> any() {
    return Combinators.combine(
            row().list().ofMaxSize(20),
            step().list().ofMinSize(1).ofMaxSize(60),
            faults(),
            engine(),
            Arbitraries.longs().between(0, 1_000_000))
        .as(
            (rows, steps, faults, engine, seed) -> {
              List<Step> all = new ArrayList<>(rows);
              all.addAll(steps);
              return new Schedule(all, faults, engine, seed);
            });
  }

  private static Arbitrary<Step> step() {
    Arbitrary<Step> change =
        Combinators.combine(
                Arbitraries.integers().between(0, 5),
                Arbitraries.frequency(
                    Tuple.of(4, Kind.FULL),
                    Tuple.of(4, Kind.PARTIAL),
                    Tuple.of(2, Kind.DELETE),
                    Tuple.of(2, Kind.LOYALTY),
                    Tuple.of(3, Kind.CHILD),
                    Tuple.of(1, Kind.POISON),
                    Tuple.of(1, Kind.ORPHAN),
                    Tuple.of(1, Kind.SILENT),
                    Tuple.of(1, Kind.CHOKE)),
                Arbitraries.integers().between(1, 6))
            .as(Step::new);
    Arbitrary<Step> flush = Arbitraries.just(new Step(0, Kind.FLUSH, 0));
    Arbitrary<Step> pause =
        Arbitraries.integers().between(1, 80).map(millis -> new Step(0, Kind.PAUSE, millis));
    Arbitrary<Step> tune =
        Arbitraries.integers().between(0, 4).map(calls -> new Step(0, Kind.TUNE, calls));
    Arbitrary<Step> barrier = Arbitraries.of(Kind.DRAIN, Kind.RESTORE).map(k -> new Step(0, k, 0));
    return Arbitraries.frequencyOf(
        Tuple.of(24, change),
        Tuple.of(8, flush),
        Tuple.of(6, pause),
        Tuple.of(2, barrier),
        Tuple.of(1, tune));
  }

  private static Arbitrary<Step> row() {
    return Arbitraries.integers().between(0, 9).map(key -> new Step(key, Kind.ROW, 0));
  }

  private static Arbitrary<GeneratedCrm.Faults> faults() {
    Arbitrary<Integer> percent = Arbitraries.of(0, 0, 0, 5, 15, 40);
    return Combinators.combine(
            Arbitraries.integers().between(1, 100),
            percent.list().ofSize(9),
            Arbitraries.of(true, false),
            Arbitraries.of(0, 0, 200),
            Arbitraries.of(true, false))
        .as(
            (service, percents, whole, poll, resumes) -> {
              GeneratedCrm.Faults faults = new GeneratedCrm.Faults();
              faults.maxServiceMillis = service;
              faults.outage = percents.get(0) / 4;
              faults.failBefore = percents.get(1);
              faults.failAfter = percents.get(2);
              faults.throttle = percents.get(3) / 2;
              faults.unauthorized = percents.get(4) / 2;
              faults.next = percents.get(5);
              faults.retry = percents.get(6);
              faults.unconfirmed = percents.get(7);
              faults.busy = percents.get(8);
              faults.refusesWhole = whole;
              faults.maxPollMillis = poll;
              faults.resumes = resumes;
              return faults;
            });
  }

  private static Arbitrary<Engine> engine() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 4),
            Arbitraries.of(1, 2, 3, 5, 100),
            Arbitraries.of(0, 0, 30),
            Arbitraries.of(2, 5, 1_000),
            Arbitraries.of(150, 400, 1_000_000),
            Arbitraries.of(true, false),
            Arbitraries.of(Limit.values()),
            Arbitraries.of(0, 0, 2, 6))
        .as(Engine::new);
  }

  @Override
  public String toString() {
    return "seed " + seed + ", " + engine + ", " + faults + ", " + steps;
  }

  enum Kind {
    FULL,
    PARTIAL,
    DELETE,
    LOYALTY,
    CHILD,
    /** Read by the snapshot. */
    ROW,
    POISON,
    /** The CRM says for ever that it may take it later. */
    ORPHAN,
    /** The CRM never mentions it. */
    SILENT,
    /** The CRM fails on each call with it. */
    CHOKE,
    FLUSH,
    PAUSE,
    /** From now on with so many calls at a time, or paused when it is 0. */
    TUNE,
    DRAIN,
    /** A drain, and a new engine that is given what backed off. */
    RESTORE
  }

  /** A limit on bursts, and how the engine knows of it. */
  enum Limit {
    NONE(0, 0, false),
    PUBLISHED(3, 200, false),
    WIDE(20, 1_000, false),
    TOLD(4, 300, true);

    final int calls;
    final int windowMillis;
    final boolean told;

    Limit(int calls, int windowMillis, boolean told) {
      this.calls = calls;
      this.windowMillis = windowMillis;
      this.told = told;
    }
  }

  static final class Step {

    final int key;
    final Kind kind;
    final int number;

    /**
     * @param number of a PARTIAL which fields it holds, of a PAUSE its milliseconds
     */
    Step(int key, Kind kind, int number) {
      this.key = key;
      this.kind = kind;
      this.number = number;
    }

    boolean isChange() {
      return kind.compareTo(Kind.FLUSH) < 0;
    }

    /** The record of a change, its values telling which change they come from. */
    CrmRecord record(int position) {
      // The CRM does not tell the two ids apart.
      String id = (position % 2 == 0 ? "k" : "K") + key;
      String value = "v" + position;
      return switch (kind) {
        case FULL -> Changes.upsert(Changes.CONTACT, id, position, value, value, value);
        case PARTIAL ->
            Changes.upsert(
                Changes.CONTACT, id, position, held(0, value), held(1, value), held(2, value));
        case DELETE -> Changes.delete(Changes.CONTACT, id, position);
        case LOYALTY -> Changes.upsert(Changes.LOYALTY, id, position, value, value);
        case CHILD -> Changes.upsert(Changes.CHILD, "c" + id, position, value, "P" + number % 3);
        case ROW -> Changes.row(Changes.CONTACT, id, position, value, value, value);
        case POISON, ORPHAN, SILENT, CHOKE ->
            Changes.upsert(
                Changes.CONTACT, id, position, kind.name(), held(1, value), held(2, value));
        default -> throw new IllegalStateException("no change: " + this);
      };
    }

    private Object held(int field, String value) {
      return (number >> field & 1) == 1 ? value : Row.UNCHANGED;
    }

    @Override
    public String toString() {
      return isChange() ? kind + "(" + key + "," + number + ")" : kind + "(" + number + ")";
    }
  }

  static final class Engine {

    final int maxInFlight;
    final int maxRecords;
    final int lingerMillis;
    final int maxWaiting;
    final int maxBytes;
    final boolean drainAtEnd;
    final Limit limit;
    final int bulkFrom;

    Engine(
        int maxInFlight,
        int maxRecords,
        int lingerMillis,
        int maxWaiting,
        int maxBytes,
        boolean drainAtEnd,
        Limit limit,
        int bulkFrom) {
      this.maxInFlight = maxInFlight;
      this.maxRecords = maxRecords;
      this.lingerMillis = lingerMillis;
      this.maxWaiting = maxWaiting;
      this.maxBytes = maxBytes;
      this.drainAtEnd = drainAtEnd;
      this.limit = limit;
      this.bulkFrom = bulkFrom;
    }

    @Override
    public String toString() {
      return String.format(
          "maxInFlight=%d maxRecords=%d linger=%d maxWaiting=%d maxBytes=%d drainAtEnd=%b"
              + " limit=%s bulkFrom=%d",
          maxInFlight, maxRecords, lingerMillis, maxWaiting, maxBytes, drainAtEnd, limit, bulkFrom);
    }
  }
}
