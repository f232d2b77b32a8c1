package dev.millrace.crm.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.Row;
import dev.millrace.change.SourcePosition;
import dev.millrace.crm.Action;
import dev.millrace.crm.Answer;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.RecordOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A CRM that takes its time, answers out of order, fails before and after it wrote, throttles,
 * refuses whole calls for one bad record, and forgets to mention records; and that checks with
 * every request what the engine promises about requests.
 */
final class GeneratedCrm {

  static final String POISON = "poison";

  private final Faults faults;
  private final VirtualTime time;
  private final Random random;
  private final StubCrm stub;
  private final int maxInFlight;

  private final Map<String, Map<String, Object>> records = new TreeMap<>();
  private final Map<String, SourcePosition> newest = new HashMap<>();
  private final Set<String> inFlight = new HashSet<>();
  private long throttledUntil;
  private long downUntil;

  GeneratedCrm(Faults faults, VirtualTime time, Random random, StubCrm stub, int maxInFlight) {
    this.faults = faults;
    this.time = time;
    this.random = random;
    this.stub = stub;
    this.maxInFlight = maxInFlight;
    stub.onRequest = this::requested;
  }

  /** What it holds: fields by key. */
  Map<String, Map<String, Object>> records() {
    return records;
  }

  private void requested(StubCrm.Request request) {
    assertThat(time.nanoTime()).as("no request in a pause").isGreaterThanOrEqualTo(throttledUntil);
    assertThat(stub.open.size()).as("requests at a time").isLessThanOrEqualTo(maxInFlight);
    assertThat(request.records().size()).isBetween(1, stub.maxRecords);
    List<String> keys = new ArrayList<>();
    for (CrmRecord record : request.records()) {
      assertThat(record.type()).isEqualTo(request.batch().type());
      assertThat(record.action()).isEqualTo(request.batch().action());
      String key = key(record);
      assertThat(inFlight.add(key)).as("one request at a time holds a key").isTrue();
      keys.add(key);
      SourcePosition last = newest.get(key + record.type());
      assertThat(last == null || last.compareTo(record.position()) <= 0)
          .as("versions in order")
          .isTrue();
      newest.put(key + record.type(), record.position());
    }
    int service = 1 + random.nextInt(faults.maxServiceMillis);
    int writtenAt = random.nextInt(service);
    Reaction reaction = react(request);
    time.inMillis(writtenAt, () -> reaction.written.forEach(this::write));
    time.inMillis(
        service,
        () -> {
          keys.forEach(inFlight::remove);
          reaction.answer.run();
        });
  }

  private Reaction react(StubCrm.Request request) {
    if (time.nanoTime() < downUntil || chance(faults.outage)) {
      if (time.nanoTime() >= downUntil) {
        downUntil = time.nanoTime() + random.nextInt(3_000) * 1_000_000L;
      }
      return new Reaction(List.of(), request::fail);
    }
    if (chance(faults.failBefore)) {
      return new Reaction(List.of(), () -> request.answer(Answer.unavailable("503", "", -1)));
    }
    if (chance(faults.throttle)) {
      int pause = random.nextBoolean() ? -1 : random.nextInt(2_000);
      return new Reaction(
          List.of(),
          () -> {
            throttledUntil =
                Math.max(throttledUntil, time.nanoTime() + Math.max(0, pause) * 1_000_000L);
            request.answer(Answer.throttled("429", "", pause));
          });
    }
    if (chance(faults.unauthorized) && !request.renewed()) {
      return new Reaction(List.of(), () -> request.answer(Answer.unauthorized("401", "")));
    }
    if (chance(faults.next)) {
      return new Reaction(List.of(), request::next);
    }
    boolean poisoned = request.records().stream().anyMatch(GeneratedCrm::isPoison);
    if (poisoned && faults.refusesWhole) {
      return new Reaction(List.of(), () -> request.answer(Answer.refused("400", "")));
    }
    return outcomes(request);
  }

  private Reaction outcomes(StubCrm.Request request) {
    List<CrmRecord> written = new ArrayList<>();
    RecordOutcome[] outcomes = new RecordOutcome[request.records().size()];
    for (int i = 0; i < outcomes.length; i++) {
      CrmRecord record = request.records().get(i);
      if (isPoison(record)) {
        outcomes[i] = RecordOutcome.refused("BAD", "");
      } else if (chance(faults.retry)) {
        outcomes[i] = RecordOutcome.retry("LOCKED", "");
      } else {
        boolean silent = chance(faults.unconfirmed);
        outcomes[i] = silent ? RecordOutcome.UNCONFIRMED : RecordOutcome.ACCEPTED;
        if (!silent || random.nextBoolean()) {
          written.add(record);
        }
      }
    }
    if (chance(faults.failAfter)) {
      return new Reaction(written, request::fail);
    }
    return new Reaction(written, () -> request.outcomes(outcomes));
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

  static boolean isPoison(CrmRecord record) {
    return record.action() == Action.UPSERT && POISON.equals(record.value(0));
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private static final class Reaction {

    private final List<CrmRecord> written;
    private final Runnable answer;

    Reaction(List<CrmRecord> written, Runnable answer) {
      this.written = written;
      this.answer = answer;
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
    boolean refusesWhole;

    @Override
    public String toString() {
      return String.format(
          "service<=%d outage=%d failBefore=%d failAfter=%d throttle=%d unauthorized=%d next=%d"
              + " retry=%d unconfirmed=%d refusesWhole=%b",
          maxServiceMillis,
          outage,
          failBefore,
          failAfter,
          throttle,
          unauthorized,
          next,
          retry,
          unconfirmed,
          refusesWhole);
    }
  }
}
