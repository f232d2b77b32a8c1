package dev.millrace.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeEventTest {

  private static final TableSchema SCHEMA =
      new TableSchema(
          new TableId("shop", "customers"),
          List.of(new Column("id", ColumnType.of(ColumnType.Kind.BIGINT, "BIGINT"), false)),
          List.of("id"));

  private static final Row ROW =
      new Row() {
        @Override
        public TableSchema schema() {
          return SCHEMA;
        }

        @Override
        public Object value(int column) {
          return 4711L;
        }
      };

  private static final SourcePosition POSITION = SourcePosition.lsn(16);

  @Test
  void saysWhatAndWhereButNoValue() {
    ChangeEvent change = new ChangeEvent(Operation.DELETE, ROW, null, POSITION, 0, false);

    assertThat(change).hasToString("DELETE shop.customers at 0/10");
    assertThat(change.schema()).isSameAs(SCHEMA);
  }

  @Test
  void aChangeWithoutTheImageItsOperationNeedsIsRefused() {
    assertThatThrownBy(() -> new ChangeEvent(Operation.DELETE, null, ROW, POSITION, 0, false))
        .hasMessage("DELETE at 0/10 without its row image");
    assertThatThrownBy(() -> new ChangeEvent(Operation.UPDATE, ROW, null, POSITION, 0, false))
        .hasMessage("UPDATE at 0/10 without its row image");
  }

  @Test
  void aPrimaryKeyOfUnknownColumnsIsRefused() {
    assertThatThrownBy(() -> new TableSchema(SCHEMA.table(), SCHEMA.columns(), List.of("uid")))
        .hasMessage("primary key column 'uid' is not a column of shop.customers");
  }
}
