package dev.millrace.crm.operator;

import dev.millrace.crm.CrmConnector;
import dev.millrace.crm.CrmConnectors;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.delivery.DeliveryEngine;
import dev.millrace.crm.delivery.DeliveryEngineBuilder;
import dev.millrace.crm.delivery.DeliverySettings;
import dev.millrace.crm.delivery.DeliveryStoppedException;
import dev.millrace.crm.delivery.Refusal;
import dev.millrace.crm.http.HttpTransport;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * Delivers records to the CRM. Before a checkpoint's barrier passes, and before the input ends,
 * everything taken in is delivered, so that a completed checkpoint's source position has nothing
 * undelivered before it, and no record is ever part of a checkpoint.
 *
 * <p>All of the engine runs on the task's thread. While a method here yields, mails of this
 * operator run, those of the operators before it in the chain do not: neither does the source hand
 * over more, nor does another checkpoint start.
 */
final class DeliverOperator extends AbstractStreamOperator<Void>
    implements OneInputStreamOperator<CrmRecord, Void>, BoundedOneInput {

  private static final long serialVersionUID = 1L;

  private final transient Configuration sink;
  private final transient DeliverySettings settings;
  private final transient MailboxExecutor mailbox;

  private transient HttpTransport http;
  private transient MailboxTransport transport;
  private transient TimerAlarm alarm;
  private transient DeliveryEngine engine;
  private transient boolean flushMailed;

  DeliverOperator(
      StreamOperatorParameters<Void> parameters,
      Configuration sink,
      DeliverySettings settings,
      MailboxExecutor mailbox,
      ProcessingTimeService timers) {
    this.sink = sink;
    this.settings = settings;
    this.mailbox = mailbox;
    this.processingTimeService = timers;
    setup(parameters.getContainingTask(), parameters.getStreamConfig(), parameters.getOutput());
  }

  @Override
  public void open() throws Exception {
    super.open();
    CrmConnector connector = CrmConnectors.create(sink);
    http = HttpTransport.open(sink, settings.maxInFlight());
    transport = new MailboxTransport(http, mailbox);
    FlinkDeliveryMetrics deliveryMetrics = new FlinkDeliveryMetrics(getMetricGroup());
    alarm = new TimerAlarm(mailbox, () -> engine.onTimer());
    engine =
        new DeliveryEngineBuilder(connector, settings, transport, alarm, DeliverOperator::refused)
            .metrics(deliveryMetrics)
            .build();
    deliveryMetrics.show(engine);
  }

  // The place of dead letters: until there are any, a refused record stops the job.
  private static void refused(Refusal refusal) {
    throw new DeliveryStoppedException(refusal.toString());
  }

  @Override
  public void processElement(StreamRecord<CrmRecord> element) throws Exception {
    transport.takeAnswers();
    engine.offer(element.getValue());
    if (!flushMailed) {
      // Runs when what the source hands over in one go is taken in.
      flushMailed = true;
      mailbox.execute(this::flush, "send what came in");
    }
    if (engine.isFull()) {
      engine.flush();
      while (engine.isFull()) {
        mailbox.yield();
      }
    }
  }

  private void flush() {
    flushMailed = false;
    engine.flush();
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    super.prepareSnapshotPreBarrier(checkpointId);
    drain();
  }

  @Override
  public void endInput() throws Exception {
    // Not in finish: nothing may be left to deliver when it is called.
    drain();
  }

  private void drain() throws InterruptedException {
    engine.startDrain();
    while (!engine.isEmpty()) {
      mailbox.yield();
    }
  }

  @Override
  public void finish() throws Exception {
    if (!engine.isEmpty()) {
      throw new IllegalStateException("records came in after the end of the input");
    }
    super.finish();
  }

  @Override
  public void close() throws Exception {
    if (alarm != null) {
      alarm.close();
    }
    if (http != null) {
      http.close();
    }
    super.close();
  }
}
