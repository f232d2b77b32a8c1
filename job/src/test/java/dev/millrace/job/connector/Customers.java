package dev.millrace.job.connector;

import dev.millrace.change.ChangeEvent;
import dev.millrace.change.Operation;
import dev.millrace.change.Row;
import dev.millrace.change.SourcePosition;
import dev.millrace.change.TableId;
import dev.millrace.change.TableSchema;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.RecordType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Changes of customers, and what the CRM has to hold after them. */
final class Customers {

  private static final TableSchema SCHEMA =
      new TableSchema(new TableId("shop", "customers"), List.of(), List.of());
  private static final ChangeEvent CHANGE = change(false);
  private static final ChangeEvent SNAPSHOT = change(true);

  private final Target target;
  private final RecordType type;
  private final Map<String, Map<String, String>> rows = new TreeMap<>();
  private long revision;

  Customers(Target target) {
    this.target = target;
    this.type = target.type();
  }

  private static ChangeEvent change(boolean snapshot) {
    Row row =
        new Row() {
          @Override
          public TableSchema schema() {
            return SCHEMA;
          }

          @Override
          public Object value(int column) {
            throw new AssertionError("a connector does not look at the row");
          }
        };
    return new ChangeEvent(Operation.INSERT, null, row, SourcePosition.lsn(1), 1, snapshot);
  }

  /** A change from the log. */
  CrmRecord upsert(String id, String nick) {
    return CrmRecord.upsert(type, id, values(id, nick), CHANGE);
  }

  /** A row that the snapshot read. */
  CrmRecord read(String id, String nick) {
    return CrmRecord.upsert(type, id, values(id, nick), SNAPSHOT);
  }

  /** A change of a record that is no customer. */
  static CrmRecord other(RecordType type, String id, Object... values) {
    return CrmRecord.upsert(type, id, values, CHANGE);
  }

  CrmRecord delete(String id) {
    rows.remove(id);
    return CrmRecord.delete(type, id, CHANGE);
  }

  /** One change of each of so many customers, {@code A0} to {@code A<n-1>}. */
  List<CrmRecord> upserts(int count) {
    List<CrmRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(upsert("A" + i, "n"));
    }
    return records;
  }

  private Object[] values(String id, String nick) {
    revision++;
    Map<String, String> row = new TreeMap<>();
    row.put(target.id(), id);
    row.put(target.name(), "name of " + id);
    row.put(target.revision(), String.valueOf(revision));
    if (nick != null) {
      row.put(target.nick(), nick);
    }
    rows.put(id, row);
    return new Object[] {"name of " + id, nick, revision};
  }

  /** What the CRM has to hold, but for these that it refuses. */
  Map<String, Map<String, String>> without(Iterable<String> ids) {
    Map<String, Map<String, String>> others = new TreeMap<>(rows);
    ids.forEach(others::remove);
    return others;
  }

  /** What the CRM has to hold. */
  Map<String, Map<String, String>> rows() {
    return without(List.of());
  }
}
