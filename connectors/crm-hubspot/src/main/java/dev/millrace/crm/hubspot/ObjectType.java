package dev.millrace.crm.hubspot;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.millrace.change.Row;
import dev.millrace.crm.Association;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.RecordType;
import dev.millrace.crm.RequestBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A record type as HubSpot's API needs it: its paths, and its names encoded once. Not thread safe.
 */
final class ObjectType {

  /** Most inputs of one call, whatever it does. */
  static final int MAX_INPUTS = 100;

  private static final Set<String> CONTACTS = Set.of("contacts", "contact", "0-1");

  /** Numbers leave as JSON strings: the form in which HubSpot itself hands out every value. */
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.WRITE_NUMBERS_AS_STRINGS).build();

  private static final int FIRST_GUESS_BYTES = 256;

  private static final SerializedString INPUTS = new SerializedString("inputs");
  private static final SerializedString ID = new SerializedString("id");
  private static final SerializedString ID_PROPERTY = new SerializedString("idProperty");
  private static final SerializedString PROPERTIES = new SerializedString("properties");
  private static final SerializedString HISTORY = new SerializedString("propertiesWithHistory");
  private static final SerializedString TRACE = new SerializedString("objectWriteTraceId");
  private static final SerializedString[] TRACE_IDS = traceIds();

  private final RecordType type;
  private final boolean idIsEmail;
  private final SerializedString idName;
  private final SerializedString[] names;
  private final String upsertPath;
  private final String readPath;
  private final String archivePath;
  private final List<AssociationType> associations = new ArrayList<>();
  private final PropertyWriter values = new PropertyWriter();
  private int bytesPerRecord = FIRST_GUESS_BYTES;

  ObjectType(RecordType type, ApiPath path) {
    this.type = type;
    this.idIsEmail = isContactEmail(type);
    this.idName = new SerializedString(type.idField());
    this.names = new SerializedString[type.fields().size()];
    for (int i = 0; i < names.length; i++) {
      String name = type.fields().get(i);
      names[i] = name.equals(type.idField()) ? null : new SerializedString(name);
    }
    this.upsertPath = path.upsert(type.object());
    this.readPath = path.read(type.object());
    this.archivePath = path.archive(type.object());
    for (Association association : type.associations()) {
      associations.add(new AssociationType(type.object(), association, path));
    }
  }

  /** Whether the type is contacts by e-mail, the one standard property that is unique. */
  static boolean isContactEmail(RecordType type) {
    return type.idField().equals("email") && CONTACTS.contains(type.object());
  }

  RecordType type() {
    return type;
  }

  /** Those of the type, in its order. */
  List<AssociationType> associations() {
    return associations;
  }

  /** HubSpot stores e-mails in lower case and finds them in any. */
  String key(String externalId) {
    return idIsEmail ? externalId.toLowerCase(Locale.ROOT) : externalId;
  }

  CrmRequest upsert(List<CrmRecord> records) {
    RequestBody body = new RequestBody(records.size() * (bytesPerRecord + bytesPerRecord / 4));
    write(
        body,
        json -> {
          for (int i = 0; i < records.size(); i++) {
            writeInput(json, records.get(i), TRACE_IDS[i]);
          }
          json.writeEndArray();
        });
    bytesPerRecord = body.length() / Math.max(1, records.size());
    return CrmRequest.json("POST", upsertPath, body);
  }

  private void writeInput(JsonGenerator json, CrmRecord record, SerializedString traceId)
      throws IOException {
    json.writeStartObject();
    json.writeFieldName(ID);
    json.writeString(record.externalId());
    json.writeFieldName(ID_PROPERTY);
    json.writeString(idName);
    json.writeFieldName(PROPERTIES);
    json.writeStartObject();
    // Among the properties too, else a record that the upsert creates would be without its id.
    json.writeFieldName(idName);
    json.writeString(record.externalId());
    for (int i = 0; i < names.length; i++) {
      if (names[i] != null) {
        Object value = record.value(i);
        if (value != Row.UNCHANGED) {
          json.writeFieldName(names[i]);
          values.write(json, value);
        }
      }
    }
    json.writeEndObject();
    json.writeFieldName(TRACE);
    json.writeString(traceId);
    json.writeEndObject();
  }

  /** Asks which records hold these external ids. */
  CrmRequest read(List<String> externalIds) {
    return post(
        readPath,
        externalIds.size() * 32,
        json -> {
          for (String externalId : externalIds) {
            writeId(json, externalId);
          }
          json.writeEndArray();
          json.writeFieldName(ID_PROPERTY);
          json.writeString(idName);
          json.writeFieldName(PROPERTIES);
          json.writeStartArray();
          json.writeString(idName);
          json.writeEndArray();
          json.writeFieldName(HISTORY);
          json.writeStartArray();
          json.writeEndArray();
        });
  }

  /** Archives the records with these HubSpot ids. */
  CrmRequest archive(Iterable<String> ids) {
    return post(
        archivePath,
        0,
        json -> {
          for (String id : ids) {
            writeId(json, id);
          }
          json.writeEndArray();
        });
  }

  static void writeId(JsonGenerator json, String id) throws IOException {
    json.writeStartObject();
    json.writeFieldName(ID);
    json.writeString(id);
    json.writeEndObject();
  }

  /** What follows the opening bracket of the inputs, up to the brace that ends the body. */
  interface Rest {
    void write(JsonGenerator json) throws IOException;
  }

  /** A request with a small body. */
  static CrmRequest post(String path, int bytesOfInputs, Rest rest) {
    RequestBody body = new RequestBody(FIRST_GUESS_BYTES + bytesOfInputs);
    write(body, rest);
    return CrmRequest.json("POST", path, body);
  }

  private static void write(RequestBody body, Rest rest) {
    try (JsonGenerator json = JSON.createGenerator(body)) {
      json.writeStartObject();
      json.writeFieldName(INPUTS);
      json.writeStartArray();
      rest.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a body in memory cannot fail", e);
    }
  }

  private static SerializedString[] traceIds() {
    SerializedString[] ids = new SerializedString[MAX_INPUTS];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = new SerializedString(Integer.toString(i));
    }
    return ids;
  }
}
