package dev.millrace.cdc.mysql;

import dev.millrace.cdc.ReadFailure;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.apache.flink.cdc.connectors.mysql.debezium.DebeziumUtils;
import org.apache.flink.cdc.connectors.mysql.debezium.reader.BinlogSplitReader;
import org.apache.flink.cdc.connectors.mysql.debezium.task.context.StatefulTaskContext;
import org.apache.flink.cdc.connectors.mysql.source.config.MySqlSourceConfig;
import org.apache.flink.cdc.connectors.mysql.source.reader.MySqlSourceReaderContext;
import org.apache.flink.cdc.connectors.mysql.source.reader.MySqlSplitReader;
import org.apache.flink.cdc.connectors.mysql.source.split.MySqlRecords;
import org.apache.flink.cdc.connectors.mysql.source.split.MySqlSplit;
import org.apache.flink.cdc.connectors.mysql.source.split.SourceRecords;
import org.apache.flink.cdc.connectors.mysql.source.utils.hooks.SnapshotPhaseHooks;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;

/**
 * Flink CDC's reader of chunks and the binlog, whose failures hold no row value, and which reads
 * each chunk by a client of its own, and the log by a {@link BinlogClient}.
 *
 * <p>Flink CDC 3.5 reads the chunks that it has at once, as after a restore in the snapshot, by one
 * client. What changed in a chunk while it was read comes by that client from the binlog, and the
 * listeners of the chunk before are still there: they can end the reading of this one, which then
 * waits for ever (FLINK-39315).
 *
 * <p>It also tells with the end of a chunk that of the log, as soon as the source's reader knows
 * that the log is its to read, for that to be given anew where it stands. Where it was not given to
 * this reader yet, since more than 1,000 chunks are to be told of first, that failed with a
 * NullPointerException; where it waited behind the chunk it would have been read twice. So the log
 * is begun between chunks, and ends with one only where it has begun.
 */
public final class BinlogReader extends MySqlSplitReader {

  private static final Field CHUNK_READER = field("reusedSnapshotReader");
  private static final Field LOG_READER = field("reusedBinlogReader");

  private final MySqlSourceConfig config;
  private final int subtask;
  private final Queue<MySqlSplit> chunks = new ArrayDeque<>();
  private String chunk;
  private MySqlSplit nextLog;
  private boolean logBegun;

  public BinlogReader(MySqlSourceConfig config, int subtask, MySqlSourceReaderContext context) {
    super(config, subtask, context, SnapshotPhaseHooks.empty());
    this.config = config;
    this.subtask = subtask;
  }

  private static Field field(String name) {
    try {
      Field field = MySqlSplitReader.class.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("not the Flink CDC that this was written for", e);
    }
  }

  @Override
  public void handleSplitsChanges(SplitsChange<MySqlSplit> change) {
    for (MySqlSplit split : change.splits()) {
      if (split.isSnapshotSplit()) {
        chunks.add(split);
      } else {
        nextLog = split;
      }
    }
  }

  @Override
  public RecordsWithSplitIds<SourceRecords> fetch() throws IOException {
    if (chunk == null) {
      beginNext();
    }
    try {
      RecordsWithSplitIds<SourceRecords> records = super.fetch();
      Set<String> finished = records.finishedSplits();
      if (finished.isEmpty()) {
        return records;
      }
      String ended = chunk;
      boolean chunkEnded = finished.contains(ended);
      if (chunkEnded) {
        chunk = null;
      }
      if (chunkEnded && !logBegun) {
        return MySqlRecords.forFinishedSplit(ended);
      }
      logBegun &= finished.size() == 1 && chunkEnded;
      return records;
    } catch (IOException | RuntimeException e) {
      throw ReadFailure.of(e);
    }
  }

  private void beginNext() {
    if (nextLog != null) {
      if (isMissing(LOG_READER)) {
        set(LOG_READER, logReader());
      }
      begin(nextLog);
      nextLog = null;
      logBegun = true;
    }
    if (!chunks.isEmpty()) {
      MySqlSplit next = chunks.remove();
      chunk = next.splitId();
      set(CHUNK_READER, new ChunkReader(config, subtask));
      begin(next);
    }
  }

  private void begin(MySqlSplit split) {
    super.handleSplitsChanges(new SplitsAddition<>(List.of(split)));
  }

  private BinlogSplitReader logReader() {
    return new BinlogSplitReader(
        new StatefulTaskContext(
            config, BinlogClient.of(config), DebeziumUtils.createMySqlConnection(config)),
        subtask);
  }

  private boolean isMissing(Field reader) {
    try {
      return reader.get(this) == null;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private void set(Field field, Object reader) {
    try {
      field.set(this, reader);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
