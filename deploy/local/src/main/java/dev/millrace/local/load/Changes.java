package dev.millrace.local.load;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** What the load has committed so far. Safe for use by many threads. */
public final class Changes {

  private final LongAdder committed = new LongAdder();
  private final LongAdder inserts = new LongAdder();
  private final LongAdder updates = new LongAdder();
  private final LongAdder deletes = new LongAdder();
  private final ConcurrentMap<String, Long> deletedMicros = new ConcurrentHashMap<>();

  private volatile ChangeListener listener = (object, id, kind) -> {};

  /** Tells of each change from now on. */
  public void tell(ChangeListener listener) {
    this.listener = listener;
  }

  void inserting(String object, long id) {
    listener.changing(object, id, "inserted");
  }

  void updating(String object, long id) {
    listener.changing(object, id, "updated");
  }

  void inserted(int rows) {
    inserts.add(rows);
    committed.add(rows);
  }

  void updated(int rows) {
    updates.add(rows);
    committed.add(rows);
  }

  void deleted(int rows) {
    deletes.add(rows);
    committed.add(rows);
  }

  void deleting(String object, long id) {
    listener.changing(object, id, "deleted");
  }

  /** Right before the commit of a delete, which leaves no column to carry the time. */
  void deletingAt(String object, long id, long micros) {
    deletedMicros.put(object + '/' + id, micros);
  }

  /** When the row of this record was deleted, in epoch microseconds, told once; else 0. */
  public long takeDeletedMicros(String object, String id) {
    Long micros = deletedMicros.remove(object + '/' + id);
    return micros == null ? 0 : micros;
  }

  /** Starts to count anew. */
  void reset() {
    committed.reset();
    inserts.reset();
    updates.reset();
    deletes.reset();
  }

  /** Row changes committed. */
  public long committed() {
    return committed.sum();
  }

  public long inserts() {
    return inserts.sum();
  }

  public long updates() {
    return updates.sum();
  }

  public long deletes() {
    return deletes.sum();
  }
}
