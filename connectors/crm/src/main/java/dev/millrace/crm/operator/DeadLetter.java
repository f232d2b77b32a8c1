package dev.millrace.crm.operator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.change.Operation;
import dev.millrace.change.RowKey;
import dev.millrace.change.SourcePosition;
import dev.millrace.change.TableId;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.delivery.ErrorClass;
import dev.millrace.crm.delivery.Refusal;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.OutputTag;

/**
 * A record that was given up, as it is stored: which one, where its change is, and why. What the
 * CRM said may quote a value, and the external id and the key are values: it goes to the place that
 * the user names, never into a log.
 */
public final class DeadLetter {

  /** The output of {@link DeliverOperatorFactory} that has each as its {@link #toJson}. */
  public static final OutputTag<String> OUTPUT = new OutputTag<>("dead-letters", Types.STRING);

  private static final String DELIVERED = "delivered";

  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, String> fields;
  private final RowKey row;

  private DeadLetter(Map<String, String> fields, RowKey row) {
    this.fields = fields;
    this.row = row;
  }

  /**
   * @param crm the word of {@code sink.type}
   */
  public static DeadLetter of(String crm, Refusal refusal) {
    CrmRecord record = refusal.record();
    Map<String, String> fields = fieldsOf(crm, record);
    fields.put("errorClass", refusal.errorClass().name());
    fields.put("code", refusal.code());
    fields.put("message", refusal.message());
    fields.put("correlation", refusal.correlation());
    fields.put("attempts", String.valueOf(refusal.attempts()));
    if (refusal.attempts() > 0) {
      fields.put("firstSent", Instant.ofEpochMilli(refusal.firstSentMillis()).toString());
    }
    fields.put("refused", Instant.ofEpochMilli(refusal.refusedMillis()).toString());
    return new DeadLetter(fields, RowKey.of(record.schema(), record.primaryKey()));
  }

  /**
   * The note that a record was accepted after it had been refused.
   *
   * @param crm the word of {@code sink.type}
   * @param millis when, since 1970
   */
  static DeadLetter delivered(String crm, CrmRecord record, long millis) {
    Map<String, String> fields = fieldsOf(crm, record);
    fields.put(DELIVERED, Instant.ofEpochMilli(millis).toString());
    return new DeadLetter(fields, RowKey.of(record.schema(), record.primaryKey()));
  }

  private static Map<String, String> fieldsOf(String crm, CrmRecord record) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("crm", crm);
    fields.put("object", record.type().object());
    fields.put("idField", record.type().idField());
    if (record.externalId() != null) {
      fields.put("externalId", record.externalId());
    }
    fields.put("removal", String.valueOf(record.removal()));
    fields.put("position", record.position().toString());
    fields.put("operation", record.operation().name());
    return fields;
  }

  /**
   * Reads what {@link #toJson} wrote; members that it does not know are left out.
   *
   * @throws IllegalArgumentException when the text is something else, without repeating it
   */
  public static DeadLetter parse(String json) {
    Map<String, String> fields = new LinkedHashMap<>();
    Map<String, String> key = new LinkedHashMap<>();
    String table = null;
    try (JsonParser parser = JSON.createParser(json)) {
      require(parser.nextToken() == JsonToken.START_OBJECT);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals("key") && value == JsonToken.START_OBJECT) {
          while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String column = parser.currentName();
            parser.nextToken();
            key.put(column, parser.getText());
          }
        } else if (name.equals("table")) {
          table = parser.getText();
        } else if (value.isScalarValue()) {
          fields.put(name, parser.getText());
        } else {
          parser.skipChildren();
        }
      }
      require(table != null && !key.isEmpty());
      DeadLetter letter = new DeadLetter(fields, new RowKey(TableId.parse(table), key));
      require(letter.position() != null && letter.operation() != null);
      Objects.requireNonNull(letter.object(), "object");
      require(letter.externalId() != null || letter.isOfMapping());
      return letter;
    } catch (IOException | NullPointerException e) {
      throw new IllegalArgumentException("not a dead letter", e);
    }
  }

  private static void require(boolean fulfilled) {
    if (!fulfilled) {
      throw new IllegalArgumentException("not a dead letter");
    }
  }

  /** One line. */
  public String toJson() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      for (Map.Entry<String, String> field : fields.entrySet()) {
        switch (field.getKey()) {
          case "removal":
            json.writeBooleanField(field.getKey(), Boolean.parseBoolean(field.getValue()));
            break;
          case "attempts":
            json.writeNumberField(field.getKey(), Integer.parseInt(field.getValue()));
            break;
          case "position":
            json.writeStringField("table", row.table().toString());
            json.writeObjectFieldStart("key");
            for (Map.Entry<String, String> column : row.columns().entrySet()) {
              json.writeStringField(column.getKey(), column.getValue());
            }
            json.writeEndObject();
            json.writeStringField(field.getKey(), field.getValue());
            break;
          default:
            json.writeStringField(field.getKey(), field.getValue());
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** The CRM's object. */
  public String object() {
    return fields.get("object");
  }

  /** The field that identifies a record. */
  public String idField() {
    return fields.get("idField");
  }

  /** Null when {@link #isOfMapping} and the mapping gave none. */
  public String externalId() {
    return fields.get("externalId");
  }

  /** See {@link CrmRecord#removal}. */
  public boolean removal() {
    return Boolean.parseBoolean(fields.get("removal"));
  }

  public RowKey row() {
    return row;
  }

  public SourcePosition position() {
    return SourcePosition.parse(fields.get("position"));
  }

  public Operation operation() {
    return Operation.valueOf(fields.get("operation"));
  }

  /**
   * Whether it is no letter but the note that the record, as of {@link #position}, was accepted:
   * the letters of it before are superseded.
   */
  public boolean isDelivered() {
    return fields.containsKey(DELIVERED);
  }

  /** Whether the row could not be mapped: the CRM was not asked. */
  public boolean isOfMapping() {
    return ErrorClass.MAPPING.name().equals(fields.get("errorClass"));
  }

  /** See {@link Refusal#code}; null of one that {@link #isDelivered}. */
  public String code() {
    return fields.get("code");
  }

  /** Says what, where and why, never a value. */
  @Override
  public String toString() {
    return object()
        + " for "
        + fields.get("operation")
        + " "
        + row.table()
        + " at "
        + fields.get("position")
        + ": "
        + (isDelivered() ? DELIVERED : code());
  }
}
