package dev.millrace.crm.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.millrace.change.Row;
import dev.millrace.crm.CrmRecord;
import java.io.IOException;
import java.util.List;

/** A piece of a JSON template, bound to a record type: it writes itself for a record. */
abstract class JsonPart {

  /** Whether there is anything to write: not where a value is as it was. */
  boolean isThere(CrmRecord record, String found) {
    return true;
  }

  /** Whether all there could be is there to write. */
  boolean isWhole(CrmRecord record, String found) {
    return isThere(record, found);
  }

  abstract void write(JsonGenerator json, CrmRecord record, String found) throws IOException;

  /** JSON that is the same for every record. */
  static final class Constant extends JsonPart {
    private final SerializableString raw;

    Constant(String raw) {
      this.raw = new SerializedString(raw);
    }

    @Override
    void write(JsonGenerator json, CrmRecord record, String found) throws IOException {
      json.writeRawValue(raw);
    }
  }

  /** A value in its own JSON type. */
  static final class Value extends JsonPart {
    private final Placeholder placeholder;
    private final ValueWriter values;

    Value(Placeholder placeholder, ValueWriter values) {
      this.placeholder = placeholder;
      this.values = values;
    }

    @Override
    boolean isThere(CrmRecord record, String found) {
      return placeholder.value(record, found) != Row.UNCHANGED;
    }

    @Override
    void write(JsonGenerator json, CrmRecord record, String found) throws IOException {
      values.write(json, placeholder.value(record, found));
    }
  }

  /** A text with values in it. */
  static final class Text extends JsonPart {
    private final BoundText text;

    Text(BoundText text) {
      this.text = text;
    }

    @Override
    boolean isThere(CrmRecord record, String found) {
      return text.text(record, found) != Row.UNCHANGED;
    }

    @Override
    void write(JsonGenerator json, CrmRecord record, String found) throws IOException {
      json.writeString((String) text.text(record, found));
    }
  }

  /** An object, without the members that are not there. */
  static final class Members extends JsonPart {
    private final SerializableString[] names;
    private final JsonPart[] parts;
    private final boolean emptyIsThere;

    /**
     * @param emptyIsThere whether it is written when none of its members is
     */
    Members(List<String> names, List<JsonPart> parts, boolean emptyIsThere) {
      this.names = names.stream().map(SerializedString::new).toArray(SerializableString[]::new);
      this.parts = parts.toArray(new JsonPart[0]);
      this.emptyIsThere = emptyIsThere;
    }

    @Override
    boolean isThere(CrmRecord record, String found) {
      if (emptyIsThere) {
        return true;
      }
      for (JsonPart part : parts) {
        if (part.isThere(record, found)) {
          return true;
        }
      }
      return false;
    }

    @Override
    boolean isWhole(CrmRecord record, String found) {
      for (JsonPart part : parts) {
        if (!part.isWhole(record, found)) {
          return false;
        }
      }
      return true;
    }

    @Override
    void write(JsonGenerator json, CrmRecord record, String found) throws IOException {
      json.writeStartObject();
      for (int i = 0; i < parts.length; i++) {
        if (parts[i].isThere(record, found)) {
          json.writeFieldName(names[i]);
          parts[i].write(json, record, found);
        }
      }
      json.writeEndObject();
    }
  }

  /** An array; as a CRM sets it as a whole, it is there only when all that is in it is. */
  static final class Elements extends JsonPart {
    private final List<JsonPart> parts;

    Elements(List<JsonPart> parts) {
      this.parts = parts;
    }

    @Override
    boolean isThere(CrmRecord record, String found) {
      for (JsonPart part : parts) {
        if (!part.isWhole(record, found)) {
          return false;
        }
      }
      return true;
    }

    @Override
    void write(JsonGenerator json, CrmRecord record, String found) throws IOException {
      json.writeStartArray();
      for (JsonPart part : parts) {
        part.write(json, record, found);
      }
      json.writeEndArray();
    }
  }
}
