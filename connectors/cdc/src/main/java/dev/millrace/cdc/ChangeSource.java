package dev.millrace.cdc;

import dev.millrace.cdc.mysql.MySqlChangeSource;
import dev.millrace.cdc.postgres.PostgresChangeSource;
import dev.millrace.change.ChangeEvent;
import dev.millrace.change.TableId;
import java.util.List;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.ReadableConfig;

/** The one factory of sources, whatever the database. */
public final class ChangeSource {

  /**
   * A source of every change of the tables: a snapshot first where {@link
   * SourceOptions#SCAN_STARTUP_MODE} says so, then the log, in its order. Nothing is connected and
   * no secret is read here: that happens on the JobManager and the TaskManagers when the job runs.
   *
   * @param source options of {@link SourceOptions}
   * @param tables what to read; at least one
   * @throws IllegalArgumentException when an option is missing or wrong, naming it; never repeats a
   *     secret
   */
  public static Source<ChangeEvent, ?, ?> create(ReadableConfig source, List<TableId> tables) {
    if (tables.isEmpty()) {
      throw new IllegalArgumentException("no table to read");
    }
    SourceOptions.demandSaneValues(source);
    switch (source.get(SourceOptions.TYPE)) {
      case MYSQL:
        return MySqlChangeSource.create(source, tables);
      case POSTGRES:
        return PostgresChangeSource.create(source, tables);
    }
    throw new IllegalArgumentException("source.type: " + source.get(SourceOptions.TYPE));
  }

  private ChangeSource() {}
}
