package dev.millrace.crm.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.change.ChangeEvent;
import dev.millrace.change.Operation;
import dev.millrace.change.Row;
import dev.millrace.change.SourcePosition;
import dev.millrace.change.TableId;
import dev.millrace.change.TableSchema;
import dev.millrace.check.Fault;
import dev.millrace.crm.Action;
import dev.millrace.crm.Answer;
import dev.millrace.crm.Batch;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.RecordType;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;

/** Records, requests and answers that tests are made of. */
final class Some {

  static final RecordType CONTACT =
      new RecordType("contacts", "ext", List.of("ext", "name", "size"));
  static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);

  private static final ChangeEvent CHANGE =
      new ChangeEvent(Operation.INSERT, null, new NoValues(), SourcePosition.lsn(1), 1, false);

  private Some() {}

  /**
   * A section of upsert and delete, with more.
   *
   * @param more keys and values in turn; lists with semicolons, as Flink has them
   */
  static Configuration sink(String... more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("upsert.url", "/c");
    settings.put("delete.url", "/c/{id}");
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    settings.values().removeIf(String::isEmpty);
    return Configuration.fromMap(settings);
  }

  static RestConnector connector(String... more) {
    return new RestConnector(sink(more), CLOCK);
  }

  static CrmRecord upsert(String id, Object... values) {
    return upsert(CONTACT, id, values);
  }

  static CrmRecord upsert(RecordType type, String id, Object... values) {
    return CrmRecord.upsert(type, id, values, CHANGE);
  }

  static CrmRecord delete(String id) {
    return CrmRecord.delete(CONTACT, id, CHANGE);
  }

  static Batch batch(CrmRecord... records) {
    CrmRecord first = records[0];
    return new Batch(first.type(), first.action(), List.of(records));
  }

  /** As many upserts, of A0, A1 and so on. */
  static Batch upserts(int count) {
    return new Batch(
        CONTACT,
        Action.UPSERT,
        Stream.iterate(0, i -> i + 1)
            .limit(count)
            .map(i -> upsert("A" + i, "A" + i, "n", i))
            .toList());
  }

  static CrmResponse answer(int status, String body, String... headers) {
    Map<String, String> byName = new HashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      byName.put(headers[i], headers[i + 1]);
    }
    return new CrmResponse(status, byName, body.getBytes(UTF_8));
  }

  static String body(CrmRequest request) {
    return request.body() == null
        ? null
        : new String(request.body().array(), 0, request.body().length(), UTF_8);
  }

  /** Method, path and body in one line. */
  static String text(CrmRequest request) {
    return request + (request.body() == null ? "" : " " + body(request));
  }

  /** The answer's kind, code, message and wait, or its outcomes. */
  static String text(Answer answer) {
    return switch (answer.kind()) {
      case OUTCOMES ->
          Stream.of(answer.outcomes())
              .map(outcome -> (outcome + " " + outcome.message()).trim())
              .toList()
              .toString();
      case NEXT -> "NEXT " + text(answer.next());
      default ->
          (answer + " " + answer.message()).trim()
              + (answer.retryAfterMillis() < 0 ? "" : " after " + answer.retryAfterMillis());
    };
  }

  /** What check finds without asking the CRM. */
  static List<String> faults(RecordType type, String... more) {
    return faults(
        type,
        request -> {
          throw new AssertionError("asked the CRM: " + request);
        },
        more);
  }

  static List<String> faults(
      RecordType type, dev.millrace.crm.CrmConnector.Exchange exchange, String... more) {
    try {
      return connector(more).check(Arrays.asList(type), exchange).stream()
          .map(Fault::toString)
          .toList();
    } catch (IOException e) {
      return List.of("IOException: " + e.getMessage());
    }
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
