package dev.millrace.crm.operator;

import dev.millrace.change.LogProgress;
import dev.millrace.crm.CrmConnector;
import dev.millrace.crm.CrmConnectors;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.SinkOptions;
import dev.millrace.crm.delivery.DeferredRecord;
import dev.millrace.crm.delivery.DeliveryEngine;
import dev.millrace.crm.delivery.DeliveryEngineBuilder;
import dev.millrace.crm.delivery.DeliverySettings;
import dev.millrace.crm.delivery.DeliveryStoppedException;
import dev.millrace.crm.delivery.Refusal;
import dev.millrace.crm.http.HttpTransport;
import dev.millrace.log.RepeatedLine;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeutils.base.BooleanSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.util.SimpleVersionedListState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * Delivers records to the CRM. Before a checkpoint's barrier passes everything taken in is
 * delivered, but for records that back off for their own sake: of those the checkpoint holds a
 * {@link RowReference} each, never a value. So a completed checkpoint's source position has nothing
 * before it that is neither delivered nor referenced. Before the input ends everything is
 * delivered.
 *
 * <p>All of the engine runs on the task's thread. While a method here yields, mails of this
 * operator run, those of the operators before it in the chain do not: neither does the source hand
 * over more, nor does another checkpoint start.
 */
final class DeliverOperator extends AbstractStreamOperator<Void>
    implements OneInputStreamOperator<CrmRecord, Void>, BoundedOneInput {

  private static final long serialVersionUID = 1L;

  private static final String ELSEWHERE =
      "a record of the snapshot backs off, its row locked or its parent missing, and with a"
          + " pipeline.parallelism above 1 another task is to read its later changes: the log is"
          + " read once it is delivered or given up";

  private final transient Configuration sink;
  private final transient Configuration delivery;
  private final transient RowLookup rows;

  /** Null when a refused record stops the job. */
  private final transient Configuration deadLetters;

  private final transient TuningFile.Format tuningFormat;
  private final transient MailboxExecutor mailbox;

  private transient HttpTransport http;
  private transient MailboxTransport transport;
  private transient TimerAlarm alarm;
  private transient DeliveryEngine engine;
  private transient TuningFile tuning;
  private final transient RepeatedLine givenUp = new RepeatedLine();
  private transient Recovery recovery;
  private transient ListState<byte[]> storedReferences;
  private transient ListState<RowReference> references;
  private transient ListState<Boolean> readsLog;
  private transient boolean restored;
  private transient boolean flushMailed;

  DeliverOperator(
      StreamOperatorParameters<Void> parameters,
      Configuration sink,
      Configuration delivery,
      RowLookup rows,
      Configuration deadLetters,
      TuningFile.Format tuningFormat,
      MailboxExecutor mailbox,
      ProcessingTimeService timers) {
    this.sink = sink;
    this.delivery = delivery;
    this.rows = rows;
    this.deadLetters = deadLetters;
    this.tuningFormat = tuningFormat;
    this.mailbox = mailbox;
    this.processingTimeService = timers;
    setup(parameters.getContainingTask(), parameters.getStreamConfig(), parameters.getOutput());
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    restored = context.isRestored();
    OperatorStateStore states = context.getOperatorStateStore();
    storedReferences =
        states.getUnionListState(
            new ListStateDescriptor<>("references", StoredReferences.SERIALIZER));
    references = new SimpleVersionedListState<>(storedReferences, new RowReferenceSerializer());
    readsLog =
        states.getUnionListState(
            new ListStateDescriptor<>("reads-log", BooleanSerializer.INSTANCE));
  }

  @Override
  public void open() throws Exception {
    super.open();
    tuning =
        new TuningFile(
            delivery, deadLetters == null ? new Configuration() : deadLetters, tuningFormat);
    DeliverySettings settings = tuning.begin();
    CrmConnector connector = CrmConnectors.create(sink);
    http = HttpTransport.open(sink, connector, settings.maxInFlight());
    transport = new MailboxTransport(http, mailbox);
    FlinkDeliveryMetrics deliveryMetrics = new FlinkDeliveryMetrics(getMetricGroup());
    alarm = new TimerAlarm(mailbox, () -> engine.onTimer());
    engine =
        new DeliveryEngineBuilder(
                connector,
                settings,
                transport,
                alarm,
                deadLetters == null
                    ? DeliverOperator::stop
                    : new DeadLetterOutput(sink.get(SinkOptions.TYPE), output))
            .metrics(deliveryMetrics)
            .build();
    deliveryMetrics.show(engine.state());
    recovery =
        new Recovery(
            rows,
            engine,
            mailbox,
            delivery.get(DeliveryOptions.RECOVERY_MAX_RECORDS),
            delivery.get(DeliveryOptions.RECOVERY_MAX_WAIT),
            deliveryMetrics);
    tuning.watch(mailbox, this::tune);
    if (!isAlone()) {
      recovery.othersRead();
    }
    if (restored || getRuntimeContext().getTaskInfo().getAttemptNumber() > 0) {
      // The source is opened after this operator, and then has its part of the log, if any.
      mailbox.execute(() -> recovery.begin(restoredReferences()), "begin anew");
    }
  }

  private void tune(DeliverySettings settings) {
    http.connections(settings.maxInFlight());
    engine.tune(settings);
  }

  /**
   * All of the job's go to the subtask that reads the log, so that one engine has all versions of a
   * record; to the first as long as none reads it.
   */
  private List<RowReference> restoredReferences() throws Exception {
    List<RowReference> restoredReferences = new ArrayList<>();
    boolean takesThem = isLogRead() ? LogProgress.here() != null : isFirst();
    if (takesThem) {
      references.get().forEach(restoredReferences::add);
    }
    if (rows == null && !restoredReferences.isEmpty()) {
      throw new IllegalStateException("references to rows, and nothing to read rows by");
    }
    return restoredReferences;
  }

  private boolean isLogRead() throws Exception {
    for (boolean read : readsLog.get()) {
      if (read) {
        return true;
      }
    }
    return false;
  }

  private static void stop(Refusal refusal) {
    throw new DeliveryStoppedException(
        refusal
            + "; mend the row or the mapping, keep such rows out with a filter, or add the section"
            + " dead-letters, with which such records are stored and the delivery goes on");
  }

  @Override
  public void processElement(StreamRecord<CrmRecord> element) throws Exception {
    CrmRecord record = element.getValue();
    recovery.before(record);
    transport.takeAnswers();
    MailboxTransport.orStop(() -> engine.offer(record));
    recovery.after(record);
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
    recovery.awaitRows();
    if (rows == null) {
      engine.startDrain();
    } else {
      engine.startDrainForBarrier();
    }
    while (!isDrained() && !isStuck()) {
      mailbox.yield();
    }
    engine.endDrain();
  }

  private boolean isStuck() {
    return rows != null && engine.isStuck();
  }

  private boolean isDrained() {
    return rows == null ? engine.isEmpty() : engine.isDrained();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    readsLog.update(List.of(LogProgress.here() != null));
    List<RowReference> now = new ArrayList<>();
    for (DeferredRecord deferred : engine.deferred()) {
      now.add(RowReference.of(deferred));
    }
    String why = isStuck() ? whyStuck() : now.isEmpty() || seesAllChanges() ? null : ELSEWHERE;
    if (why == null) {
      references.update(now);
      givenUp.over();
    } else {
      if (givenUp.isDue(why)) {
        LOG.warn(
            "Checkpoint {} is given up: {}. The job goes on, and nothing is lost.",
            context.getCheckpointId(),
            why);
      }
      storedReferences.update(List.of(StoredReferences.NONE));
    }
  }

  private String whyStuck() {
    return recovery.isHolding()
        ? "removals are held back until the log is read up to where it ended after the restore"
            + " or the snapshot"
        : "the CRM keeps failing on a removal, which a checkpoint cannot keep";
  }

  /**
   * Whether later changes of what is delivered here come here too. Flink CDC lets one of several
   * subtasks read the log once a checkpoint behind the snapshot is complete.
   */
  private boolean seesAllChanges() {
    return LogProgress.here() != null || isAlone();
  }

  private boolean isAlone() {
    return getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks() == 1;
  }

  private boolean isFirst() {
    return getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0;
  }

  @Override
  public void endInput() throws Exception {
    // Not in finish: nothing may be left to deliver when it is called.
    recovery.awaitRows();
    recovery.endInput();
    engine.startDrain();
    while (!engine.isEmpty()) {
      mailbox.yield();
    }
  }

  @Override
  public void finish() throws Exception {
    if (!isDrained()) {
      throw new IllegalStateException("records came in after the end of the input");
    }
    super.finish();
  }

  @Override
  public void close() throws Exception {
    if (tuning != null) {
      tuning.close();
    }
    if (recovery != null) {
      recovery.close();
    }
    if (alarm != null) {
      alarm.close();
    }
    if (http != null) {
      http.close();
    }
    super.close();
  }
}
