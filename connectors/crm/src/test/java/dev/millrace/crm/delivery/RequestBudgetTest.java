package dev.millrace.crm.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crm.CallLimit;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.ToldLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** How many calls the limits leave, and when. */
class RequestBudgetTest {

  private static final long NOT_BEFORE_AN_ANSWER = Long.MAX_VALUE;

  private final StubCrm crm = new StubCrm();
  private final DeliverySettings.Builder settings = DeliverySettings.builder();
  private final VirtualTime time = new VirtualTime();
  private RequestBudget budget;

  /**
   * The CRM counts a call anywhere between its sending and its answer; nobody sends more than this
   * sender, who sends whenever it may.
   */
  @Property(tries = 2_000)
  void noWindowOfTheCrmsHasMoreCallsThanTheLimit(
      @ForAll @IntRange(min = 1, max = 40) int calls,
      @ForAll @IntRange(min = 1, max = 2_000) int windowMillis,
      @ForAll @IntRange(min = 1, max = 500) int maxServiceMillis,
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    VirtualTime time = new VirtualTime();
    CallLimit limit = CallLimit.burst(calls, Duration.ofMillis(windowMillis));
    RequestBudget budget =
        new RequestBudget(crm, DeliverySettings.builder().burstLimit(limit).build());
    Random random = new Random(seed);
    List<Long> arrivals = new ArrayList<>();
    int[] open = {0};
    for (int sent = 0; sent < 4 * calls; sent++) {
      while (budget.untilFree(time.nanoTime()) > 0) {
        long free = budget.untilFree(time.nanoTime());
        if (free == NOT_BEFORE_AN_ANSWER) {
          time.next();
        } else {
          time.at(time.nanoTime() + free, () -> {});
          time.next();
        }
      }
      budget.sent(time.nanoTime());
      open[0]++;
      int service = random.nextInt(maxServiceMillis) + 1;
      time.inMillis(random.nextInt(service), () -> arrivals.add(time.nanoTime()));
      time.inMillis(
          service,
          () -> {
            open[0]--;
            budget.failed(time.nanoTime());
          });
    }
    while (open[0] > 0) {
      time.next();
    }
    for (int i = calls; i < arrivals.size(); i++) {
      assertThat(arrivals.get(i) - arrivals.get(i - calls))
          .as("from a call to the one after %s more", calls)
          .isGreaterThanOrEqualTo(windowMillis * 1_000_000L);
    }
    assertThat(time.nanoTime() / 1_000_000)
        .as("makes use of the limit")
        .isLessThanOrEqualTo(6L * (windowMillis + windowMillis / 256 + 2 * maxServiceMillis + 2));
  }

  @Example
  void ofSeveralWindowsEachIsKept() {
    crm.limits =
        List.of(
            CallLimit.burst(2, Duration.ofSeconds(1)), CallLimit.burst(5, Duration.ofSeconds(60)));
    RequestBudget budget = new RequestBudget(crm, settings.build());
    List<Long> sentAt = new ArrayList<>();
    long now = 0;
    while (sentAt.size() < 8) {
      long wait = budget.untilFree(now);
      if (wait > 0) {
        now += wait;
      } else {
        budget.sent(now);
        budget.failed(now);
        sentAt.add(now / 1_000_000);
      }
    }
    for (int i = 2; i < sentAt.size(); i++) {
      assertThat(sentAt.get(i) - sentAt.get(i - 2)).isGreaterThanOrEqualTo(1_000);
    }
    for (int i = 5; i < sentAt.size(); i++) {
      assertThat(sentAt.get(i) - sentAt.get(i - 5)).isGreaterThanOrEqualTo(60_000);
    }
    assertThat(sentAt.get(7)).as("and no more").isLessThan(130_000);
  }

  @Example
  void burstsGoOutAtOnceAndThenCallsKeepTheirDistance() {
    limited(CallLimit.burst(10, Duration.ofSeconds(10)));
    for (int i = 0; i < 6; i++) {
      assertThat(free()).isZero();
      call();
    }

    assertThat(freeMillis()).isEqualTo(1_000);
    passMillis(1_000);
    assertThat(free()).isZero();
  }

  @Example
  void whatTheCrmTellsIsUsedUpCountsWhoeverUsedIt() {
    limited(CallLimit.burst(10, Duration.ofSeconds(10)));
    call(10, 1);
    assertThat(left()).isEqualTo(1);

    passMillis(1_000);
    call(10, 0);

    assertThat(freeMillis()).as("until the first ones no longer count").isBetween(9_000L, 9_040L);
  }

