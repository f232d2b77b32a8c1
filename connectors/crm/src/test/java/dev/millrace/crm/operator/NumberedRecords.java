package dev.millrace.crm.operator;

import dev.millrace.change.ChangeEvent;
import dev.millrace.change.Column;
import dev.millrace.change.ColumnType;
import dev.millrace.change.Operation;
import dev.millrace.change.Row;
import dev.millrace.change.SourcePosition;
import dev.millrace.change.TableId;
import dev.millrace.change.TableSchema;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.RecordType;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/**
 * Makes records of numbers, few ids taking turns, and sees at each checkpoint whether what it
 * handed on is delivered: it is snapshotted when the barrier has passed all operators of the chain.
 */
final class NumberedRecords extends RichMapFunction<Long, CrmRecord>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1L;

  private static final RecordType CONTACTS = new RecordType("contacts", "id", List.of("number"));

  private static final Row ROW =
      new Row() {
        private final TableSchema schema =
            new TableSchema(
                new TableId("shop", "customers"),
                List.of(new Column("id", ColumnType.of(ColumnType.Kind.STRING, "text"), false)),
                List.of("id"));

        @Override
        public TableSchema schema() {
          return schema;
        }

        @Override
        public Object value(int column) {
          return "row";
        }
      };

  /** Last number handed on, by id. Of the one job that a test runs. */
  static final Map<String, String> handedOn = new ConcurrentHashMap<>();

  static final Queue<String> snapshots = new ConcurrentLinkedQueue<>();
  static final AtomicInteger starts = new AtomicInteger();
  static Map<String, String> crm = Map.of();

  private final int keys;

  NumberedRecords(int keys) {
    this.keys = keys;
  }

  static String id(long number, int keys) {
    return "id-" + number * 31 % keys;
  }

  @Override
  public void open(OpenContext context) {
    starts.incrementAndGet();
  }

  @Override
  public CrmRecord map(Long number) {
    String id = id(number, keys);
    String value = Long.toString(number);
    handedOn.put(id, value);
    return CrmRecord.upsert(
        CONTACTS,
        id,
        new Object[] {value},
        new ChangeEvent(Operation.INSERT, null, ROW, SourcePosition.lsn(number), 1, false));
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) {
    snapshots.add(crm.equals(handedOn) ? "delivered" : "not delivered");
  }

  @Override
  public void initializeState(FunctionInitializationContext context) {}
}
