package dev.millrace.cdc.mysql;

import dev.millrace.change.ChangeEvent;
import dev.millrace.change.TableId;
import java.util.List;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.ReadableConfig;

/** The source of MySQL changes. */
public final class MySqlChangeSource {

  public static Source<ChangeEvent, ?, ?> create(ReadableConfig source, List<TableId> tables) {
    throw new UnsupportedOperationException("source.type: mysql");
  }

  private MySqlChangeSource() {}
}
