package dev.millrace.simulator.salesforce;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Json;
import dev.millrace.simulator.store.StoredRecord;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results of queries that did not fit into one answer. */
final class QueryPages {

  private static final int MOST_OPEN = 100;

  private final Map<String, Result> open = new LinkedHashMap<>();
  private long lastLocator;

  private record Result(
      String base, List<StoredRecord> records, int total, int pageSize, RecordWriter writer) {}

  /** Writes one record of a result. */
  interface RecordWriter {
    void write(JsonGenerator json, StoredRecord record) throws IOException;
  }

  Answer first(
      String base, List<StoredRecord> records, int total, int pageSize, RecordWriter writer) {
    Result result = new Result(base, records, total, pageSize, writer);
    if (records.size() <= pageSize) {
      return page(result, null, 0);
    }
    String locator = SalesforceIds.text("01g", ++lastLocator);
    open.put(locator, result);
    if (open.size() > MOST_OPEN) {
      open.remove(open.keySet().iterator().next());
    }
    return page(result, locator, 0);
  }

  /**
   * @param locator as an earlier page's nextRecordsUrl ends: id and number of records before
   * @throws RefusedCall when there is no such page
   */
  Answer next(String locator) {
    int dash = locator.lastIndexOf('-');
    Result result = dash < 0 ? null : open.get(locator.substring(0, dash));
    if (result == null) {
      throw SalesforceError.of("INVALID_QUERY_LOCATOR", "invalid query locator").refusing(400);
    }
    return page(result, locator.substring(0, dash), Integer.parseInt(locator.substring(dash + 1)));
  }

  private static Answer page(Result result, String locator, int from) {
    int to = Math.min(result.records.size(), from + result.pageSize);
    boolean done = to == result.records.size();
    return Answer.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeNumberField("totalSize", result.total);
              json.writeBooleanField("done", done);
              if (!done) {
                json.writeStringField(
                    "nextRecordsUrl", result.base + "/query/" + locator + '-' + to);
              }
              json.writeArrayFieldStart("records");
              for (StoredRecord record : result.records.subList(from, to)) {
                result.writer.write(json, record);
              }
              json.writeEndArray();
              json.writeEndObject();
            }));
  }
}
