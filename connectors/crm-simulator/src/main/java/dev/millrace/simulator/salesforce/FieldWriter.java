package dev.millrace.simulator.salesforce;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.simulator.PropertyType;
import dev.millrace.simulator.server.Iso;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Slot;
import dev.millrace.simulator.store.StoredRecord;
import java.io.IOException;

/** Writes records as Salesforce answers with them: every value in its type. */
final class FieldWriter {

  private FieldWriter() {}

  static void writeAttributes(JsonGenerator json, String base, ObjectType type, StoredRecord record)
      throws IOException {
    json.writeObjectFieldStart("attributes");
    json.writeStringField("type", type.name());
    json.writeStringField(
        "url", base + "/sobjects/" + type.name() + '/' + SalesforceIds.text(type, record));
    json.writeEndObject();
  }

  static void write(JsonGenerator json, ObjectType type, StoredRecord record, Slot slot)
      throws IOException {
    String value = value(type, record, slot);
    if (value == null) {
      json.writeNull();
      return;
    }
    switch (slot.property().type()) {
      case NUMBER -> json.writeNumber(value);
      case BOOL -> json.writeBoolean(value.equals("true"));
      case DATETIME -> json.writeString(withOffset(value));
      default -> json.writeString(value);
    }
  }

  private static String withOffset(String utc) {
    String withoutZone = utc.substring(0, utc.length() - 1);
    return (withoutZone.length() == 19 ? withoutZone + ".000" : withoutZone) + "+0000";
  }

  /** The value as text; null for none. A box that nobody ticked is false. */
  static String value(ObjectType type, StoredRecord record, Slot slot) {
    if (slot.property().readOnly()) {
      switch (slot.name()) {
        case "Id":
          return SalesforceIds.text(type, record);
        case "CreatedDate":
          return Iso.format(record.createdMillis());
        case "LastModifiedDate", "SystemModstamp":
          return Iso.format(record.changedMillis());
        default:
      }
    }
    String value = record.value(slot);
    return value == null && slot.property().type() == PropertyType.BOOL ? "false" : value;
  }
}
