package dev.millrace.crm.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** When a token is asked for, and what requests get meanwhile. */
class OAuthTokenTest {

  private static final long LIFE = Duration.ofSeconds(1_800).toMillis();
  private static final long FOR_EVER = Long.MAX_VALUE;

  private final SetClock clock = new SetClock();
  private final List<CompletableFuture<IssuedToken>> asked = new ArrayList<>();
  private final OAuthToken token = new OAuthToken(this::ask, clock);

  @Test
  void theFirstRequestsWaitForOneAnswer() {
    CompletionStage<Authorization> one = token.authorization();
    CompletionStage<Authorization> other = token.authorization();
    assertThat(one.toCompletableFuture()).isNotDone();

    give("A", LIFE);

    assertThat(header(one)).isEqualTo("Bearer A");
    assertThat(header(other)).isEqualTo("Bearer A");
    assertThat(header(token.authorization())).isEqualTo("Bearer A");
    assertThat(asked).hasSize(1);
  }

  @Test
  void isRenewedOnceWhenFourFifthsOfItsLifeAreOverAndServesUntilThen() {
    hold("A", LIFE);
    clock.pass(LIFE * 4 / 5 - 1);
    assertThat(header(token.authorization())).isEqualTo("Bearer A");
    assertThat(asked).hasSize(1);

    clock.pass(1);
    assertThat(header(token.authorization())).isEqualTo("Bearer A");
    assertThat(header(token.authorization())).isEqualTo("Bearer A");
    assertThat(asked).hasSize(2);

    give("B", LIFE);
    assertThat(header(token.authorization())).isEqualTo("Bearer B");
    assertThat(asked).hasSize(2);
  }

  @Test
  void aRenewalAheadOfTimeThatFailsIsTriedAgainLaterAndHoldsNobodyUp() {
    hold("A", LIFE);
    clock.pass(LIFE * 4 / 5);
    assertThat(header(token.authorization())).isEqualTo("Bearer A");
    last().completeExceptionally(new IOException("down"));
    assertThat(header(token.authorization())).isEqualTo("Bearer A");
    assertThat(asked).hasSize(2);

    clock.pass(30_000);
    assertThat(header(token.authorization())).isEqualTo("Bearer A");
    assertThat(asked).hasSize(3);
  }

  @Test
  void anExpiredOneIsNotUsed() {
    hold("A", LIFE);
    clock.pass(LIFE);
    CompletionStage<Authorization> next = token.authorization();
    assertThat(next.toCompletableFuture()).isNotDone();

    give("B", LIFE);
    assertThat(header(next)).isEqualTo("Bearer B");
  }

  @Test
  void oneWithoutALifeIsUsedUntilItIsRefused() {
    hold("A", FOR_EVER);
    clock.pass(Duration.ofDays(400).toMillis());

    assertThat(header(token.authorization())).isEqualTo("Bearer A");
    assertThat(asked).hasSize(1);
  }

  @Test
  void allCallsThatWereRefusedRenewItOnce() {
    Authorization old = hold("A", FOR_EVER);
    CompletionStage<Void> one = token.renew(old);
    CompletionStage<Void> other = token.renew(old);
    CompletionStage<Authorization> third = token.authorization();
    assertThat(asked).hasSize(2);

    give("B", FOR_EVER);
    assertThat(one.toCompletableFuture()).isCompleted();
    assertThat(other.toCompletableFuture()).isCompleted();
    assertThat(header(third)).isEqualTo("Bearer B");

    assertThat(token.renew(old).toCompletableFuture()).isCompleted();
    assertThat(header(token.authorization())).isEqualTo("Bearer B");
    assertThat(asked).hasSize(2);
  }

  @Test
  void aFailureFailsThoseThatWaitAndTheNextRequestAsksAgain() {
    CompletionStage<Authorization> one = token.authorization();
    last().completeExceptionally(new IOException("down"));
    assertThat(one.toCompletableFuture())
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(IOException.class);

    CompletionStage<Authorization> other = token.authorization();
    give("A", LIFE);
    assertThat(header(other)).isEqualTo("Bearer A");
  }

  @Test
  void isNotUsedForLongerThanItIsToBe() {
    CompletionStage<Authorization> first = token.authorization();
    last().complete(issued("A", FOR_EVER, 60_000));
    assertThat(header(first)).isEqualTo("Bearer A");
    clock.pass(60_000);

    assertThat(header(token.authorization())).isEqualTo("Bearer A");
    assertThat(asked).hasSize(2);
  }

  private CompletionStage<IssuedToken> ask() {
    CompletableFuture<IssuedToken> answer = new CompletableFuture<>();
    asked.add(answer);
    return answer;
  }

  private Authorization hold(String text, long life) {
    CompletionStage<Authorization> first = token.authorization();
    give(text, life);
    return first.toCompletableFuture().join();
  }

  private void give(String text, long life) {
    last().complete(issued(text, life, FOR_EVER));
  }

  private CompletableFuture<IssuedToken> last() {
    return asked.get(asked.size() - 1);
  }

  private IssuedToken issued(String text, long life, long use) {
    return new IssuedToken(Authorization.bearer(text), clock.millis(), life, use);
  }

  private static String header(CompletionStage<Authorization> stage) {
    assertThat(stage.toCompletableFuture()).isDone();
    return stage.toCompletableFuture().join().header();
  }

  private static final class SetClock extends Clock {
    private long millis = 1_000_000;

    void pass(long more) {
      millis += more;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
