package dev.millrace.cdc.mysql;

import java.io.IOException;
import org.apache.flink.cdc.connectors.mysql.source.assigners.state.PendingSplitsState;
import org.apache.flink.cdc.connectors.mysql.source.offset.BinlogOffset;
import org.apache.flink.cdc.connectors.mysql.source.utils.SerializerUtils;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Writes Flink CDC's bytes of the enumerator's state, and behind them where its snapshot began.
 * Reads Flink CDC's own too, which is what there was before.
 */
public final class BegunSplitsStateSerializer
    implements SimpleVersionedSerializer<PendingSplitsState> {

  /** Far above Flink CDC's, which count from 1. */
  private static final int VERSION = 1_001;

  private final SimpleVersionedSerializer<PendingSplitsState> upstream;

  public BegunSplitsStateSerializer(SimpleVersionedSerializer<PendingSplitsState> upstream) {
    this.upstream = upstream;
  }

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(PendingSplitsState state) throws IOException {
    byte[] bytes = upstream.serialize(state);
    DataOutputSerializer out = new DataOutputSerializer(bytes.length + 128);
    out.writeInt(upstream.getVersion());
    out.writeInt(bytes.length);
    out.write(bytes);
    SerializerUtils.writeBinlogPosition(
        state instanceof BegunSplitsState ? ((BegunSplitsState) state).begin() : null, out);
    return out.getCopyOfBuffer();
  }

  @Override
  public PendingSplitsState deserialize(int version, byte[] serialized) throws IOException {
    if (version < VERSION) {
      return upstream.deserialize(version, serialized);
    }
    if (version > VERSION) {
      throw new IOException(
          "The state of the MySQL source is of version "
              + version
              + ", and this Millrace reads versions up to "
              + VERSION
              + ": start it with the Millrace that wrote it, or a later one");
    }
    DataInputDeserializer in = new DataInputDeserializer(serialized);
    int upstreamVersion = in.readInt();
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    PendingSplitsState state = upstream.deserialize(upstreamVersion, bytes);
    BinlogOffset begin = SerializerUtils.readBinlogPosition(in);
    return begin == null ? state : BegunSplitsState.of(state, begin);
  }
}
