package dev.millrace.change.flink;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Serializer of a {@link HandedOnTypeInfo}: a copy is the same instance, writing is refused. With
 * every operator chained and object reuse on, Flink asks for neither; {@link #copies} lets a test
 * say so.
 */
public final class HandedOnSerializer<T> extends TypeSerializer<T> {

  private static final long serialVersionUID = 1L;

  private static final AtomicLong COPIES = new AtomicLong();

  private final Class<T> type;

  HandedOnSerializer(Class<T> type) {
    this.type = Objects.requireNonNull(type, "type");
  }

  /** How often Flink asked any serializer of this class in this JVM for a copy. */
  public static long copies() {
    return COPIES.get();
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public TypeSerializer<T> duplicate() {
    return this;
  }

  @Override
  public T createInstance() {
    return null;
  }

  @Override
  public T copy(T from) {
    COPIES.incrementAndGet();
    return from;
  }

  @Override
  public T copy(T from, T reuse) {
    return copy(from);
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(T record, DataOutputView target) throws IOException {
    throw refusal();
  }

  @Override
  public T deserialize(DataInputView source) throws IOException {
    throw refusal();
  }

  @Override
  public T deserialize(T reuse, DataInputView source) throws IOException {
    throw refusal();
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    throw refusal();
  }

  private IOException refusal() {
    return new IOException(
        type.getSimpleName()
            + " is handed on within one chain and never written, so that no row value leaves the task. Something broke the"
            + " chain: remove 'pipeline.operator-chaining.enabled: false' from the Flink configuration, and any operator"
            + " that was added between source and delivery.");
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof HandedOnSerializer && type == ((HandedOnSerializer<?>) o).type;
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }

  @Override
  public TypeSerializerSnapshot<T> snapshotConfiguration() {
    throw new UnsupportedOperationException(
        type.getSimpleName() + " is never part of a checkpoint: checkpoints hold positions only");
  }
}
