package dev.millrace.job.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.getindata.connectors.http.internal.SinkHttpClientResponse;
import com.getindata.connectors.http.internal.sink.HttpSinkRequestEntry;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.delivery.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of dead letters whose endpoint fails, in a time of the test's own. */
class AcceptedPostsTest {

  private static final long MINUTE = 60_000;

  private final VirtualPauses time = new VirtualPauses();
  private final List<String> accepted = new ArrayList<>();
  private int posts;
  private int opened;
  private int closed;
  private boolean broken;

  private final AcceptedPosts client = new AcceptedPosts(Client::new, "/letters", time);

  private final class Client implements AcceptedPosts.Client {

    private final int number = ++opened;

    @Override
    public void send(CrmRequest request, boolean renew, Callback callback) {
      if (broken && number == 1) {
        throw new IllegalStateException("the HTTP client has failed");
      }
      answer(request, renew, callback);
    }

    @Override
    public void close() {
      closed++;
    }
  }

  /** Fails for a minute, in each of three ways. */
  private void answer(CrmRequest request, boolean renew, Transport.Callback callback) {
    posts++;
    if (time.now >= MINUTE) {
      accepted.add(
          new String(request.body().array(), 0, request.body().length(), StandardCharsets.UTF_8));
      callback.onResponse(new CrmResponse(204, Map.of(), new byte[0]));
    } else if (posts % 3 == 0) {
      callback.onFailure(new IOException("connection refused"));
    } else {
      callback.onResponse(new CrmResponse(posts % 3 == 1 ? 503 : 404, Map.of(), new byte[0]));
    }
  }

  @Test
  void anEndpointThatFailsForAMinuteGetsEveryLetterOnceAndInTime() {
    List<String> letters = IntStream.range(0, 200).mapToObj(i -> "letter " + i).toList();
    CompletableFuture<SinkHttpClientResponse> done = client.putRequests(entries(letters), "");
    while (time.now < MINUTE && time.next()) {
      assertThat(done).isNotDone();
    }
    while (time.next()) {
      assertThat(time.now).as("the longest pause").isLessThanOrEqualTo(MINUTE + 10_000);
    }
    assertThat(done).isCompleted();
    assertThat(done.join().getFailedRequests()).isEmpty();
    assertThat(accepted).containsExactlyInAnyOrderElementsOf(letters);
    assertThat(posts).as("tries in a minute of each letter").isLessThanOrEqualTo(200 * 14);
  }

  @Test
  void whatIsNotAcceptedWhenItIsClosedIsNeverDone() {
    CompletableFuture<SinkHttpClientResponse> done =
        client.putRequests(entries(List.of("letter")), "");
    client.close();
    while (time.next()) {
      assertThat(done).isNotDone();
    }
    assertThat(done).isNotDone();
    assertThat(closed).isOne();
  }

  @Test
  void aClientThatFailsItselfIsReplacedAndLosesNoLetter() {
    CompletableFuture<SinkHttpClientResponse> waits =
        client.putRequests(entries(List.of("a", "b")), "");
    broken = true;
    CompletableFuture<SinkHttpClientResponse> comes = client.putRequests(entries(List.of("c")), "");
    while (time.next()) {
      assertThat(opened).isBetween(1, 2);
    }

    assertThat(waits).isCompleted();
    assertThat(comes).isCompleted();
    assertThat(accepted).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(opened - closed).isOne();
  }

  private static List<HttpSinkRequestEntry> entries(List<String> letters) {
    return letters.stream()
        .map(letter -> new HttpSinkRequestEntry("POST", letter.getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  private static final class VirtualPauses implements AcceptedPosts.Pauses {

    private record Step(long at, long number, Runnable run) implements Comparable<Step> {
      @Override
      public int compareTo(Step other) {
        return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
      }
    }

    private final PriorityQueue<Step> steps = new PriorityQueue<>();
    private long now;
    private long number;

    @Override
    public void after(long millis, Runnable step) {
      steps.add(new Step(now + millis, number++, step));
    }

    /** Goes on to the next step; false when there is none. */
    boolean next() {
      Step step = steps.poll();
      if (step == null) {
        return false;
      }
      now = step.at;
      step.run.run();
      return true;
    }

    @Override
    public void close() {
      steps.clear();
    }
  }
}
