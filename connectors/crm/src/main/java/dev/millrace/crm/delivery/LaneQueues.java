package dev.millrace.crm.delivery;

import dev.millrace.crm.Action;
import dev.millrace.crm.BulkLimits;
import dev.millrace.crm.CrmConnector;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.RecordType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One {@link LaneQueue} a kind of call. There are few, a handful a mapping. */
final class LaneQueues {

  private final CrmConnector connector;
  private final Map<RecordType, OfType> byType = new HashMap<>();
  private final List<LaneQueue> all = new ArrayList<>();
  private boolean callsAreShort;

  LaneQueues(CrmConnector connector) {
    this.connector = connector;
  }

  /** The queue that a ready lane belongs in, by its oldest record. */
  LaneQueue of(Lane lane) {
    PendingRecord pending = lane.head();
    CrmRecord record = pending.record();
    OfType queues = byType.get(record.type());
    if (queues == null) {
      queues = new OfType(record.type());
      byType.put(record.type(), queues);
    }
    if (record.action() == Action.DELETE) {
      return queues.deletes;
    }
    return queues.bulk != null && record.snapshot() && !pending.trouble().isSuspect()
        ? queues.bulk
        : queues.upserts;
  }

  /** Whether the day's calls run short, so that each is to be as large as the CRM takes it. */
  void callsAreShort(boolean are) {
    if (are != callsAreShort) {
      callsAreShort = are;
      all.forEach(queue -> queue.callsAreShort(are));
    }
  }

  /** Of the queues that may be sent from, the one whose oldest record arrived first; else null. */
  LaneQueue oldest(SendRule rule) {
    LaneQueue oldest = null;
    for (LaneQueue queue : all) {
      if (!queue.isEmpty()
          && rule.maySend(queue)
          && (oldest == null || queue.oldest().queuedArrival < oldest.oldest().queuedArrival)) {
        oldest = queue;
      }
    }
    return oldest;
  }

  List<LaneQueue> all() {
    return all;
  }

  /** Says whether a call may be made from a queue, which is not empty. */
  interface SendRule {
    boolean maySend(LaneQueue queue);
  }

  /** The queues of one type. */
  private final class OfType {

    private final LaneQueue upserts;
    private final LaneQueue deletes;
    private final LaneQueue bulk;

    OfType(RecordType type) {
      upserts = queue(type, Action.UPSERT, null);
      deletes = queue(type, Action.DELETE, null);
      BulkLimits limits = connector.bulk(type);
      bulk = limits == null ? null : queue(type, Action.UPSERT, limits);
    }

    private LaneQueue queue(RecordType type, Action action, BulkLimits bulk) {
      LaneQueue queue =
          new LaneQueue(
              type,
              action,
              connector.maxRecords(type, action),
              connector.maxRecordsWhenShort(type, action),
              connector.maxBytes(type, action),
              bulk);
      queue.callsAreShort(callsAreShort);
      all.add(queue);
      return queue;
    }
  }
}
