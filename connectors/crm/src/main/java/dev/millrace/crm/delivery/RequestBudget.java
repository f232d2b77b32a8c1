package dev.millrace.crm.delivery;

import dev.millrace.crm.CallLimit;
import dev.millrace.crm.CrmConnector;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.ToldLimits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * How many requests the CRM's limits leave: those that the connector publishes, or that are
 * configured instead, corrected by what answers tell. A configured limit is never raised.
 */
final class RequestBudget implements ToldLimits {

  private final CrmConnector connector;

  /** Empty as long as no limit is known. */
  private final List<BurstBudget> bursts = new CopyOnWriteArrayList<>();

  /** As configured or set since; null: what the connector publishes. It is among the bursts. */
  private BurstBudget own;

  private final DailyBudget day;
  private int inFlight;
  private boolean answered;
  private long now;

  RequestBudget(CrmConnector connector, DeliverySettings settings) {
    this.connector = connector;
    if (settings.burstLimit != null) {
      limitBurst(settings.burstLimit);
    }
    long dayLimit = settings.dailyLimit;
    for (CallLimit published : connector.limits()) {
      if (!published.isDaily() && settings.burstLimit == null) {
        bursts.add(new BurstBudget(published, true));
      } else if (published.isDaily() && settings.dailyLimit == 0) {
        dayLimit = published.calls();
      }
    }
    this.day =
        new DailyBudget(
            dayLimit == 0 ? DailyBudget.NO_LIMIT : dayLimit,
            settings.dailyLimit == 0,
            settings.dailyShare);
  }

  /**
   * Another limit of its own; where none was configured, what the connector publishes counts as
   * well.
   *
   * @param limit of the same span as the one before; null for none
   */
  void limitBurst(CallLimit limit) {
    if (limit == null) {
      bursts.remove(own);
      own = null;
    } else if (own != null) {
      own.limit(limit.calls());
    } else {
      own = new BurstBudget(limit, false);
      bursts.add(own);
    }
  }

  /**
   * Nanoseconds until one more request may be sent; {@link Long#MAX_VALUE}: not before an answer.
   */
  long untilFree(long now) {
    if (!answered && inFlight > 0 && connector.tellsLimits()) {
      // What the limits are, and what was used before a restart, the first answer tells.
      return Long.MAX_VALUE;
    }
    long untilFree = day.untilFree(inFlight, now);
    for (BurstBudget burst : bursts) {
      untilFree = Math.max(untilFree, burst.untilFree(inFlight, now));
    }
    return untilFree;
  }

  void sent(long now) {
    inFlight++;
    for (BurstBudget burst : bursts) {
      burst.sent(now);
    }
    day.sent(now);
  }

  void answered(CrmResponse response, long now) {
    failed(now);
    answered = true;
    this.now = now;
    connector.readLimits(response, this);
  }

  /** A request is over without an answer. */
  void failed(long now) {
    inFlight--;
    for (BurstBudget burst : bursts) {
      burst.over(now);
    }
    day.over(now);
  }

  @Override
  public void burst(long calls, long left, long windowMillis) {
    if (bursts.isEmpty() && calls > 0 && windowMillis > 0) {
      bursts.add(new BurstBudget(CallLimit.burst(calls, Duration.ofMillis(windowMillis)), true));
    }
    if (!bursts.isEmpty()) {
      bursts.stream()
          .filter(burst -> burst.isOf(windowMillis))
          .findFirst()
          .orElse(bursts.get(0))
          .told(calls, left, inFlight, now);
    }
  }

  @Override
  public void daily(long calls, long left) {
    day.told(calls, left, inFlight, now);
  }

  /** How long a call that is not full is to wait because the day's calls run short. */
  long linger(long now) {
    return day.linger(inFlight, now);
  }

  long lingerSeenFromOutside(long now) {
    return day.lingerSeenFromOutside(inFlight, now);
  }

  /** {@link Long#MAX_VALUE} for no limit. */
  long dayLeftSeenFromOutside(long now) {
    return day.leftSeenFromOutside(inFlight, now);
  }

  /** {@link Long#MAX_VALUE} for no limit. */
  long burstLeftSeenFromOutside(long now) {
    long left = Long.MAX_VALUE;
    for (BurstBudget burst : bursts) {
      left = Math.min(left, burst.leftSeenFromOutside(inFlight, now));
    }
    return left;
  }
}
