package dev.millrace.job.mapping;

import dev.millrace.crm.CrmConnectors;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.delivery.Clock;
import dev.millrace.crm.delivery.DeliveryEngine;
import dev.millrace.crm.delivery.DeliveryEngineBuilder;
import dev.millrace.crm.delivery.DeliverySettings;
import dev.millrace.crm.delivery.Refusal;
import dev.millrace.crm.delivery.Transport;
import dev.millrace.crm.http.HttpTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.ReadableConfig;

/** A {@code sink} section's delivery on a thread of its own, as the operator runs it in Flink's. */
final class Delivery implements AutoCloseable {

  private static final int CALLS = 8;
  private static final long DEADLINE_SECONDS = 60;

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final HttpTransport http;
  private final DeliveryEngine engine;
  private final List<Refusal> refusals = new ArrayList<>();
  private CompletableFuture<Void> drained = new CompletableFuture<>();

  Delivery(ReadableConfig sink) {
    http = HttpTransport.open(sink, CALLS);
    engine =
        new DeliveryEngineBuilder(
                CrmConnectors.create(sink),
                DeliverySettings.builder()
                    .maxInFlight(CALLS)
                    .initialBackoff(Duration.ofMillis(1))
                    .maxBackoff(Duration.ofMillis(20))
                    .build(),
                this::send,
                at -> in(at - Clock.SYSTEM.nanoTime(), () -> onTimer()),
                refusals::add)
            .random(new Random(1))
            .build();
  }

  private void onTimer() {
    run(engine::onTimer);
  }

  /** Delivers these records after those before; returns when all are accepted or refused. */
  void deliver(List<CrmRecord> records) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    in(
        0,
        () -> {
          drained = done;
          run(
              () -> {
                records.forEach(engine::offer);
                engine.startDrain();
              });
        });
    done.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
  }

  /** What was refused, in the order of refusal; to be asked for when nothing is under way. */
  List<String> refused() {
    return refusals.stream()
        .map(refusal -> refusal.record().externalId() + ' ' + refusal.code())
        .toList();
  }

  private void send(CrmRequest request, boolean renew, Transport.Callback callback) {
    http.send(
        request,
        renew,
        new Transport.Callback() {
          @Override
          public void onResponse(CrmResponse response) {
            in(0, () -> run(() -> callback.onResponse(response)));
          }

          @Override
          public void onFailure(IOException failure) {
            in(0, () -> run(() -> callback.onFailure(failure)));
          }
        });
  }

  private void run(Runnable step) {
    try {
      step.run();
      if (engine.isEmpty() && engine.state().callsInFlight() == 0) {
        drained.complete(null);
      }
    } catch (RuntimeException e) {
      drained.completeExceptionally(e);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // run() tells of what goes wrong
  private void in(long nanos, Runnable task) {
    if (!thread.isShutdown()) {
      thread.schedule(task, nanos, TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    http.close();
  }
}
