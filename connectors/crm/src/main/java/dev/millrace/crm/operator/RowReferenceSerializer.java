package dev.millrace.crm.operator;

import dev.millrace.change.RowKey;
import dev.millrace.change.SourcePosition;
import dev.millrace.change.TableId;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * References as a savepoint has them. Whoever changes the form raises the version and goes on
 * reading the old ones.
 */
final class RowReferenceSerializer implements SimpleVersionedSerializer<RowReference> {

  static final int VERSION = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(RowReference reference) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(128);
    out.writeUTF(reference.object());
    out.writeUTF(reference.row().table().toString());
    out.writeInt(reference.row().columns().size());
    for (Map.Entry<String, String> column : reference.row().columns().entrySet()) {
      out.writeUTF(column.getKey());
      out.writeUTF(column.getValue());
    }
    out.writeUTF(reference.position().toString());
    out.writeInt(reference.attempts());
    out.writeLong(reference.firstSentMillis());
    return out.getCopyOfBuffer();
  }

  @Override
  public RowReference deserialize(int version, byte[] bytes) throws IOException {
    if (version != VERSION) {
      throw new IOException(
          "the savepoint has references of version "
              + version
              + "; this Millrace reads up to "
              + VERSION
              + ": start it with the Millrace that made it, or a newer one");
    }
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    String object = in.readUTF();
    String table = in.readUTF();
    int columns = in.readInt();
    Map<String, String> key = new LinkedHashMap<>();
    for (int i = 0; i < columns; i++) {
      key.put(in.readUTF(), in.readUTF());
    }
    return new RowReference(
        object,
        new RowKey(TableId.parse(table), key),
        SourcePosition.parse(in.readUTF()),
        in.readInt(),
        in.readLong());
  }
}
