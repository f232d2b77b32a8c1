package dev.millrace.crm.hubspot;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.change.ChangeEvent;
import dev.millrace.change.Operation;
import dev.millrace.change.Row;
import dev.millrace.change.SourcePosition;
import dev.millrace.change.TableId;
import dev.millrace.change.TableSchema;
import dev.millrace.crm.Action;
import dev.millrace.crm.Batch;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.RecordType;
import dev.millrace.crm.SinkOptions;
import dev.millrace.crm.delivery.DeliverySettings;
import dev.millrace.crm.delivery.Refusal;
import dev.millrace.simulator.CrmSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.flink.configuration.Configuration;

/** Records, answers and bodies that tests are made of. */
final class Some {

  static final RecordType BY_EXT_ID =
      new RecordType("contacts", "ext_id", List.of("ext_id", "firstname"));
  static final RecordType BY_EMAIL =
      new RecordType("contacts", "email", List.of("email", "firstname"));

  /** Repeats within milliseconds. */
  static final DeliverySettings SOON =
      DeliverySettings.builder()
          .maxInFlight(8)
          .initialBackoff(Duration.ofMillis(1))
          .maxBackoff(Duration.ofMillis(20))
          .maxPause(Duration.ofMillis(20))
          .build();

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Row ROW = new NoValues();
  private static final ChangeEvent CHANGE =
      new ChangeEvent(Operation.INSERT, null, ROW, SourcePosition.lsn(1), 1, false);

  private Some() {}

  static HubSpotConnector connector() {
    return new HubSpotConnector(new ApiPath("/crm/v3/objects"), List.of());
  }

  static CrmRecord upsert(RecordType type, String externalId, Object... values) {
    return CrmRecord.upsert(type, externalId, values, CHANGE);
  }

  static CrmRecord delete(RecordType type, String externalId) {
    return CrmRecord.delete(type, externalId, CHANGE);
  }

  static Batch upserts(RecordType type, List<String> externalIds) {
    return batch(type, Action.UPSERT, externalIds, id -> upsert(type, id, id, "name of " + id));
  }

  static Batch deletes(RecordType type, List<String> externalIds) {
    return batch(type, Action.DELETE, externalIds, id -> delete(type, id));
  }

  private static Batch batch(
      RecordType type, Action action, List<String> ids, Function<String, CrmRecord> record) {
    List<CrmRecord> records = new ArrayList<>();
    ids.forEach(id -> records.add(record.apply(id)));
    return new Batch(type, action, records);
  }

  static List<String> ids(int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add("A" + i);
    }
    return ids;
  }

  static CrmResponse answer(int status, String body, String... headers) {
    Map<String, String> byName =
        headers.length == 0
            ? Map.of()
            : headers.length == 2
                ? Map.of(headers[0], headers[1])
                : Map.of(headers[0], headers[1], headers[2], headers[3]);
    return new CrmResponse(status, byName, body.getBytes(UTF_8));
  }

  static JsonNode json(CrmRequest request) {
    return json(text(request));
  }

  static String text(CrmRequest request) {
    return new String(request.body().array(), 0, request.body().length(), UTF_8);
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  /** The section of a sink that logs in as {@code pat-test}. */
  static Configuration sink(CrmSimulator crm, Path folder) throws IOException {
    Configuration sink = new Configuration();
    sink.set(SinkOptions.TYPE, "hubspot");
    sink.set(SinkOptions.BASE_URL, crm.baseUrl());
    sink.set(
        SinkOptions.TOKEN,
        "${file:" + Files.writeString(folder.resolve("pat-test"), "pat-test") + "}");
    return sink;
  }

  /** What was refused: external ids and codes. */
  static List<String> told(List<Refusal> refusals) {
    return refusals.stream()
        .map(refusal -> refusal.record().externalId() + ' ' + refusal.code())
        .toList();
  }

  private static final class NoValues implements Row {
    private final TableSchema schema =
        new TableSchema(new TableId("shop", "customers"), List.of(), List.of());

    @Override
    public TableSchema schema() {
      return schema;
    }

    @Override
    public Object value(int column) {
      throw new AssertionError("a connector does not look at the row");
    }
  }
}
