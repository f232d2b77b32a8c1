package io.debezium.connector.base;

import io.debezium.util.LoggingContext;
import io.debezium.util.ObjectSizeCalculator;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The queue between the thread that decodes a database's log and the one that hands the changes to
 * Flink. It takes the place of Debezium 1.9's class of the same name, whose {@code poll} gathers
 * changes for {@code poll.interval.ms} whether there are any or not, and spends the last
 * millisecond of each such time in a loop without waiting, while the decoding thread wants the same
 * lock: at an interval of 2 ms that is half a core. This one sleeps until a change comes, then
 * gathers for the interval at most.
 *
 * <p>What it promises else is what Debezium's does: order, a bound, and that a failure of the
 * decoding thread comes out of {@link #poll}. It logs no change, at any level.
 */
public class ChangeEventQueue<T> implements ChangeEventQueueMetrics {

  /** How long an idle {@link #poll} keeps its thread from other work, such as ending. */
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final long gatherNanos;
  private final int maxQueueSize;
  private final int maxBatchSize;
  private final long maxQueueSizeInBytes;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changesAreThere = lock.newCondition();
  private final Condition roomIsFree = lock.newCondition();
  private final Queue<T> changes = new ArrayDeque<>();
  private final Queue<Long> sizes = new ArrayDeque<>();
  private long bytes;
  private long gatheringSince;
  private boolean gathering;
  private RuntimeException failure;

  // Both belong to the decoding thread.
  private boolean buffering;
  private T buffered;

  private ChangeEventQueue(Builder<T> builder) {
    this.gatherNanos = builder.pollInterval.toNanos();
    this.maxQueueSize = builder.maxQueueSize;
    this.maxBatchSize = builder.maxBatchSize;
    this.maxQueueSizeInBytes = builder.maxQueueSizeInBytes;
    this.buffering = builder.buffering;
  }

  /** Adds a change, or, while buffering, the one before it; waits while the queue is full. */
  public void enqueue(T change) throws InterruptedException {
    if (change == null) {
      return;
    }
    if (!buffering) {
      doEnqueue(change);
      return;
    }
    T before = buffered;
    buffered = change;
    if (before != null) {
      doEnqueue(before);
    }
  }

  /** Adds the buffered change, altered: the last one of a snapshot is marked as such. */
  public void flushBuffer(Function<T, T> alter) throws InterruptedException {
    if (buffered != null) {
      T last = buffered;
      buffered = null;
      doEnqueue(alter.apply(last));
    }
  }

  /** Later changes are added as they come. */
  public void disableBuffering() {
    buffering = false;
  }

  protected void doEnqueue(T change) throws InterruptedException {
    long size = maxQueueSizeInBytes > 0 ? ObjectSizeCalculator.getObjectSize(change) : 0;
    lock.lockInterruptibly();
    try {
      while (isFull()) {
        changesAreThere.signal();
        roomIsFree.await();
      }
      if (changes.isEmpty()) {
        gatheringSince = System.nanoTime();
      }
      changes.add(change);
      if (maxQueueSizeInBytes > 0) {
        sizes.add(size);
        bytes += size;
      }
      // Two calls of the system for a batch, however many changes it has: the first one wakes the
      // other thread, and so does the one that fills the batch.
      if (!gathering || changes.size() == maxBatchSize || isFull()) {
        changesAreThere.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull() {
    return changes.size() >= maxQueueSize
        || maxQueueSizeInBytes > 0 && bytes >= maxQueueSizeInBytes;
  }

  /**
   * Takes the oldest changes out: as soon as they are a full batch, or the first of them has waited
   * for the poll interval. Empty when none has come for a while.
   *
   * @throws RuntimeException what the decoding thread failed with
   */
  public List<T> poll() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      for (long left = IDLE_NANOS; changes.isEmpty() && failure == null && left > 0; ) {
        left = changesAreThere.awaitNanos(left);
      }
      if (!changes.isEmpty()) {
        gather();
      }
      if (failure != null) {
        throw failure;
      }
      return take();
    } finally {
      lock.unlock();
    }
  }

  private void gather() throws InterruptedException {
    gathering = true;
    try {
      long left = gatherNanos - (System.nanoTime() - gatheringSince);
      while (left > 0 && changes.size() < maxBatchSize && !isFull() && failure == null) {
        left = changesAreThere.awaitNanos(left);
      }
    } finally {
      gathering = false;
    }
  }

  private List<T> take() {
    int size = Math.min(changes.size(), maxBatchSize);
    List<T> batch = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      batch.add(changes.remove());
      if (maxQueueSizeInBytes > 0) {
        bytes -= sizes.remove();
      }
    }
    roomIsFree.signalAll();
    return batch;
  }

  /** The decoding thread has failed; {@link #poll} tells. */
  public void producerException(RuntimeException exception) {
    lock.lock();
    try {
      failure = exception;
      changesAreThere.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int totalCapacity() {
    return maxQueueSize;
  }

  @Override
  public int remainingCapacity() {
    lock.lock();
    try {
      return maxQueueSize - changes.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long maxQueueSizeInBytes() {
    return maxQueueSizeInBytes;
  }

  @Override
  public long currentQueueSizeInBytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /** Puts a queue together. */
  public static class Builder<T> {

    private Duration pollInterval = Duration.ZERO;
    private int maxQueueSize = 1;
    private int maxBatchSize = 1;
    private long maxQueueSizeInBytes;
    private boolean buffering;

    public Builder<T> pollInterval(Duration interval) {
      this.pollInterval = interval;
      return this;
    }

    public Builder<T> maxQueueSize(int changes) {
      this.maxQueueSize = changes;
      return this;
    }

    public Builder<T> maxBatchSize(int changes) {
      this.maxBatchSize = changes;
      return this;
    }

    /** Not used: nothing is logged. */
    public Builder<T> loggingContextSupplier(Supplier<LoggingContext.PreviousContext> supplier) {
      return this;
    }

    /** 0 for no bound. */
    public Builder<T> maxQueueSizeInBytes(long bytes) {
      this.maxQueueSizeInBytes = bytes;
      return this;
    }

    /** Keeps the latest change back until the next one comes, see {@link #flushBuffer}. */
    public Builder<T> buffering() {
      this.buffering = true;
      return this;
    }

    public ChangeEventQueue<T> build() {
      return new ChangeEventQueue<>(this);
    }
  }
}
