package dev.millrace.crm.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.RequestBody;
import dev.millrace.crm.body.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the requests of one kind for a record type: its templates, bound once, write the body
 * straight from the records' values. Not thread safe.
 */
final class Requests {

  private static final JsonFactory LINES =
      new JsonFactoryBuilder().rootValueSeparator("\n").build();

  private static final int FIRST_GUESS_BYTES = 256;

  private final Operation operation;
  private final BoundText url;
  private final JsonPart record;
  private final JsonPart body;
  private final Map<String, String> headers;
  private final Signature signature;
  private List<CrmRecord> records;
  private int bytesPerRecord = FIRST_GUESS_BYTES;

  /**
   * @param names of its templates, for the URL; what it lacks there is a fault
   * @param lenient of its templates, for the body
   * @param signature null for none
   */
  Requests(
      Operation operation,
      Names names,
      Names lenient,
      FieldMembers fields,
      Map<String, String> headers,
      Signature signature) {
    this.operation = operation;
    this.url = operation.url.bind(names);
    this.record =
        operation.record == null ? fields.object() : operation.record.bind(lenient, fields, null);
    JsonPart array = new Records();
    this.body =
        operation.envelope == null ? array : operation.envelope.bind(lenient, fields, array);
    this.headers = headers(operation, headers);
    this.signature = signature;
  }

  private static Map<String, String> headers(Operation operation, Map<String, String> headers) {
    Map<String, String> all = new HashMap<>();
    all.put("Accept", "application/json");
    if (operation.body != BodyForm.NONE) {
      all.put(
          "Content-Type",
          operation.body == BodyForm.LINES ? "application/x-ndjson" : "application/json");
    }
    headers.forEach(
        (name, value) -> {
          all.keySet().removeIf(name::equalsIgnoreCase);
          all.put(name, value);
        });
    return all;
  }

  /**
   * A request for these records.
   *
   * @param found what the lookup found; null without one
   */
  CrmRequest request(List<CrmRecord> records, String found) {
    String path = url.url(records.get(0), found);
    RequestBody bytes = null;
    if (operation.body != BodyForm.NONE) {
      bytes = new RequestBody(records.size() * (bytesPerRecord + bytesPerRecord / 4));
      write(bytes, records, found);
      bytesPerRecord = bytes.length() / records.size();
    }
    Map<String, String> all =
        signature == null
            ? headers
            : signature.sign(operation.method, path, bytes, new HashMap<>(headers));
    return new CrmRequest(operation.method, path, all, bytes);
  }

  private void write(RequestBody bytes, List<CrmRecord> records, String found) {
    boolean lines = operation.body == BodyForm.LINES;
    try (JsonGenerator json = (lines ? LINES : Json.FACTORY).createGenerator(bytes)) {
      if (operation.body == BodyForm.ARRAY) {
        this.records = records;
        body.write(json, records.get(0), found);
        this.records = null;
      } else {
        for (CrmRecord one : records) {
          record.write(json, one, found);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a body in memory cannot fail", e);
    }
    if (lines) {
      bytes.write('\n');
    }
  }

  /** The array of the records that are being written. */
  private final class Records extends JsonPart {
    @Override
    void write(JsonGenerator json, CrmRecord first, String found) throws IOException {
      json.writeStartArray();
      for (CrmRecord one : records) {
        record.write(json, one, found);
      }
      json.writeEndArray();
    }
  }
}
