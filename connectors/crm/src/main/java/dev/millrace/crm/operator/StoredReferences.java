package dev.millrace.crm.operator;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The bytes of references in the operator's state, in Flink's own form of byte arrays; and {@link
 * #NONE}, which has no form, so that a checkpoint that would hold it is declined.
 *
 * <p>Flink has no way for an operator to decline a checkpoint: what it throws fails the task. But
 * state is written in the checkpoint's asynchronous part, and what fails there is only the
 * checkpoint.
 */
final class StoredReferences extends TypeSerializerSingleton<byte[]> {

  private static final long serialVersionUID = 1L;

  static final StoredReferences SERIALIZER = new StoredReferences();

  /** In place of references where there can be none. */
  static final byte[] NONE = {};

  private static final BytePrimitiveArraySerializer BYTES = BytePrimitiveArraySerializer.INSTANCE;

  @Override
  public void serialize(byte[] bytes, DataOutputView target) throws IOException {
    if (bytes.length == 0) {
      throw new IOException("the delivery gave this checkpoint up; its log says why");
    }
    BYTES.serialize(bytes, target);
  }

  /** Flink's own: what is stored is read without this class. */
  @Override
  public TypeSerializerSnapshot<byte[]> snapshotConfiguration() {
    return BYTES.snapshotConfiguration();
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public byte[] createInstance() {
    return BYTES.createInstance();
  }

  @Override
  public byte[] copy(byte[] from) {
    return from;
  }

  @Override
  public byte[] copy(byte[] from, byte[] reuse) {
    return from;
  }

  @Override
  public int getLength() {
    return BYTES.getLength();
  }

  @Override
  public byte[] deserialize(DataInputView source) throws IOException {
    return BYTES.deserialize(source);
  }

  @Override
  public byte[] deserialize(byte[] reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    BYTES.copy(source, target);
  }
}
