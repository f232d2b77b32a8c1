package dev.millrace.crm.http;

import dev.millrace.crm.CrmConnector;
import dev.millrace.crm.CrmConnectors;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.delivery.Alarm;
import dev.millrace.crm.delivery.Clock;
import dev.millrace.crm.delivery.DeliveryEngine;
import dev.millrace.crm.delivery.DeliveryEngineBuilder;
import dev.millrace.crm.delivery.DeliverySettings;
import dev.millrace.crm.delivery.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.util.concurrent.ExecutorThreadFactory;

/**
 * The delivery engine without Flink around it, on a thread of its own: for a replay, and to try a
 * connector.
 */
public final class LocalDelivery implements AutoCloseable {

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(new ExecutorThreadFactory("millrace-delivery"));
  private final HttpTransport http;
  private final DeliveryEngine engine;
  private final List<Refusal> refusals = new ArrayList<>();
  private CompletableFuture<List<Refusal>> done = CompletableFuture.completedFuture(List.of());

  /** What has stopped the delivery for good; null as long as it goes on. */
  private RuntimeException stopped;

  /**
   * Reads the secrets that the section refers to; connects to nobody yet.
   *
   * @param sink the {@code sink} section, keys without {@code sink.}
   * @throws IllegalArgumentException when the section lacks what is needed, naming the key
   * @throws IllegalStateException when a secret cannot be read, naming its reference
   */
  public LocalDelivery(ReadableConfig sink, DeliverySettings settings) {
    CrmConnector connector = CrmConnectors.create(sink);
    this.http = HttpTransport.open(sink, connector, settings.maxInFlight());
    this.engine =
        new DeliveryEngineBuilder(
                connector,
                settings,
                (request, renew, callback) -> http.send(request, renew, callback.on(this::run)),
                new TimedAlarm(),
                refusals::add)
            .build();
  }

  /** Takes in these records behind those before, and returns. */
  public void offer(Collection<CrmRecord> records) {
    List<CrmRecord> taken = List.copyOf(records);
    run(
        () -> {
          taken.forEach(engine::offer);
          engine.flush();
        });
  }

  /**
   * Delivers the records and waits until each is accepted or refused, with those that were offered
   * before.
   *
   * @return those that were refused since the last time, in the order of refusal
   * @throws IOException when nothing can be delivered at all, with what the CRM says
   */
  public List<Refusal> deliver(Collection<CrmRecord> records)
      throws IOException, InterruptedException {
    CompletableFuture<List<Refusal>> all = new CompletableFuture<>();
    List<CrmRecord> taken = List.copyOf(records);
    run(
        () -> {
          done = all;
          if (stopped != null) {
            throw stopped;
          }
          taken.forEach(engine::offer);
          engine.startDrain();
        });
    try {
      return all.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    }
  }

  private void run(Runnable step) {
    try {
      thread.execute(
          () -> {
            try {
              step.run();
              if (!done.isDone() && engine.isEmpty()) {
                List<Refusal> refused = List.copyOf(refusals);
                refusals.clear();
                done.complete(refused);
              }
            } catch (RuntimeException e) {
              stopped = e;
              done.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException closed) {
      // Nobody waits for it any more.
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    http.close();
  }

  /** Rings too often rather than keeping track of what it was set to before. */
  private final class TimedAlarm implements Alarm {

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // run() tells of what goes wrong
    public void ringAt(long nanoTime) {
      try {
        thread.schedule(
            () -> run(engine::onTimer),
            Math.max(0, nanoTime - Clock.SYSTEM.nanoTime()),
            TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException closed) {
        // As above.
      }
    }
  }
}
