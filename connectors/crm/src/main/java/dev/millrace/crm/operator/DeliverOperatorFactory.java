package dev.millrace.crm.operator;

import dev.millrace.crm.CrmRecord;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.YieldingOperatorFactory;

/**
 * Makes the operator that delivers records to the CRM: {@code stream.transform("deliver",
 * Types.VOID, new DeliverOperatorFactory(sink, delivery))}. Always chained, so that records are
 * handed on by reference.
 */
public final class DeliverOperatorFactory extends AbstractStreamOperatorFactory<Void>
    implements OneInputStreamOperatorFactory<CrmRecord, Void>, YieldingOperatorFactory<Void> {

  private static final long serialVersionUID = 1L;

  private final Configuration sink;
  private final Configuration delivery;
  private RowLookup rows;
  private Configuration deadLetters;
  private TuningFile.Format tuning;

  /**
   * @param sink the {@code sink} section, keys without {@code sink.}, secrets as references
   * @param delivery the {@code delivery} section, keys without {@code delivery.}
   * @throws IllegalArgumentException for a delivery value out of range, naming its key
   */
  public DeliverOperatorFactory(Configuration sink, Configuration delivery) {
    DeliveryOptions.settings(delivery);
    this.sink = new Configuration(sink);
    this.delivery = new Configuration(delivery);
    setChainingStrategy(ChainingStrategy.ALWAYS);
  }

  /**
   * Reads rows again by these: records that back off for their own sake then hold up no checkpoint,
   * and none goes back in time after a restore. Without it, every checkpoint waits for every
   * record.
   */
  public DeliverOperatorFactory rows(RowLookup rows) {
    this.rows = rows;
    return this;
  }

  /**
   * Gives what is refused to {@link DeadLetter#OUTPUT}. Without it, a refused record stops the job.
   *
   * @param section the {@code dead-letters} section, keys without {@code dead-letters.}
   * @throws IllegalArgumentException for a value out of range, naming its key
   */
  public DeliverOperatorFactory deadLetters(Configuration section) {
    DeliveryOptions.settings(delivery, section);
    this.deadLetters = new Configuration(section);
    return this;
  }

  /** Reads {@link DeliveryOptions#TUNING_FILE} by this. Needed where the section has it. */
  public DeliverOperatorFactory tuning(TuningFile.Format format) {
    this.tuning = format;
    return this;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T extends StreamOperator<Void>> T createStreamOperator(
      StreamOperatorParameters<Void> parameters) {
    return (T)
        new DeliverOperator(
            parameters,
            sink,
            delivery,
            rows,
            deadLetters,
            tuning,
            getMailboxExecutor(),
            processingTimeService);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return DeliverOperator.class;
  }
}
