package dev.millrace.cdc.postgres;

import dev.millrace.change.ChangeEvent;
import dev.millrace.change.TableId;
import java.util.List;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.ReadableConfig;

/** The source of Postgres changes. */
public final class PostgresChangeSource {

  public static Source<ChangeEvent, ?, ?> create(ReadableConfig source, List<TableId> tables) {
    throw new UnsupportedOperationException("source.type: postgres");
  }

  private PostgresChangeSource() {}
}
