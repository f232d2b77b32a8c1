package dev.millrace.cdc.mysql;

import dev.millrace.cdc.RowsGone;
import dev.millrace.change.TableId;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.flink.cdc.connectors.mysql.source.utils.RecordUtils;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Struct;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.source.SourceRecord;

/** Statements of the binlog that take rows away without naming them. */
final class GoneTables {

  private static final String START = "(?is)(?:\\s|/\\*.*?\\*/)*";
  private static final Pattern TRUNCATE =
      Pattern.compile(START + "(?:TRUNCATE\\b|ALTER\\s.*\\bTRUNCATE\\s+PARTITION\\b).*");
  private static final Pattern DROP =
      Pattern.compile(
          START + "(?:DROP\\s+(?:TABLE|DATABASE|SCHEMA)\\b|ALTER\\s.*\\bDROP\\s+PARTITION\\b).*");

  /** Tells of the tables that the record's statement took rows from, if it is such a record. */
  static void tell(SourceRecord record) throws Exception {
    if (!RecordUtils.isSchemaChangeEvent(record)) {
      return;
    }
    String statement = RecordUtils.getHistoryRecord(record).document().getString("ddl");
    if (statement == null) {
      return;
    }
    if (TRUNCATE.matcher(statement).matches()) {
      each(record, RowsGone::truncated);
    } else if (DROP.matcher(statement).matches()) {
      each(record, RowsGone::dropped);
    }
  }

  private static void each(SourceRecord record, Consumer<TableId> told) {
    Struct source = ((Struct) record.value()).getStruct("source");
    String tables = source.getString("table");
    if (tables != null) {
      for (String table : tables.split(",", -1)) {
        told.accept(new TableId(source.getString("db"), table));
      }
    }
  }

  private GoneTables() {}
}
