package dev.millrace.crm.delivery;

import dev.millrace.crm.Action;
import dev.millrace.crm.CrmConnector;
import dev.millrace.crm.RecordType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One {@link LaneQueue} a kind of call. There are few, a handful a mapping. */
final class LaneQueues {

  private final CrmConnector connector;
  private final Map<RecordType, LaneQueue[]> byType = new HashMap<>();
  private final List<LaneQueue> all = new ArrayList<>();

  LaneQueues(CrmConnector connector) {
    this.connector = connector;
  }

  /** The queue that a ready lane belongs in, by its oldest record. */
  LaneQueue of(Lane lane) {
    RecordType type = lane.head().record().type();
    LaneQueue[] byAction = byType.get(type);
    if (byAction == null) {
      byAction = new LaneQueue[Action.values().length];
      for (Action action : Action.values()) {
        LaneQueue queue =
            new LaneQueue(
                type, action, connector.maxRecords(type, action), connector.maxBytes(type, action));
        byAction[action.ordinal()] = queue;
        all.add(queue);
      }
      byType.put(type, byAction);
    }
    return byAction[lane.head().record().action().ordinal()];
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
}
