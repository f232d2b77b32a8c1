package dev.millrace.job.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeEvent;
import dev.millrace.change.Column;
import dev.millrace.change.ColumnType;
import dev.millrace.change.Operation;
import dev.millrace.change.Row;
import dev.millrace.change.SourcePosition;
import dev.millrace.change.TableId;
import dev.millrace.change.TableSchema;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.operator.DeadLetter;
import dev.millrace.job.config.MappingConfig;
import dev.millrace.job.config.OnDelete;
import dev.millrace.job.mapping.RowMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A replay beside a running job: what it delivers as the row changes from one look to the next. */
class ReplayedRecordTest {

  private static final TableSchema SCHEMA =
      new TableSchema(
          new TableId("shop", "customers"),
          List.of(
              new Column("id", ColumnType.of(ColumnType.Kind.BIGINT, null), false),
              new Column("code", ColumnType.of(ColumnType.Kind.STRING, null), true)),
          List.of("id"));

  @Test
  void aRowWhoseExternalIdChangesMeanwhileLeavesNoRecordOfTheFormerOne() {
    assertThat(replay(OnDelete.ARCHIVE, "a", "b", "b", "b"))
        .containsExactly("UPSERT a", "DELETE a", "UPSERT b", "nothing");
  }

  @Test
  void whereTheMappingKeepsRecordsTheFormerOneStays() {
    assertThat(replay(OnDelete.IGNORE, "a", "b", "b"))
        .containsExactly("UPSERT a", "UPSERT b", "nothing");
  }

  /** What is delivered at each look, at which the row has these codes. */
  private static List<String> replay(OnDelete onDelete, String... codes) {
    MappingConfig mapping =
        new MappingConfig(
            "mysql",
            SCHEMA.table(),
            "contacts",
            "code",
            null,
            Map.of("code", "code"),
            onDelete,
            null,
            Map.of());
    DeadLetter letter =
        DeadLetter.parse(
            "{\"object\":\"contacts\",\"externalId\":\"a\",\"table\":\"shop.customers\","
                + "\"key\":{\"id\":\"1\"},\"position\":\"0/16B3748\",\"operation\":\"UPDATE\"}");
    ReplayedRecord replayed = new ReplayedRecord(new StoredLetter("letters:1", letter), mapping);
    RowMapper mapper = new RowMapper(List.of(mapping));
    return Arrays.stream(codes).map(code -> text(replayed.next(row(code), mapper))).toList();
  }

  private static String text(CrmRecord record) {
    return record == null ? "nothing" : record.action() + " " + record.externalId();
  }

  static ChangeEvent row(String code) {
    Row row =
        new Row() {
          @Override
          public TableSchema schema() {
            return SCHEMA;
          }

          @Override
          public Object value(int column) {
            return column == 0 ? (Object) 1L : code;
          }
        };
    return new ChangeEvent(Operation.INSERT, null, row, SourcePosition.lsn(1), 1, false);
  }
}
