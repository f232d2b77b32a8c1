package dev.millrace.local;

import dev.millrace.local.load.Changes;
import dev.millrace.simulator.AcceptListener;
import dev.millrace.simulator.RecordVersion;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Hears what the CRM accepts and measures how long ago it was committed. The time of the commit is
 * the row's {@code changed_at}, which the load takes right before it commits; of a delete, which
 * has no row, it is what the load noted. Where changes of one record were merged on the way, the
 * newest one counts.
 */
final class Arrivals implements AcceptListener {

  /** The CRM property that holds the row's {@code changed_at}. */
  static final String CHANGED_AT = "source_changed_at";

  private static final int DIGITS = 3;

  private final Recorder received = new Recorder(DIGITS);
  private final Recorder accepted = new Recorder(DIGITS);
  private final Changes changes;
  private volatile long measureFromMicros = Long.MAX_VALUE;
  private volatile long count;
  private volatile FollowedChanges followed;

  /**
   * One accepted version.
   *
   * @param latencyMicros from the commit to the acceptance
   */
  record Arrival(RecordVersion version, long latencyMicros) {}

  Arrivals(Changes changes) {
    this.changes = changes;
  }

  /** Tells of each arrival there too. */
  void tell(FollowedChanges followed) {
    this.followed = followed;
  }

  /** Measures changes that are committed from now on. */
  void measure() {
    received.reset();
    accepted.reset();
    measureFromMicros = System.currentTimeMillis() * 1000;
  }

  // One thread calls this, so that the plain increment of a volatile loses nothing.
  @SuppressWarnings("NonAtomicVolatileUpdate")
  @Override
  public void accepted(RecordVersion version) {
    count++;
    if (measureFromMicros == Long.MAX_VALUE) {
      return;
    }
    long committed = committedMicros(version);
    if (followed != null) {
      followed.accepted(version, committed);
    }
    if (committed < measureFromMicros) {
      return;
    }
    received.recordValue(Math.max(0, version.receivedMicros() - committed));
    accepted.recordValue(Math.max(0, version.acceptedMicros() - committed));
  }

  private long committedMicros(RecordVersion version) {
    if (version.action() == RecordVersion.Action.ARCHIVED) {
      return changes.takeDeletedMicros(version.object(), version.externalId());
    }
    String changedAt = version.properties().get(CHANGED_AT);
    return changedAt == null ? 0 : micros(changedAt);
  }

  /** Epoch microseconds of a zoneless UTC time, with a blank or a T between date and time. */
  static long micros(String text) {
    LocalDateTime time = LocalDateTime.parse(text.replace(' ', 'T'));
    return time.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + time.getNano() / 1_000;
  }

  /** Versions accepted since the start, the snapshot's included. */
  long count() {
    return count;
  }

  /** Commit to request received, in microseconds, since the last call. */
  Histogram receivedSince() {
    return received.getIntervalHistogram();
  }

  /** Commit to acceptance, in microseconds, since the last call. */
  Histogram acceptedSince() {
    return accepted.getIntervalHistogram();
  }
}