  @Example
  void aPublishedLimitIsCorrectedByTheAnswersAConfiguredOneOnlyLowered() {
    crm.limits = List.of(CallLimit.burst(100, Duration.ofSeconds(10)));
    budget = new RequestBudget(crm, settings.build());
    call(190, 189);
    assertThat(left()).as("raised").isEqualTo(189);

    limited(CallLimit.burst(100, Duration.ofSeconds(10)));
    call(190, 189);
    assertThat(left()).as("not raised").isEqualTo(99);
    call(50, 48);
    assertThat(left()).as("lowered").isEqualTo(48);
  }

  @Example
  void whereAnswersTellTheLimitsTheFirstCallIsMadeAlone() {
    crm.tellsLimits = true;
    budget = new RequestBudget(crm, settings.build());
    budget.sent(time.nanoTime());
    assertThat(free()).isEqualTo(NOT_BEFORE_AN_ANSWER);

    crm.told = new long[] {10, 0, 10_000, ToldLimits.UNKNOWN, ToldLimits.UNKNOWN};
    answered();

    assertThat(freeMillis()).isBetween(10_000L, 10_040L);
  }

  @Example
  void aShareOfTheDaysCallsIsLeftToOthers() {
    settings.dailyLimit(10).dailyShare(0.8);
    budget = new RequestBudget(crm, settings.build());
    for (int i = 0; i < 8; i++) {
      assertThat(free()).isZero();
      call();
    }

    assertThat(Duration.ofMillis(freeMillis()))
        .isBetween(Duration.ofHours(24), Duration.ofHours(24).plusMinutes(6));
    passMillis(freeMillis());
    assertThat(free()).isZero();
  }

  @Example
  void whenTheCrmTellsThatOnlyTheOthersShareIsLeftItIsAskedNowAndThen() {
    settings.dailyShare(0.8);
    budget = new RequestBudget(crm, settings.build());
    tellDaily(1_000, 201);
    assertThat(free()).isZero();
    tellDaily(1_000, 200);

    assertThat(freeMillis()).isEqualTo(600_000);
    passMillis(600_000);
    assertThat(free()).isZero();
    budget.sent(time.nanoTime());
    assertThat(free()).as("one call asks").isEqualTo(NOT_BEFORE_AN_ANSWER);
    crm.told = new long[] {-1, -1, -1, 1_000, 999};
    answered();
    assertThat(free()).as("a new day").isZero();
  }

  @Example
  void callsLingerTheLongerTheFewerOfTheDayAreLeft() {
    settings.dailyShare(0.8);
    budget = new RequestBudget(crm, settings.build());

    assertThat(lingerAt(60_000)).isZero();
    assertThat(lingerAt(20_000 + 80_000 / 3)).isBetween(1_079L, 1_081L);
    assertThat(lingerAt(20_000 + 80_000 / 4)).isEqualTo(2_160);
    assertThat(lingerAt(20_000 + 80)).as("no longer than this").isEqualTo(300_000);
    assertThat(lingerAt(100_000)).as("a new day").isZero();
  }

  private long lingerAt(long leftOf100000) {
    tellDaily(100_000, leftOf100000);
    return budget.linger(time.nanoTime()) / 1_000_000;
  }

  private void limited(CallLimit limit) {
    settings.burstLimit(limit);
    budget = new RequestBudget(crm, settings.build());
  }

  private void call() {
    budget.sent(time.nanoTime());
    budget.failed(time.nanoTime());
  }

  private void call(long toldCalls, long toldLeft) {
    crm.told = new long[] {toldCalls, toldLeft, 10_000, ToldLimits.UNKNOWN, ToldLimits.UNKNOWN};
    budget.sent(time.nanoTime());
    answered();
  }

  private void tellDaily(long calls, long left) {
    crm.told = new long[] {-1, -1, -1, calls, left};
    budget.sent(time.nanoTime());
    answered();
  }

  private void answered() {
    budget.answered(new CrmResponse(200, Map.of(), new byte[0]), time.nanoTime());
  }

  private long free() {
    return budget.untilFree(time.nanoTime());
  }

  private long freeMillis() {
    return free() / 1_000_000;
  }

  private void passMillis(long millis) {
    time.pass(millis + 1);
  }

  private long left() {
    return budget.burstLeftSeenFromOutside(time.nanoTime());
  }
}
