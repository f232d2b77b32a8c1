package dev.millrace.crm.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.Row;
import dev.millrace.change.SourcePosition;
import dev.millrace.crm.Action;
import dev.millrace.crm.Answer;
import dev.millrace.crm.Batch;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.RecordOutcome;
import dev.millrace.crm.ToldLimits;
import dev.millrace.crm.delivery.Schedule.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A CRM that takes its time, answers out of order, fails before and after it wrote, throttles,
 * refuses whole calls for one bad record, and forgets to mention records; and that checks with
 * every request what the engine promises about requests.
 */
final class GeneratedCrm {

  private final Faults faults;
  private final VirtualTime time;
  private final Random random;
  private final StubCrm stub;
  private final Schedule.Engine limits;

  private final Map<String, Map<String, Object>> records = new TreeMap<>();
  private final Map<String, SourcePosition> newest = new HashMap<>();
  private final Map<String, Batch> inFlight = new HashMap<>();
  private final Map<String, Batch> parents = new HashMap<>();
  private final List<Long> arrivals = new ArrayList<>();
  private boolean hasTold;
  private long throttledUntil;
  private long downUntil;

  GeneratedCrm(
      Faults faults, VirtualTime time, Random random, StubCrm stub, Schedule.Engine limits) {
    this.faults = faults;
    this.time = time;
    this.random = random;
    this.stub = stub;
    this.limits = limits;
    stub.onRequest = this::requested;
  }

  /** What it holds: fields by key. */
  Map<String, Map<String, Object>> records() {
    return records;
  }

  private void requested(StubCrm.Request request) {
    assertThat(time.nanoTime()).as("no request in a pause").isGreaterThanOrEqualTo(throttledUntil);
    assertThat(stub.open.size()).as("requests at a time").isLessThanOrEqualTo(limits.maxInFlight);
    Batch batch = request.batch();
    assertSize(batch);
    for (CrmRecord record : request.records()) {
      assertThat(record.type()).isEqualTo(batch.type());
      assertThat(record.action()).isEqualTo(batch.action());
      String key = key(record);
      assertAlone(batch, inFlight, key);
      if (record.parent() != null) {
        assertAlone(batch, parents, record.parent());
      }
      SourcePosition last = newest.get(key + record.type());
      assertThat(last == null || last.compareTo(record.position()) <= 0)
          .as("versions in order")
          .isTrue();
      newest.put(key + record.type(), record.position());
    }
    int service = 1 + random.nextInt(faults.maxServiceMillis);
    int arrivesAt = random.nextInt(service);
    int writtenAt = arrivesAt + random.nextInt(service - arrivesAt);
    long[] told = new long[5];
    boolean known = !limits.limit.told || hasTold;
    time.inMillis(arrivesAt, () -> arrived(told, known));
    Reaction reaction = react(request);
    time.inMillis(writtenAt, () -> reaction.written.forEach(this::write));
    time.inMillis(
        service,
        () -> {
          if (!reaction.goesOn) {
            inFlight.values().removeIf(holder -> holder == batch);
            parents.values().removeIf(holder -> holder == batch);
          }
          stub.told = limits.limit.told ? told : null;
          hasTold |= !reaction.isCutOff;
          reaction.answer.run();
        });
  }

  private void assertSize(Batch batch) {
    if (!batch.bulk()) {
      assertThat(batch.size()).isBetween(1, stub.maxRecords);
      return;
    }
    assertThat(batch.size()).isBetween(1, stub.bulk.maxRecords());
    assertThat(batch.action()).isEqualTo(Action.UPSERT);
    assertThat(batch.records()).allMatch(CrmRecord::snapshot);
    assertThat(inFlight.values())
        .as("one call in bulk at a time")
        .noneMatch(holder -> holder != batch && holder.bulk());
  }

  /** A call holds its keys and parents until it is over, however many requests it takes. */
  private static void assertAlone(Batch batch, Map<String, Batch> holders, String key) {
    Batch holder = holders.put(key, batch);
    assertThat(holder == null || holder == batch).as("one call at a time holds %s", key).isTrue();
  }

  /** An engine that starts does not know what another one before it was told. */
  void forgetsWhatItTold() {
    hasTold = false;
  }

  private void arrived(long[] told, boolean known) {
    arrivals.add(time.nanoTime());
    long window = limits.limit.windowMillis * 1_000_000L;
    long used = arrivals.stream().filter(at -> at > time.nanoTime() - window).count();
    if (limits.limit != Schedule.Limit.NONE && known) {
      assertThat(used).as("calls in a window").isLessThanOrEqualTo(limits.limit.calls);
    }
    told[0] = limits.limit.calls;
    told[1] = Math.max(0, limits.limit.calls - used);
    told[2] = limits.limit.windowMillis;
    told[3] = ToldLimits.UNKNOWN;
    told[4] = ToldLimits.UNKNOWN;
  }

