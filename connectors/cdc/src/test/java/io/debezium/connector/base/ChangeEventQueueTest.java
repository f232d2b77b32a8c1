package io.debezium.connector.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChangeEventQueueTest {

  private static final Duration NEVER = Duration.ofHours(1);

  @Test
  void takesDebeziumsPlace() {
    assertThat(ChangeEventQueue.class.getProtectionDomain().getCodeSource().getLocation().getPath())
        .contains("/connectors/cdc/target/");
  }

  @Test
  void handsChangesOnInTheirOrder() throws Exception {
    ChangeEventQueue<Integer> queue = queue(Duration.ofMillis(1), 3, 100).build();
    for (int i = 0; i < 8; i++) {
      queue.enqueue(i);
    }
    assertThat(List.of(queue.poll(), queue.poll(), queue.poll()))
        .containsExactly(List.of(0, 1, 2), List.of(3, 4, 5), List.of(6, 7));
    assertThat(queue.poll()).isEmpty();
    assertThat(queue.remainingCapacity()).isEqualTo(queue.totalCapacity()).isEqualTo(100);
  }

  @Test
  void handsALoneChangeOnWithoutAFullBatch() throws Exception {
    ChangeEventQueue<Integer> queue = queue(Duration.ofMillis(1), 1000, 1000).build();
    FutureTask<List<Integer>> polled = polledUntilSome(queue);
    queue.enqueue(1);
    assertThat(polled.get()).containsExactly(1);
  }

  @Test
  void handsAFullBatchOnWithoutTheInterval() throws Exception {
    ChangeEventQueue<Integer> queue = queue(NEVER, 4, 100).build();
    FutureTask<List<Integer>> polled = polledUntilSome(queue);
    for (int i = 0; i < 4; i++) {
      queue.enqueue(i);
    }
    assertThat(polled.get()).containsExactly(0, 1, 2, 3);
  }

  @Test
  void holdsTheDecodingThreadBackWhileFullAndLosesNothing() throws Exception {
    ChangeEventQueue<Integer> queue = queue(NEVER, 100, 3).build();
    List<Integer> all = IntStream.range(0, 1000).boxed().toList();
    FutureTask<Void> decoding =
        started(
            () -> {
              for (Integer change : all) {
                queue.enqueue(change);
                assertThat(queue.remainingCapacity()).isNotNegative();
              }
              return null;
            });
    List<Integer> polled = new ArrayList<>();
    // The last one is less than a full queue and would wait for the interval.
    while (polled.size() < 999) {
      polled.addAll(queue.poll());
    }
    decoding.get();
    assertThat(polled).isEqualTo(all.subList(0, 999));
  }

  @Test
  void isFullByBytesToo() throws Exception {
    ChangeEventQueue<String> queue =
        new ChangeEventQueue.Builder<String>()
            .pollInterval(NEVER)
            .maxBatchSize(100)
            .maxQueueSize(100)
            .maxQueueSizeInBytes(1)
            .build();
    queue.enqueue("a");
    assertThat(queue.currentQueueSizeInBytes()).isGreaterThan(queue.maxQueueSizeInBytes());
    assertThat(queue.poll()).containsExactly("a");
    assertThat(queue.currentQueueSizeInBytes()).isZero();
  }

  @Test
  void tellsWhatTheDecodingThreadFailedWith() throws Exception {
    ChangeEventQueue<Integer> queue = queue(NEVER, 100, 100).build();
    FutureTask<List<Integer>> polled = polledUntilSome(queue);
    queue.enqueue(1);
    queue.producerException(new IllegalStateException("the log is gone"));
    assertThatThrownBy(polled::get)
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("the log is gone");
    assertThatThrownBy(queue::poll).hasMessage("the log is gone");
  }

  @Test
  void altersTheLastOfABuffered() throws Exception {
    ChangeEventQueue<Integer> queue = queue(Duration.ofMillis(1), 100, 100).buffering().build();
    queue.enqueue(1);
    queue.enqueue(2);
    queue.flushBuffer(last -> -last);
    queue.disableBuffering();
    queue.enqueue(3);
    queue.flushBuffer(last -> -last);
    assertThat(queue.poll()).containsExactly(1, -2, 3);
  }

  private static ChangeEventQueue.Builder<Integer> queue(Duration interval, int batch, int size) {
    return new ChangeEventQueue.Builder<Integer>()
        .pollInterval(interval)
        .maxBatchSize(batch)
        .maxQueueSize(size);
  }

  private static <T> FutureTask<List<T>> polledUntilSome(ChangeEventQueue<T> queue) {
    return started(
        () -> {
          List<T> polled = queue.poll();
          while (polled.isEmpty()) {
            polled = queue.poll();
          }
          return polled;
        });
  }

  private static <T> FutureTask<T> started(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
    return task;
  }
}
