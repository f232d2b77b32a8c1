package dev.millrace.job.replay;

import dev.millrace.crm.CrmConnectors;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.delivery.Alarm;
import dev.millrace.crm.delivery.Clock;
import dev.millrace.crm.delivery.DeliveryEngine;
import dev.millrace.crm.delivery.DeliveryEngineBuilder;
import dev.millrace.crm.delivery.DeliverySettings;
import dev.millrace.crm.delivery.Refusal;
import dev.millrace.crm.delivery.Transport;
import dev.millrace.crm.http.HttpTransport;
import dev.millrace.crm.operator.DeliveryOptions;
import dev.millrace.job.config.JobConfig;
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
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.concurrent.ExecutorThreadFactory;

/** The delivery engine without Flink around it, on a thread of its own. */
final class LocalDelivery implements AutoCloseable {

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(new ExecutorThreadFactory("millrace-replay"));
  private final HttpTransport http;
  private final DeliveryEngine engine;
  private final List<Refusal> refusals = new ArrayList<>();
  private CompletableFuture<Void> done = CompletableFuture.completedFuture(null);

  LocalDelivery(JobConfig config) {
    Configuration sink = config.sink();
    DeliverySettings settings = DeliveryOptions.settings(config.delivery());
    this.http = HttpTransport.open(sink, settings.maxInFlight());
    this.engine =
        new DeliveryEngineBuilder(
                CrmConnectors.create(sink),
                settings,
                new OnThread(),
                new TimedAlarm(),
                refusals::add)
            .build();
  }

  /**
   * Delivers the records and waits until each is accepted or refused.
   *
   * @return those that were refused
   * @throws IOException when nothing can be delivered at all, with what the CRM says
   */
  List<Refusal> deliver(Collection<CrmRecord> records) throws IOException, InterruptedException {
    CompletableFuture<Void> all = new CompletableFuture<>();
    run(
        () -> {
          refusals.clear();
          done = all;
          records.forEach(engine::offer);
          engine.startDrain();
        });
    try {
      all.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    }
    return refusals;
  }

  private void run(Runnable step) {
    try {
      thread.execute(
          () -> {
            try {
              step.run();
              if (engine.isEmpty()) {
                done.complete(null);
              }
            } catch (RuntimeException e) {
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

  /** Brings the answers to the engine's thread. */
  private final class OnThread implements Transport {

    @Override
    public void send(CrmRequest request, boolean renewAuthorization, Callback callback) {
      http.send(
          request,
          renewAuthorization,
          new Callback() {
            @Override
            public void onResponse(CrmResponse response) {
              run(() -> callback.onResponse(response));
            }

            @Override
            public void onFailure(IOException failure) {
              run(() -> callback.onFailure(failure));
            }
          });
    }
  }

  /** Rings too often rather than keeping track of what it was set to before. */
  private final class TimedAlarm implements Alarm {

    @Override
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
