package dev.millrace.simulator.server;

import dev.millrace.simulator.Faults;
import dev.millrace.simulator.RecordError;
import dev.millrace.simulator.SimulatedFault;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The faults in force and the records to refuse. Orders come from any thread and are in force at
 * once; a call that is being served when one comes may escape it.
 */
public final class FaultBook implements Faults {

  private final Clock clock;
  private final RandomGenerator random;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Map<String, RecordError>> poison = new HashMap<>();
  private volatile boolean faults;
  private volatile boolean poisoned;

  public FaultBook(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /** The fault that hits this call; null when it goes well. */
  synchronized Entry match(Call call) {
    long now = clock.millis();
    entries.removeIf(entry -> entry.over(now) && entry.held.isEmpty());
    faults = !entries.isEmpty();
    for (Entry entry : entries) {
      if (!entry.over(now) && entry.fits(call) && entry.drawn()) {
        entry.hits++;
        return entry;
      }
    }
    return null;
  }

  boolean any() {
    return faults;
  }

  /** Whether {@link #poison(String, String)} is worth a look. */
  public boolean anyPoison() {
    return poisoned;
  }

  /** Why a record is to be refused; null when it is not. */
  public synchronized RecordError error(String object, String externalId) {
    return poison.getOrDefault(object, Map.of()).get(externalId);
  }

  /** The faults in force. */
  public synchronized List<SimulatedFault> inForce() {
    return entries.stream().map(entry -> entry.fault).toList();
  }

  @Override
  public synchronized Injection inject(SimulatedFault fault) {
    Entry entry = new Entry(fault, clock.millis());
    entries.add(entry);
    faults = true;
    return entry;
  }

  @Override
  public synchronized void poison(String object, String externalId, RecordError error) {
    poison.computeIfAbsent(object, o -> new HashMap<>()).put(externalId, error);
    poisoned = true;
  }

  @Override
  public synchronized void mend(String object, String externalId) {
    poison.getOrDefault(object, new HashMap<>()).remove(externalId);
    poison.values().removeIf(Map::isEmpty);
    poisoned = !poison.isEmpty();
  }

  @Override
  public synchronized void clear() {
    List.copyOf(entries).forEach(Entry::remove);
    poison.clear();
    faults = false;
    poisoned = false;
  }

  /** A fault in force, and the calls it holds. */
  final class Entry implements Injection {

    private final List<Runnable> held = new ArrayList<>();
    private final SimulatedFault fault;
    private final long untilMillis;
    private long hits;
    private boolean removed;

    /** Calls that it fitted, and the one that its share hits next. */
    private long fitted;

    private long next = -1;
    private long draws;

    private Entry(SimulatedFault fault, long nowMillis) {
      this.fault = fault;
      this.untilMillis =
          fault.during() == null ? Long.MAX_VALUE : nowMillis + fault.during().toMillis();
    }

    private boolean over(long nowMillis) {
      return hits >= fault.times() || nowMillis >= untilMillis;
    }

    /**
     * Whether the share hits this call: in each run of {@code 1 / share} calls one, anywhere in it,
     * so that what is rare happens however the dice fall.
     */
    private boolean drawn() {
      if (fault.share() >= 1) {
        return true;
      }
      if (next < fitted) {
        long drawn = (long) ((draws++ + random.nextDouble()) / fault.share());
        next = Math.max(fitted, drawn);
      }
      return fitted++ == next;
    }

    private boolean fits(Call call) {
      String path = call.path();
      if (fault.path() != null ? !path.contains(fault.path()) : path.contains("/oauth")) {
        return false;
      }
      return fault.object() == null || path.contains('/' + fault.object() + '/');
    }

    @Override
    public long hits() {
      synchronized (FaultBook.this) {
        return hits;
      }
    }

    SimulatedFault fault() {
      return fault;
    }

    /** Keeps what lets a call go on until the fault is removed. */
    void hold(Runnable release) {
      synchronized (FaultBook.this) {
        if (!removed) {
          held.add(release);
          return;
        }
      }
      release.run();
    }

    @Override
    public void remove() {
      synchronized (FaultBook.this) {
        removed = true;
        entries.remove(this);
        held.forEach(Runnable::run);
        held.clear();
      }
    }
  }
}