  private Reaction react(StubCrm.Request request) {
    if (time.nanoTime() < downUntil || chance(faults.outage)) {
      if (time.nanoTime() >= downUntil) {
        downUntil = time.nanoTime() + random.nextInt(3_000) * 1_000_000L;
      }
      return Reaction.cutOff(List.of(), request);
    }
    boolean chokes = request.records().stream().anyMatch(record -> is(record, Kind.CHOKE));
    if (chokes || chance(faults.failBefore)) {
      return new Reaction(
          List.of(), () -> request.answer(Answer.unavailable("503", "", -1)), request.isResumed());
    }
    if (chance(faults.throttle)) {
      int pause = random.nextBoolean() ? -1 : random.nextInt(2_000);
      return new Reaction(
          List.of(),
          () -> {
            throttledUntil =
                Math.max(throttledUntil, time.nanoTime() + Math.max(0, pause) * 1_000_000L);
            request.answer(Answer.throttled("429", "", pause));
          },
          request.isResumed());
    }
    if (chance(faults.busy)) {
      return new Reaction(
          List.of(), () -> request.answer(Answer.busy("423", "", -1)), request.isResumed());
    }
    if (chance(faults.unauthorized) && !request.renewed()) {
      return new Reaction(List.of(), () -> request.answer(Answer.unauthorized("401", "")), true);
    }
    if (chance(faults.next)) {
      int after = random.nextInt(faults.maxPollMillis + 1);
      return new Reaction(List.of(), () -> request.next(after), true);
    }
    boolean poisoned = request.records().stream().anyMatch(record -> is(record, Kind.POISON));
    if (poisoned && faults.refusesWhole) {
      return new Reaction(List.of(), () -> request.answer(Answer.refused("400", "")), false);
    }
    return outcomes(request);
  }

  private Reaction outcomes(StubCrm.Request request) {
    List<CrmRecord> written = new ArrayList<>();
    RecordOutcome[] outcomes = new RecordOutcome[request.records().size()];
    for (int i = 0; i < outcomes.length; i++) {
      CrmRecord record = request.records().get(i);
      if (is(record, Kind.POISON)) {
        outcomes[i] = RecordOutcome.refused("BAD", "");
      } else if (is(record, Kind.ORPHAN) || chance(faults.retry)) {
        outcomes[i] = RecordOutcome.retry("LOCKED", "");
      } else if (is(record, Kind.SILENT)) {
        outcomes[i] = RecordOutcome.UNCONFIRMED;
      } else {
        boolean silent = chance(faults.unconfirmed);
        outcomes[i] = silent ? RecordOutcome.UNCONFIRMED : RecordOutcome.ACCEPTED;
        if (!silent || random.nextBoolean()) {
          written.add(record);
        }
      }
    }
    if (chance(faults.failAfter)) {
      return Reaction.cutOff(written, request);
    }
    return new Reaction(written, () -> request.outcomes(outcomes), false);
  }

  private void write(CrmRecord record) {
    if (record.action() == Action.DELETE) {
      records.remove(key(record));
      return;
    }
    Map<String, Object> fields = records.computeIfAbsent(key(record), key -> new TreeMap<>());
    for (int i = 0; i < record.type().fields().size(); i++) {
      if (record.value(i) != Row.UNCHANGED) {
        fields.put(record.type().fields().get(i), record.value(i));
      }
    }
  }

  static String key(CrmRecord record) {
    return record.externalId().toLowerCase(Locale.ROOT);
  }

  static boolean is(CrmRecord record, Kind kind) {
    return record.action() == Action.UPSERT && kind.name().equals(record.value(0));
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private static final class Reaction {

    private final List<CrmRecord> written;
    private final Runnable answer;
    private final boolean goesOn;
    private boolean isCutOff;

    static Reaction cutOff(List<CrmRecord> written, StubCrm.Request request) {
      Reaction reaction = new Reaction(written, request::fail, request.isResumed());
      reaction.isCutOff = true;
      return reaction;
    }

    /**
     * @param goesOn whether the call has a further request after this answer
     */
    Reaction(List<CrmRecord> written, Runnable answer, boolean goesOn) {
      this.written = written;
      this.answer = answer;
      this.goesOn = goesOn;
    }
  }

  /** How often what goes wrong, in percent. */
  static final class Faults {

    int maxServiceMillis = 1;
    int outage;
    int failBefore;
    int failAfter;
    int throttle;
    int unauthorized;
    int next;
    int retry;
    int unconfirmed;
    int busy;
    boolean refusesWhole;
    int maxPollMillis;
    boolean resumes;

    @Override
    public String toString() {
      return String.format(
          "service<=%d outage=%d failBefore=%d failAfter=%d throttle=%d unauthorized=%d next=%d"
              + " retry=%d unconfirmed=%d busy=%d refusesWhole=%b poll<=%d resumes=%b",
          maxServiceMillis,
          outage,
          failBefore,
          failAfter,
          throttle,
          unauthorized,
          next,
          retry,
          unconfirmed,
          busy,
          refusesWhole,
          maxPollMillis,
          resumes);
    }
  }
}
