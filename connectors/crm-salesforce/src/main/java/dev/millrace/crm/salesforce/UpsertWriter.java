package dev.millrace.crm.salesforce;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.millrace.change.Row;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.RequestBody;
import dev.millrace.crm.body.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Writes records as collections of sObjects, straight from their values; more than one collection
 * into one Composite request, which counts as one call. Not thread safe.
 */
final class UpsertWriter {

  /** Collections that one Composite request may have. */
  static final int MAX_COLLECTIONS = 5;

  private static final int FIRST_GUESS_BYTES = 256;

  private static final SerializedString ALL_OR_NONE = new SerializedString("allOrNone");
  private static final SerializedString RECORDS = new SerializedString("records");
  private static final SerializedString ATTRIBUTES = new SerializedString("attributes");
  private static final SerializedString TYPE = new SerializedString("type");

  private final SObjectType type;
  private final String path;
  private final SerializedString object;
  private final SerializedString idName;
  private final Name[] names;
  private final ValueWriter values = new ValueWriter();
  private int bytesPerRecord = FIRST_GUESS_BYTES;

  UpsertWriter(SObjectType type) {
    this.type = type;
    this.path = type.path().upsert(type.type().object(), type.type().idField());
    this.object = new SerializedString(type.type().object());
    this.idName = new SerializedString(type.type().idField());
    this.names = new Name[type.fields().length];
    for (int i = 0; i < names.length; i++) {
      names[i] = type.fields()[i] == null ? null : new Name(type.fields()[i]);
    }
  }

  /** A field's name, encoded once. */
  private static final class Name {
    final SerializedString field;
    final SerializedString relationship;
    final SerializedString lookup;
    final SerializedString parent;

    Name(FieldName name) {
      field = new SerializedString(name.field);
      relationship = name.isRelationship() ? new SerializedString(name.relationship) : null;
      lookup = name.isRelationship() ? new SerializedString(name.lookup()) : null;
      parent = name.object == null ? null : new SerializedString(name.object);
    }
  }

  /** The request for these records. */
  CrmRequest request(List<CrmRecord> records) {
    RequestBody body = new RequestBody(records.size() * (bytesPerRecord + bytesPerRecord / 4));
    boolean composite = records.size() > SObjectType.MAX_COLLECTION;
    try (JsonGenerator json = Json.FACTORY.createGenerator(body)) {
      if (composite) {
        writeComposite(json, records);
      } else {
        writeCollection(json, records);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a body in memory cannot fail", e);
    }
    bytesPerRecord = body.length() / records.size();
    return composite
        ? CrmRequest.json("POST", type.path().composite(), body)
        : CrmRequest.json("PATCH", path, body);
  }

  private void writeComposite(JsonGenerator json, List<CrmRecord> records) throws IOException {
    json.writeStartObject();
    json.writeFieldName(ALL_OR_NONE);
    json.writeBoolean(false);
    json.writeArrayFieldStart("compositeRequest");
    for (int from = 0; from < records.size(); from += SObjectType.MAX_COLLECTION) {
      int to = Math.min(records.size(), from + SObjectType.MAX_COLLECTION);
      json.writeStartObject();
      json.writeStringField("method", "PATCH");
      json.writeStringField("url", path);
      json.writeStringField("referenceId", "c" + from / SObjectType.MAX_COLLECTION);
      json.writeFieldName("body");
      writeCollection(json, records.subList(from, to));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeCollection(JsonGenerator json, List<CrmRecord> records) throws IOException {
    json.writeStartObject();
    json.writeFieldName(ALL_OR_NONE);
    json.writeBoolean(false);
    json.writeFieldName(RECORDS);
    json.writeStartArray();
    for (int i = 0; i < records.size(); i++) {
      writeRecord(json, records.get(i));
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeRecord(JsonGenerator json, CrmRecord record) throws IOException {
    json.writeStartObject();
    writeAttributes(json, object);
    json.writeFieldName(idName);
    values.json(json, type.idKind(), record.externalId());
    for (int i = 0; i < names.length; i++) {
      Name name = names[i];
      if (name == null) {
        continue;
      }
      Object value = record.value(i);
      if (value == Row.UNCHANGED) {
        continue;
      }
      if (name.relationship == null) {
        json.writeFieldName(name.field);
        values.json(json, type.kind(i), value);
      } else {
        writeRelationship(json, name, type.kind(i), value);
      }
    }
    json.writeEndObject();
  }

  private void writeRelationship(JsonGenerator json, Name name, FieldKind kind, Object value)
      throws IOException {
    if (value == null || "".equals(value)) {
      json.writeFieldName(name.lookup);
      json.writeNull();
      return;
    }
    json.writeFieldName(name.relationship);
    json.writeStartObject();
    if (name.parent != null) {
      writeAttributes(json, name.parent);
    }
    json.writeFieldName(name.field);
    values.json(json, kind, value);
    json.writeEndObject();
  }

  private static void writeAttributes(JsonGenerator json, SerializedString object)
      throws IOException {
    json.writeFieldName(ATTRIBUTES);
    json.writeStartObject();
    json.writeFieldName(TYPE);
    json.writeString(object);
    json.writeEndObject();
  }
}
