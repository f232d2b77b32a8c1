package dev.millrace.crm.delivery;

import dev.millrace.change.ChangeEvent;
import dev.millrace.change.Column;
import dev.millrace.change.ColumnType;
import dev.millrace.change.Operation;
import dev.millrace.change.Row;
import dev.millrace.change.SourcePosition;
import dev.millrace.change.TableId;
import dev.millrace.change.TableSchema;
import dev.millrace.crm.Association;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.MappingFault;
import dev.millrace.crm.RecordType;
import java.util.List;

/** Makes records whose change's position is a number that a test chooses. */
final class Changes {

  static final RecordType CONTACT =
      new RecordType("contacts", "id", List.of("name", "email", "notes"));

  /** A second mapping that writes to the same records, with fields of its own. */
  static final RecordType LOYALTY = new RecordType("contacts", "id", List.of("points", "tier"));

  /** Records that have a parent. */
  static final RecordType CHILD =
      new RecordType("children", "id", List.of("nick", "account"), "account");

  static final RecordType ASSOCIATED =
      new RecordType(
          "contacts", "id", List.of(), null, List.of(new Association("companies", "id")));

  private static final TableSchema SCHEMA =
      new TableSchema(
          new TableId("shop", "customers"),
          List.of(new Column("id", ColumnType.of(ColumnType.Kind.STRING, "text"), false)),
          List.of("id"));

  private static final Row ROW =
      new Row() {
        @Override
        public TableSchema schema() {
          return SCHEMA;
        }

        @Override
        public Object value(int column) {
          return "row";
        }
      };

  private Changes() {}

  static CrmRecord contact(String id, Object name, Object email, Object notes) {
    return upsert(CONTACT, id, 1, name, email, notes);
  }

  /**
   * @param link a {@link dev.millrace.crm.Link} or {@link Row#UNCHANGED}
   */
  static CrmRecord associated(String id, Object link) {
    return upsert(ASSOCIATED, id, 1, link);
  }

  static CrmRecord upsert(RecordType type, String id, long position, Object... values) {
    return CrmRecord.upsert(type, id, values, change(Operation.UPDATE, position));
  }

  /** As a snapshot reads it. */
  static CrmRecord row(RecordType type, String id, long position, Object... values) {
    return CrmRecord.upsert(type, id, values, change(Operation.INSERT, position, true));
  }

  static CrmRecord unmapped(String id) {
    return CrmRecord.unmapped(
        CONTACT,
        id,
        change(Operation.UPDATE, 1),
        new MappingFault("NO_EXTERNAL_ID", "`id` is null; expected the record's id"));
  }

  static CrmRecord delete(String id) {
    return delete(CONTACT, id, 1);
  }

  static CrmRecord delete(RecordType type, String id, long position) {
    return CrmRecord.delete(type, id, change(Operation.DELETE, position));
  }

  private static ChangeEvent change(Operation operation, long position) {
    return change(operation, position, false);
  }

  private static ChangeEvent change(Operation operation, long position, boolean snapshot) {
    boolean delete = operation == Operation.DELETE;
    return new ChangeEvent(
        operation,
        delete ? ROW : null,
        delete ? null : ROW,
        SourcePosition.lsn(position),
        1,
        snapshot);
  }
}
